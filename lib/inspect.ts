type Inspect = (value: unknown, options?: object) => string

/** Makes `util.inspect`, and so `console.log` and the REPL, show an instance of a class as what `print` returns. */
export function inspectAs<T>(type: { readonly prototype: T }, print: (value: T) => string): void {
  Object.defineProperty(type.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: T, _depth: number, options: object, inspect: Inspect): string {
      // A debugger may print the prototype itself, which is not an instance.
      if (this === type.prototype) return inspect({})
      try {
        return print(this)
      } catch {
        // Never constructed, or its fields were overwritten: show it like any other object.
        return inspect(this, { ...options, customInspect: false })
      }
    },
    configurable: true,
    writable: true,
  })
}
