type Inspect = (value: unknown, options?: object) => string

/** Has `util.inspect`, and so `console.log` and the REPL, print instances of a class as `print` says. */
export function inspectAs<T>(type: { readonly prototype: T }, print: (value: T) => string): void {
  Object.defineProperty(type.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: T, _depth: number, options: object, inspect: Inspect): string {
      // The prototype itself is not an instance: a debugger may print it.
      if (this === type.prototype) return inspect({})
      try {
        return print(this)
      } catch {
        // It was never constructed, or its fields were overwritten: it is shown as any other object is.
        return inspect(this, { ...options, customInspect: false })
      }
    },
    configurable: true,
    writable: true,
  })
}
