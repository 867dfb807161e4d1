// CommonJS, so that each `require` stays a literal in the bundle, under tsx and with Node's own type stripping.
// Bundlers and file tracers find the native files by these literals. Each has its own `try`: otherwise a bundler fails
// for the platforms that aren't installed.
'use strict'

/** The folder of this script, one below the package's; `undefined` inside a bundle of ES modules. */
exports.script = typeof __filename === 'undefined' ? undefined : __filename

/**
 * What `require` (Node's or a bundler's) returns for a platform's package, or the error it throws.
 *
 * @param {string} platform
 * @returns {{ exports: unknown } | { error: unknown }}
 */
exports.requirePackage = (platform) => {
  switch (platform) {
    case 'linux-x64-gnu':
      try {
        return { exports: require('@vm-allocator/binding-linux-x64-gnu') }
      } catch (error) {
        return { error }
      }
    case 'linux-arm64-gnu':
      try {
        return { exports: require('@vm-allocator/binding-linux-arm64-gnu') }
      } catch (error) {
        return { error }
      }
    case 'linux-riscv64-gnu':
      try {
        return { exports: require('@vm-allocator/binding-linux-riscv64-gnu') }
      } catch (error) {
        return { error }
      }
    case 'linux-x64-musl':
      try {
        return { exports: require('@vm-allocator/binding-linux-x64-musl') }
      } catch (error) {
        return { error }
      }
    case 'linux-arm64-musl':
      try {
        return { exports: require('@vm-allocator/binding-linux-arm64-musl') }
      } catch (error) {
        return { error }
      }
    case 'darwin-x64':
      try {
        return { exports: require('@vm-allocator/binding-darwin-x64') }
      } catch (error) {
        return { error }
      }
    case 'darwin-arm64':
      try {
        return { exports: require('@vm-allocator/binding-darwin-arm64') }
      } catch (error) {
        return { error }
      }
    case 'win32-x64-msvc':
      try {
        return { exports: require('@vm-allocator/binding-win32-x64-msvc') }
      } catch (error) {
        return { error }
      }
    case 'win32-arm64-msvc':
      try {
        return { exports: require('@vm-allocator/binding-win32-arm64-msvc') }
      } catch (error) {
        return { error }
      }
    default:
      return { error: new Error(`there is no package for ${platform}`) }
  }
}

/**
 * Reads the WebAssembly engine. The relative path is the same from here and from the bundle in dist/.
 *
 * @returns {Uint8Array}
 */
exports.engineCode = () => require('node:zlib').gunzipSync(Buffer.from(require('../dist/wasm.cjs').code, 'base64'))
