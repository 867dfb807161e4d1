// A way to ship or test code that uses the package, and a project to try it.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** One way. Each is tried with the packed tarballs, and its result runs without node_modules unless it needs them. */
export interface Way {
  /** The tool and how it is used, as named in the page. */
  readonly name: string
  /** Whether it is too heavy for every run. */
  readonly weekly?: boolean
  /** The line of configuration that it needs, exactly as in the page; `undefined` if it needs none. */
  readonly line?: string
  /** The tool's error without that line; `undefined` if it continues, and the package reports `bundled`. */
  readonly stopsWith?: string
  /** What must be beside the result, as in the page. */
  readonly ships: string
  /** Builds and runs {@link PROGRAM}, with or without the line. Returns the output of the program or the tool. */
  run(place: Place, line: string): string | Promise<string>
}

const LOOK = `const pool = new AddressAllocator(0xd0000000n, 768n << 20n)
const range = pool.allocate(4096n, 4096n)
console.log('printed', range instanceof RangeInclusive, '0x' + range.start.toString(16), renderMap(pool).length > 0)
`

/** The output of {@link PROGRAM}: the crate's first range that fits, from a single instance of the classes. */
export const PRINTED = 'printed true 0xd0000000 true'

/** The program of a user, as an ES module and as CommonJS. */
export const PROGRAM = {
  esm: `import { AddressAllocator, RangeInclusive } from 'vm-allocator'
import { renderMap } from 'vm-allocator/map'
${LOOK}`,
  cjs: `const { AddressAllocator, RangeInclusive } = require('vm-allocator')
const { renderMap } = require('vm-allocator/map')
${LOOK}`,
}

/** A project with tools and the package installed. */
export class Place {
  readonly folder: string
  readonly #node: string

  constructor(folder: string, node: string = process.execPath) {
    this.folder = folder
    this.#node = node
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) {
      if (name !== 'node_modules') rmSync(join(folder, name), { recursive: true })
    }
    this.write('package.json', '{ "private": true }')
    this.write('main.mjs', PROGRAM.esm)
    this.write('main.cjs', PROGRAM.cjs)
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true })
    writeFileSync(join(this.folder, name), text)
  }

  /** Runs a tool by the path of its script in node_modules. Returns both outputs, even if it fails. */
  tool(script: string, ...parameters: string[]): string {
    return this.start(this.#node, [join('node_modules', script), ...parameters])
  }

  /** Runs esbuild, whose command is a native program. */
  esbuild(...parameters: string[]): string {
    return this.start(join(this.folder, 'node_modules', 'esbuild', 'bin', 'esbuild'), parameters)
  }

  /** Runs a script with Node, and returns its output. */
  node(script: string, ...options: string[]): string {
    return this.start(this.#node, [...options, script])
  }

  /** Runs a command in this folder, and returns its output. */
  start(command: string, parameters: readonly string[], cwd: string = this.folder): string {
    const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1' }
    const { stdout, stderr, error } = spawnSync(command, parameters, { cwd, env, encoding: 'utf8' })
    return `${stdout}${stderr}${error ?? ''}`
  }

  /** Moves the build out of the project, as a deployment does, runs it there, and returns its output. */
  deploy(built: string, script: string, command: readonly string[] = [this.#node]): string {
    const folder = `${this.folder}-deployed`
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    // A separate package: the repository above it has the package's name.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    try {
      renameSync(join(this.folder, built), join(folder, 'app'))
    } catch (error) {
      return `nothing was built: ${error}`
    }
    const [program = '', ...options] = command
    return this.start(
      program,
      [...options, script].filter((word) => word !== ''),
      join(folder, 'app'),
    )
  }

  /** Copies an installed package beside the build. */
  ship(name: string, built: string): void {
    cpSync(join(this.folder, 'node_modules', name), join(this.folder, built, 'node_modules', name), {
      recursive: true,
      dereference: true,
    })
  }
}

/** Copies what must be beside a result that keeps the package external. */
export function shipPackage(place: Place, built: string): void {
  place.ship('vm-allocator', built)
  place.ship('@vm-allocator', built)
}
