import { engineCode } from '../platform-packages.cjs'
import { connect } from './connect.ts'
import { hostPlatform } from './host.ts'
import { type Binding, explicitPath, loadBinding } from './load.ts'
import type { Native } from './native.ts'
import { isSupported } from './platforms.ts'
import { wasmNative } from './wasm/native.ts'

/** The value of `VM_ALLOCATOR_BINDING` that selects the WebAssembly engine. */
const WASM = 'wasm'

/** The functions that the classes call, and their source. */
export interface Opened {
  readonly native: Native
  /** `undefined` for the WebAssembly engine. */
  readonly binding?: Binding
}

/** Opens the native file, or the WebAssembly engine if it is selected or the platform has no native file. */
export function openNative(): Opened {
  const explicit = explicitPath()
  if (explicit === WASM) return { native: openEngine('absent') }
  if (!explicit && !isSupported(hostPlatform())) return { native: openEngine('unsupported') }
  const binding = loadBinding()
  return { native: connect(binding.native), binding }
}

function openEngine(reason: 'absent' | 'unsupported'): Native {
  let code: Uint8Array<ArrayBuffer>
  try {
    code = engineCode()
  } catch (cause) {
    const remedy = 'In a clone, run npm run build:wasm and then npm run build:js.'
    const message = `vm-allocator can't load its WebAssembly engine. ${remedy}`
    throw Object.assign(new Error(message, { cause }), { code: 'ERR_VM_ALLOCATOR_BINDING', reason })
  }
  return wasmNative(code)
}
