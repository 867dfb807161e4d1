// The native functions that the package has loaded: nobody else can get at them, so they are caught while it loads.
// Take the package from here then: it must not be loaded before.
const { dlopen } = process
const modules: { exports: Record<string, unknown> }[] = []
process.dlopen = (module: { exports: Record<string, unknown> }, ...rest) => {
  modules.push(module)
  dlopen.call(process, module, ...rest)
}
export const vmAllocator = await import('vm-allocator')
process.dlopen = dlopen

/** What the package calls; to replace a function here is to replace it there, unless it took that one apart before. */
export const loadedNative = modules.at(-1)?.exports ?? {}
