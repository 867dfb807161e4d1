import type { Exports } from './exports.ts'
import { ensureHeadroom } from './headroom.ts'

/** A running module, and views of its memory. */
export interface Instance {
  readonly exports: Exports
  /** The results of the last call: eight 64-bit words. */
  results(): BigUint64Array
  /** Copies the output buffer, and frees it. */
  takeBytes(): Uint8Array<ArrayBuffer>
  takeText(): string
  takeWords(): BigUint64Array<ArrayBuffer>
  /** Copies a document into the input buffer. */
  giveDocument(document: Uint8Array): void
  /** Makes a call that may end the instance, but can't run out of stack. */
  guarded<Result>(call: () => Result): Result
  /**
   * Returns what to throw for an error of a call. If the error ended the instance, every later call throws the same.
   */
  ended(cause: unknown): Error
}

/** Starts a module. It has one memory, which grows and never shrinks. */
export function startInstance(code: Uint8Array<ArrayBuffer>): Instance {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code)) as unknown as { exports: Exports }
  exports.initialize()
  const place = exports.results()
  let results = new BigUint64Array(exports.memory.buffer, place, 8)
  let failure: Error | undefined

  const takeBytes = (): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(exports.memory.buffer, exports.output(), exports.output_bytes()).slice()
    exports.drop_output()
    return bytes
  }
  const ended = (cause: unknown): Error => {
    // For example, a value that isn't a bigint: the module was never entered.
    if (failure === undefined && !isEnd(cause)) return cause as Error
    failure ??= endedBy(exports, cause)
    return failure
  }
  return {
    exports,
    guarded(call) {
      ensureHeadroom(exports)
      try {
        return call()
      } catch (error) {
        throw ended(error)
      }
    },
    results() {
      // Growing the memory detaches the views of it.
      if (results.length === 0) results = new BigUint64Array(exports.memory.buffer, place, 8)
      return results
    },
    takeBytes,
    takeWords: () => new BigUint64Array(takeBytes().buffer),
    takeText: () => new TextDecoder().decode(takeBytes()),
    giveDocument(document) {
      const start = exports.input(document.length)
      new Uint8Array(exports.memory.buffer, start, document.length).set(document)
    },
    ended,
  }
}

/** Errors that leave the module in the middle of a call: a trap, or the end of the stack. */
function isEnd(cause: unknown): boolean {
  return cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError
}

function endedBy(exports: Exports, cause: unknown): Error {
  const refused = exports.refused_bytes()
  if (refused > 0) {
    const message = `The WebAssembly engine has no memory left: it could not allocate ${refused} bytes. Its allocators can't be used any more.`
    return Object.assign(new RangeError(message, { cause }), { code: 'ERR_VM_ALLOCATOR_OUT_OF_MEMORY' })
  }
  const length = exports.panic_message_bytes()
  const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.panic_message(), length))
  const reason = text === '' ? String(cause) : text
  const message = `The WebAssembly engine has ended: ${reason}. Its allocators can't be used any more.`
  return Object.assign(new Error(message, { cause }), { code: 'ERR_VM_ALLOCATOR_PANIC' })
}
