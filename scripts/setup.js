// Sets up what `npm start` and `npm test` need on a fresh clone: dependencies and a build that is up to date.
// It runs before anything is installed, so it uses Node alone, in syntax that an old Node reads.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const MINIMUM_NODE = '20.19.0'
const MINIMUM_RUST = '1.88.0'
const INPUTS = [
  'Cargo.toml',
  'Cargo.lock',
  'build.rs',
  'src',
  'crates/engine',
  'lib',
  'rolldown.config.js',
  'package.json',
]

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
checkNode()
installDependencies()
build()

function checkNode() {
  if (isOlder(process.versions.node, MINIMUM_NODE)) {
    fail(`Node ${process.versions.node} is too old: install Node ${MINIMUM_NODE} or newer.`)
  }
}

function installDependencies() {
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

function build() {
  const newest = Math.max(...INPUTS.map(modified))
  const binding = readdirSync('.').find((name) => name.endsWith('.node'))
  const oldest = Math.min(binding ? modified(binding) : 0, modified('dist/index.cjs'))
  if (oldest >= newest) return
  checkRust()
  run('npm', ['run', '--silent', 'build'])
}

function checkRust() {
  const [, version] = /^rustc (\d+\.\d+\.\d+)/.exec(output('rustc', ['--version'])) ?? []
  const remedy = `install Rust ${MINIMUM_RUST} or newer, with cargo, for example by rustup`
  if (version === undefined) fail(`No Rust toolchain was found: ${remedy}.`)
  if (isOlder(version, MINIMUM_RUST)) fail(`Rust ${version} is too old: ${remedy}.`)
  if (output('cargo', ['--version']) === '') fail(`rustc is there, but cargo is not: ${remedy}.`)
}

/** When a file, or the newest file in a folder, was modified; 0 when there is none. */
function modified(path) {
  if (!existsSync(path)) return 0
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => modified(`${path}/${name}`)))
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

function run(command, args) {
  console.error(`> ${command} ${args.join(' ')}`)
  try {
    execFileSync(command, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  } catch {
    fail(`${command} ${args.join(' ')} failed; its messages are above.`)
  }
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
