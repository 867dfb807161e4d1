// Sets up what `npm start` and `npm test` need on a fresh clone: dependencies, and a build that is up to date.
// It runs before anything is installed, so it uses only Node, with syntax that an old Node understands.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const MINIMUM_NODE = '20.19.0'
const MINIMUM_RUST = '1.88.0'
const NATIVE_INPUTS = ['Cargo.toml', 'Cargo.lock', 'build.rs', 'src', 'crates/engine', 'package.json']
const SCRIPT_INPUTS = ['lib', 'rolldown.config.js', 'package.json']
const PROGRESS_INTERVAL = 1000

const STEPS = [
  { name: 'dependencies', command: ['npm', 'ci', '--no-audit', '--no-fund'], isDone: areDependenciesInstalled },
  { name: 'native file, compiled from Rust', command: buildScript('build:native'), isDone: isNativeFileBuilt },
  { name: 'JavaScript', command: buildScript('build:js'), isDone: isJavaScriptBuilt },
  { name: 'typings', command: buildScript('build:types'), isDone: areTypingsBuilt },
]

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
checkNode()
setUp(STEPS.filter((step) => !step.isDone()))

async function setUp(steps) {
  if (steps.length === 0) return
  if (!isNativeFileBuilt()) checkRust()
  console.error(`Setting up${isNativeFileBuilt() ? '' : ', which takes one to three minutes the first time'}:`)
  for (const step of steps) await run(step)
}

function buildScript(name) {
  return ['npm', 'run', '--silent', name]
}

function areDependenciesInstalled() {
  return modified('node_modules/.package-lock.json') >= modified('package-lock.json')
}

function isNativeFileBuilt() {
  const file = readdirSync('.').find((name) => name.endsWith('.node'))
  return file !== undefined && modified(file) >= newest(NATIVE_INPUTS)
}

function isJavaScriptBuilt() {
  return modified('dist/index.cjs') >= newest(SCRIPT_INPUTS)
}

// The typings are committed and rebuilt only with the JavaScript, because all files of a clone have the same age.
function areTypingsBuilt() {
  return !existsSync('dist') || isJavaScriptBuilt()
}

function checkNode() {
  if (isOlder(process.versions.node, MINIMUM_NODE)) {
    fail(`Node ${process.versions.node} is too old: install Node ${MINIMUM_NODE} or newer.`)
  }
}

function checkRust() {
  const found = /^rustc (\d+\.\d+\.\d+)/.exec(output('rustc', ['--version']))
  const remedy = `install Rust ${MINIMUM_RUST} or newer, with cargo, for example with rustup`
  if (found === null) fail(`No Rust toolchain was found: ${remedy}.`)
  if (isOlder(found[1], MINIMUM_RUST)) fail(`Rust ${found[1]} is too old: ${remedy}.`)
  if (output('cargo', ['--version']) === '') fail(`rustc was found, but cargo was not: ${remedy}.`)
}

/** When a file, or the newest file in a folder, was modified; 0 if there is none. */
function modified(path) {
  if (!existsSync(path)) return 0
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return newest(readdirSync(path).map((name) => `${path}/${name}`))
}

function newest(paths) {
  return Math.max(0, ...paths.map(modified))
}

function isOlder(version, minimum) {
  return version.localeCompare(minimum, 'en', { numeric: true }) < 0
}

function output(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/** Runs a step and shows the seconds it takes; the tool's output is shown only if it fails. */
function run(step) {
  const start = Date.now()
  const log = []
  const isTerminal = process.stderr.isTTY
  const report = (ending) =>
    process.stderr.write(`  ${step.name} … ${Math.round((Date.now() - start) / 1000)} s${ending}`)
  const ticking = isTerminal ? setInterval(() => report('\r'), PROGRESS_INTERVAL) : undefined
  const child = spawn(step.command[0], step.command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  child.stdout.on('data', (chunk) => log.push(chunk))
  child.stderr.on('data', (chunk) => log.push(chunk))
  return new Promise((resolve) => {
    child.on('error', (error) => log.push(Buffer.from(`${error.message}\n`)))
    child.on('close', (status) => {
      clearInterval(ticking)
      report('\n')
      if (status === 0) return resolve()
      process.stderr.write(Buffer.concat(log))
      fail(`\`${step.command.join(' ')}\` failed; its messages are above.`)
    })
  })
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
