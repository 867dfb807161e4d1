import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { executableInterpreter, glibcVersion, hostLibc, hostPlatform, runtime } from '../binding/host.ts'
import { type Binding, VERSION } from '../binding/load.ts'
import { type Opened, openNative } from '../binding/open.ts'
import { printable, printableLines } from '../text/terminal.ts'
import { print, printJson } from './output.ts'

/** Completes the `doctor` command. */
export function declare(command: Command): void {
  command.option('--json', 'print the findings as JSON').addHelpText('after', HELP).action(doctor)
}

const HELP = `
The exit status is 0 if the native file for this platform is loaded, otherwise 1. In
that case standard error lists what was tried, each error and a remedy; with
--json, everything goes to standard output.

Examples:
  vm-allocator doctor
  vm-allocator doctor --json | jq -r .nativeFile.sha256`

/** The platform, and the native file or the error. */
interface Findings {
  readonly version: string
  readonly platform: string
  readonly architecture: string
  readonly libc?: { readonly name: string; readonly version?: string }
  readonly runtime: { readonly name: string; readonly version: string }
  readonly nodeApi?: string
  readonly nativeFile?: NativeFile | undefined
  /** Set if the WebAssembly engine is used instead of a native file. */
  readonly wasmEngine?: WasmEngine | undefined
  readonly error?: LoadProblem | undefined
}

interface NativeFile {
  readonly source: string
  readonly path: string
  readonly version: string
  readonly bytes: number
  readonly sha256: string
}

interface WasmEngine {
  readonly engine: 'WebAssembly'
  readonly version: string
}

interface LoadProblem {
  readonly code: unknown
  readonly reason: unknown
  readonly message: string
}

async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const [native, error] = tryToLoad()
  const findings = {
    ...describeHost(),
    ...(native && ('engine' in native ? { wasmEngine: native } : { nativeFile: native })),
    ...(error && { error: describe(error) }),
  }
  if (error) process.exitCode = 1
  if (json) return printJson(findings)
  await print(asText(findings))
  if (error) console.error(printableLines(error.message))
}

function tryToLoad(): [NativeFile | WasmEngine, undefined] | [undefined, Error] {
  try {
    return [describeEngine(openNative()), undefined]
  } catch (error) {
    return [undefined, error as Error]
  }
}

function describeHost(): Findings {
  const [name, version] = [hostLibc(), libcVersion()]
  const { napi } = process.versions
  return {
    version: VERSION,
    platform: hostPlatform(),
    architecture: process.arch,
    ...(name && { libc: { name, ...(version && { version }) } }),
    runtime: runtime(),
    ...(napi && { nodeApi: napi }),
  }
}

/** The version of the running process's libc, if known. For musl, runs its loader, which prints it. */
function libcVersion(): string | undefined {
  const interpreter = executableInterpreter()
  if (hostLibc() !== 'musl' || interpreter === undefined) return glibcVersion()
  const { stderr } = spawnSync(interpreter, { encoding: 'utf8' })
  return /^Version (\S+)/m.exec(stderr)?.[1]
}

/** The native file, or the engine that is used without one. */
function describeEngine({ native, binding }: Opened): NativeFile | WasmEngine {
  return binding ? describeFile(binding) : { engine: 'WebAssembly', version: native.version() }
}

function describeFile({ native, source, file = '' }: Binding): NativeFile {
  // The path is missing only in a bundle, which never contains this command.
  const content = readFileSync(file)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { source, path: file, version: native.version(), bytes: content.length, sha256 }
}

function describe(error: Error & { code?: unknown; reason?: unknown }): LoadProblem {
  const { code, reason, message } = error
  return { code, reason, message }
}

function asText({ version, platform, architecture, libc, runtime, nodeApi, nativeFile, wasmEngine }: Findings): string {
  const rows: [string, string][] = [
    ['vm-allocator', version],
    ['platform', `${platform} (architecture ${architecture})`],
    ['libc', libc ? `${libc.name} ${libc.version ?? 'of an unknown version'}` : 'that of the system'],
    ['runtime', `${runtime.name} ${runtime.version}`],
    ['Node-API', nodeApi ?? 'unknown'],
    [
      'native file',
      nativeFile?.path ?? (wasmEngine ? 'none: the WebAssembly engine is in use' : 'none could be loaded'),
    ],
  ]
  if (nativeFile) {
    rows.push(['found as', nativeFile.source], ['its version', nativeFile.version])
    rows.push(['its size', `${nativeFile.bytes} bytes`], ['its SHA-256', nativeFile.sha256])
  }
  return rows.map(([name, value]) => `${name.padEnd(14)}${printable(value)}\n`).join('')
}
