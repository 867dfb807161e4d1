#!/usr/bin/env node
import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { printable } from '../text/terminal.ts'
import { endWithReader } from './output.ts'
import { reportFailure } from './report.ts'

/** What the file of a command exports. It is loaded when its command is called, or asked for help. */
interface CommandFile {
  /** Adds the command's arguments, options, help and action. */
  declare(command: Command): void
}

const COMMANDS: readonly { name: string; summary: string; load: () => Promise<CommandFile> }[] = [
  { name: 'map', summary: 'draw what is in files, as text, SVG or a page', load: () => import('./map-command.ts') },
  { name: 'stats', summary: 'tell what is allocated and what is free', load: () => import('./stats-command.ts') },
  {
    name: 'check',
    summary: 'tell whether a layout has problems, or snapshots are invalid',
    load: () => import('./check-command.ts'),
  },
  { name: 'diff', summary: 'compare two layouts', load: () => import('./diff-command.ts') },
  {
    name: 'fit',
    summary: 'tell where something fits, or why a BAR found no place',
    load: () => import('./fit-command.ts'),
  },
  {
    name: 'conformance',
    summary: 'prove a port against the crate',
    load: () => import('./conformance-command.ts'),
  },
  {
    name: 'doctor',
    summary: 'tell which native file is loaded, or why none is',
    load: () => import('./doctor-command.ts'),
  },
]

const HELP = `
A file holds what a guest or a VMM prints about address spaces: a kernel log,
/proc/iomem, /proc/ioports, lspci -vv, info mtree -f or query-pci of QEMU, vm.info
or state.json of cloud-hypervisor, Firecracker's info-vmstate, a device tree blob.
Or it holds the JSON that serde_json writes for an AddressAllocator or an
IdAllocator of the crate vm-allocator, or for a struct that has some: then each
is a pool, called by its path in the file.

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

/** Commander's message, its suggestion in the same line; what it repeats of the arguments is made harmless. */
function inOneLine(text: string): string {
  const message = text.replace(/\n$/, '').replace(/^error:/, 'vm-allocator:')
  return `${printable(message.replace(/\n(?=\(Did you mean )/, ' '))}\n`
}

/** `help COMMAND` is the same as `COMMAND --help`. */
function withoutHelpCommand([first, ...rest]: readonly string[]): string[] {
  return first === 'help' ? [...rest.slice(0, 1), '--help'] : first === undefined ? [] : [first, ...rest]
}

endWithReader()
createProgram()
  .parseAsync(withoutHelpCommand(process.argv.slice(2)), { from: 'user' })
  .catch((error) => {
    process.exitCode = reportFailure(error)
  })
