/** Made by rolldown.config.js. */
declare module 'virtual:engine' {
  /** The WebAssembly engine, compressed by gzip and in base64. */
  export const code: string
}
