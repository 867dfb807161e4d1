// The native functions that the package has loaded: nobody else can get at them, so they are caught while it loads.
// Take the package from here then: it must not be loaded before.
type Functions = Record<string, (...parameters: unknown[]) => unknown>

/** What the package calls: to replace a function here is to replace it there. */
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
