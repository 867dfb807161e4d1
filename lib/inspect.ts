type Inspect = (value: unknown) => string

/** Has `util.inspect`, and so `console.log` and the REPL, print instances of a class as `print` says. */
export function inspectAs<T>(type: { readonly prototype: T }, print: (value: T) => string): void {
  Object.defineProperty(type.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: T, _depth: number, _options: object, inspect: Inspect): string {
      // The prototype itself is no instance: a debugger may print it.
      return this === type.prototype ? inspect({}) : print(this)
    },
    configurable: true,
    writable: true,
  })
}
