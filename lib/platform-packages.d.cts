/** Where the script is; `undefined` inside a bundle of ES modules. */
export const script: string | undefined
/** What `require` gives for a platform's package, or its error. */
export function requirePackage(
  platform: string,
): { exports: unknown; error?: never } | { exports?: never; error: unknown }
