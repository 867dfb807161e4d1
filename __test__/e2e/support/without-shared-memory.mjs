// The portable tests without SharedArrayBuffer, as in pages that aren't cross-origin isolated: the package then passes
// its mailbox in each call. Run it as portable.mjs.
delete globalThis.SharedArrayBuffer
await import('./portable.mjs')
await import('./atomic.mjs')
