// Replaces index.ts in builds for browsers: see rolldown.config.js.

import { code } from 'virtual:engine'
import { gunzipSync } from 'fflate'
import type { Native } from './native.ts'
import { wasmNative } from './wasm/native.ts'

/** The functions that the classes call. */
export const native: Native = wasmNative(gunzipSync(fromBase64(code)) as Uint8Array<ArrayBuffer>)

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
