#!/usr/bin/env node
import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { printable } from '../text/terminal.ts'
import { endWithReader } from './output.ts'
import { reportFailure } from './report.ts'

/** The export of a command's file, which is loaded when the command is run or its help is shown. */
interface CommandFile {
  /** Adds the command's arguments, options, help and action. */
  declare(command: Command): void
}

const COMMANDS: readonly { name: string; summary: string; load: () => Promise<CommandFile> }[] = [
  { name: 'map', summary: 'draw address spaces as text, SVG or a web page', load: () => import('./map-command.ts') },
  { name: 'stats', summary: 'show what is allocated and what is free', load: () => import('./stats-command.ts') },
  {
    name: 'check',
    summary: 'find problems in layouts, and validate snapshots',
    load: () => import('./check-command.ts'),
  },
  { name: 'diff', summary: 'compare two layouts', load: () => import('./diff-command.ts') },
  {
    name: 'fit',
    summary: 'show where a size fits, or why a BAR has no address',
    load: () => import('./fit-command.ts'),
  },
  {
    name: 'conformance',
    summary: 'compare a port with the crate, call by call',
    load: () => import('./conformance-command.ts'),
  },
  {
    name: 'doctor',
    summary: 'show which native file is loaded, or why none can be',
    load: () => import('./doctor-command.ts'),
  },
]

const HELP = `
Pass files that a guest or a VMM has printed: a kernel log, /proc/iomem,
/proc/ioports, lspci -vv, QEMU's info mtree -f or query-pci, cloud-hypervisor's
vm.info or state.json, Firecracker's info-vmstate, or a device tree blob.
Or pass JSON with snapshots of allocators, as snapshot() or Rust's serde_json
writes them, by themselves or nested in other JSON. Each snapshot is a pool, named
by its path in the file.

Examples:
  vm-allocator map iomem.txt
  vm-allocator fit dmesg.txt lspci.txt iomem.txt
  vm-allocator check vm-state.json && echo valid
  vm-allocator COMMAND --help`

function createProgram(): Command {
  const program = new Command('vm-allocator')
    .description('Shows, measures, checks and compares the address spaces of virtual machines.')
    .version(packageJson.version)
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(inOneLine(text)) })
    .addHelpText('after', HELP)
  for (const { name, summary } of COMMANDS)
    program
      .command(name)
      .description(`${capitalise(summary)}.`)
      .summary(summary)
  return program.hook('preSubcommand', async (_, command) => {
    const { load } = COMMANDS.find(({ name }) => name === command.name()) as (typeof COMMANDS)[number]
    ;(await load()).declare(command)
  })
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Prints Commander's message with the suggestion on the same line, and escapes the arguments in it. */
function inOneLine(text: string): string {
  const message = text.replace(/\n$/, '').replace(/^error:/, 'vm-allocator:')
  return `${printable(message.replace(/\n(?=\(Did you mean )/, ' '))}\n`
}

/** Runs `help COMMAND` as `COMMAND --help`. */
function withoutHelpCommand([first, ...rest]: readonly string[]): string[] {
  return first === 'help' ? [...rest.slice(0, 1), '--help'] : first === undefined ? [] : [first, ...rest]
}

endWithReader()
createProgram()
  .parseAsync(withoutHelpCommand(process.argv.slice(2)), { from: 'user' })
  .catch((error) => {
    process.exitCode = reportFailure(error)
  })
