// Where the stack trace of an error begins: where people called the package, and not inside it.

/** What people call. */
const entryPoints: object[] = []

// Not every engine has it.
const { captureStackTrace } = Error as Partial<typeof Error>

/** Lets the stack traces of misuse begin where these functions are called, and the methods of these classes. */
export function addEntryPoints(...functions: readonly object[]): void {
  for (const called of functions) {
    entryPoints.push(called)
    const { prototype } = called as { readonly prototype?: object }
    for (const owner of prototype === undefined ? [] : [called, prototype]) entryPoints.push(...methodsOf(owner))
  }
}

function methodsOf(owner: object): object[] {
  const members = Object.entries(Object.getOwnPropertyDescriptors(owner))
  const functions = members.flatMap(([name, { value, get }]) => (name === 'constructor' ? [] : [value, get]))
  return functions.filter((member): member is object => typeof member === 'function')
}

/** Has the stack of an error begin where `caller` was called. */
export function beginStackAt<T extends Error>(caller: object, error: T): T {
  captureStackTrace?.(error, caller as () => unknown)
  return error
}

/** Has the stack of an error begin where one of the entry points was called, if one was. */
export function beginStackAtCaller<T extends Error>(error: T): T {
  if (captureStackTrace === undefined || !hasFrames(error)) return error
  for (const entryPoint of entryPoints) {
    // Where it isn't being called, no frame is left.
    if (hasFrames(beginStackAt(entryPoint, error))) return error
  }
  return beginStackAt(beginStackAtCaller, error)
}

function hasFrames({ stack }: Error): boolean {
  return stack?.includes('\n    at ') === true
}
