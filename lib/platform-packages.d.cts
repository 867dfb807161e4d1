/** Where the script is; `undefined` inside a bundle of ES modules. */
export const script: string | undefined
/** What `require` gives for a platform's package, or its error. */
export function requirePackage(
  platform: string,
): { exports: unknown; error?: never } | { exports?: never; error: unknown }
/** The code of the WebAssembly engine; throws where it wasn't built. */
export function engineCode(): Uint8Array<ArrayBuffer>
