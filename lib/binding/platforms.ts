/** A platform with a prebuilt native file, in a separate package. */
export interface Platform {
  /** napi-rs's name for the platform; the package is `@vm-allocator/binding-<name>`. */
  readonly name: string
  /** The system, as in `process.platform`. */
  readonly os: 'linux' | 'darwin' | 'win32'
  /** The architecture, as in `process.arch`. */
  readonly cpu: 'x64' | 'arm64' | 'riscv64'
  /** Only on Linux. */
  readonly libc?: 'glibc' | 'musl'
  /** The newest glibc that the file may require, and so the oldest that it runs with. Only with glibc. */
  readonly glibcFloor?: string
  /** Rust's name for the platform. */
  readonly target: string
}

/**
 * The one table of platforms. `npm/`, the optional dependencies, the targets in `package.json` and the matrix of the
 * workflows repeat parts of it; `__test__/platforms/agreement.test.ts` fails if one of them disagrees.
 */
export const PLATFORMS: readonly Platform[] = [
  {
    name: 'linux-x64-gnu',
    os: 'linux',
    cpu: 'x64',
    libc: 'glibc',
    glibcFloor: '2.17',
    target: 'x86_64-unknown-linux-gnu',
  },
  {
    name: 'linux-arm64-gnu',
    os: 'linux',
    cpu: 'arm64',
    libc: 'glibc',
    glibcFloor: '2.17',
    target: 'aarch64-unknown-linux-gnu',
  },
  {
    name: 'linux-riscv64-gnu',
    os: 'linux',
    cpu: 'riscv64',
    libc: 'glibc',
    glibcFloor: '2.27',
    target: 'riscv64gc-unknown-linux-gnu',
  },
  { name: 'linux-x64-musl', os: 'linux', cpu: 'x64', libc: 'musl', target: 'x86_64-unknown-linux-musl' },
  { name: 'linux-arm64-musl', os: 'linux', cpu: 'arm64', libc: 'musl', target: 'aarch64-unknown-linux-musl' },
  { name: 'darwin-x64', os: 'darwin', cpu: 'x64', target: 'x86_64-apple-darwin' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64', target: 'aarch64-apple-darwin' },
  { name: 'win32-x64-msvc', os: 'win32', cpu: 'x64', target: 'x86_64-pc-windows-msvc' },
  { name: 'win32-arm64-msvc', os: 'win32', cpu: 'arm64', target: 'aarch64-pc-windows-msvc' },
]

/** The npm package that holds a platform's native file. */
export function packageName(platform: string): string {
  return `@vm-allocator/binding-${platform}`
}

/** The name of a platform's native file, both in its package and in the folder where it is built. */
export function fileName(platform: string): string {
  return `vm-allocator.${platform}.node`
}

/** Whether there is a prebuilt native file for a platform. */
export function isSupported(platform: string): boolean {
  return PLATFORMS.some(({ name }) => name === platform)
}
