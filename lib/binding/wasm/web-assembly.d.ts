/** The part of the WebAssembly API that is used: TypeScript has it among the types of web pages only. */
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
