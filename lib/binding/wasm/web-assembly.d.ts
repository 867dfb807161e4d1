/** The part of the WebAssembly API that this package uses. TypeScript declares it only for web pages. */
declare namespace WebAssembly {
  class Module {
    constructor(code: ArrayBufferView<ArrayBuffer> | ArrayBuffer)
    static imports(module: Module): unknown[]
  }
  class Instance {
    constructor(module: Module)
    readonly exports: object
  }
  class RuntimeError extends Error {}
  class Memory {
    readonly buffer: ArrayBuffer
  }
}
