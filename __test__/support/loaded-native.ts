// The native functions that the package has loaded. They can't be reached from outside, so they are captured during
// loading. Import the package from here: it must not be loaded before.
type Functions = Record<string, (...parameters: unknown[]) => unknown>

/** The functions that the package calls: replacing one here replaces it there. */
export const loadedNative: Functions = {}

const { dlopen } = process
process.dlopen = (module: { exports: Functions }, ...rest) => {
  dlopen.call(process, module, ...rest)
  Object.assign(loadedNative, module.exports)
  for (const name of Object.keys(loadedNative)) {
    module.exports[name] = (...parameters) => loadedNative[name]?.(...parameters)
  }
}
export const vmAllocator = await import('vm-allocator')
process.dlopen = dlopen
