// Unpacks Debian packages into target/tools with Debian's own programs, so that nothing is installed on the machine.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { output, run, tool } from './toolbox.ts'

/** The architectures with packages in any release, and those that only trixie has. */
const ARCHITECTURES = ['amd64', 'arm64']
const TRIXIE_ARCHITECTURES = [...ARCHITECTURES, 'riscv64']

/** A folder with unpacked Debian packages, of any architecture and, if necessary, another release. */
export function debianTools(name: string, packages: readonly string[], release?: string): string {
  return tool(name, packages, (folder) => {
    const archives = join(folder, 'archives')
    mkdirSync(archives)
    run('apt-get', ['download', '--quiet', ...packages], { cwd: archives, env: apt(release) })
    for (const archive of readdirSync(archives)) run('dpkg', ['-x', join(archives, archive), folder])
    rmSync(archives, { recursive: true })
    // From trixie on, everything is below usr/, but programs still look for the dynamic loader in lib/.
    if (!existsSync(join(folder, 'lib'))) symlinkSync(join('usr', 'lib'), join(folder, 'lib'))
  })
}

/** The emulator for programs of another architecture. */
export function emulator(machine: 'aarch64' | 'riscv64'): string {
  return join(debianTools('qemu', ['qemu-user-static:amd64']), 'usr', 'bin', `qemu-${machine}-static`)
}

/** The direct and indirect dependencies of a Debian package whose names match. */
export function debianDependencies(name: string, pattern: RegExp, found: Set<string> = new Set()): Set<string> {
  const listed = output('apt-cache', ['depends', name], { env: apt() })
  for (const [, dependency = ''] of listed.matchAll(/^ *Depends: (\S+)$/gm)) {
    if (!pattern.test(dependency) || found.has(dependency)) continue
    debianDependencies(dependency, pattern, found.add(dependency))
  }
  return found
}

/** Lists of packages, separate from the machine's own. */
function apt(release?: string): { APT_CONFIG: string } {
  const architectures = release === 'trixie' ? TRIXIE_ARCHITECTURES : ARCHITECTURES
  const folder = tool(`apt-${release ?? 'own'}`, architectures, (made) => {
    mkdirSync(join(made, 'lists', 'partial'), { recursive: true })
    mkdirSync(join(made, 'cache', 'archives', 'partial'), { recursive: true })
    writeFileSync(join(made, 'status'), '')
    const [source, sources] = debianSources(release)
    writeFileSync(join(made, source), sources)
    writeFileSync(join(made, 'apt.conf'), aptSettings(made, source, architectures))
    run('apt-get', ['update', '--quiet'], { env: { APT_CONFIG: join(made, 'apt.conf') } })
  })
  return { APT_CONFIG: join(folder, 'apt.conf') }
}

/** The machine's Debian sources, in either of apt's two formats; for another release, without its updates. */
function debianSources(release: string | undefined): [name: string, text: string] {
  const own = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].find(existsSync)
  if (own === undefined) throw new Error('this script needs the package lists of a Debian system')
  const text = readFileSync(own, 'utf8')
  const [name, separator] = own.endsWith('.sources') ? ['debian.sources', '\n\n'] : ['debian.list', '\n']
  if (release === undefined) return [name, text]
  const suite = /VERSION_CODENAME=(\w+)/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? ''
  const withoutUpdates = text.replaceAll(new RegExp(` ${suite}-\\S+`, 'g'), '')
  const sources = withoutUpdates.split(separator).filter((source) => source.includes(` ${suite}`))
  return [name, sources.join(separator).replaceAll(suite, release)]
}

function aptSettings(folder: string, source: string, architectures: readonly string[]): string {
  return `Dir::State::lists "${folder}/lists";
Dir::State::status "${folder}/status";
Dir::Cache "${folder}/cache";
Dir::Etc::sourcelist "${folder}/${source}";
Dir::Etc::sourceparts "-";
APT::Architectures { ${architectures.map((name) => `"${name}";`).join(' ')} };
APT::Sandbox::User "root";
`
}
