// Makes the stack trace of an error begin where the package was called, instead of inside it.

/** The public functions, and how a stack trace names them. */
const entryPoints: { readonly name: string; readonly called: object }[] = []

// Not every engine has this function.
const { captureStackTrace } = Error as Partial<typeof Error>

/** Registers functions, and the methods of classes, as places where the stack traces of misuse may begin. */
export function addEntryPoints(...functions: readonly object[]): void {
  for (const called of functions) {
    addEntryPoint(called)
    const { prototype } = called as { readonly prototype?: object }
    for (const owner of prototype === undefined ? [] : [called, prototype]) methodsOf(owner).forEach(addEntryPoint)
  }
}

/** Adds a function under its name in stack traces, which put `new` before a class. */
function addEntryPoint(called: object): void {
  const { name } = called as { readonly name: string }
  const isClass = Object.getOwnPropertyDescriptor(called, 'prototype')?.writable === false
  entryPoints.push({ name: isClass ? `new ${name}` : name.replace('get ', ''), called })
}

function methodsOf(owner: object): object[] {
  const members = Object.entries(Object.getOwnPropertyDescriptors(owner))
  const functions = members.flatMap(([name, { value, get }]) => (name === 'constructor' ? [] : [value, get]))
  return functions.filter((member): member is object => typeof member === 'function')
}

/** Makes the stack of an error begin where `caller` was called. */
export function beginStackAt<T extends Error>(caller: object, error: T): T {
  captureStackTrace?.(error, caller as () => unknown)
  return error
}

/** Makes the stack of an error begin where an entry point was called, if there was such a call. */
export function beginStackAtCaller<T extends Error>(error: T): T {
  if (captureStackTrace === undefined || !hasFrames(error)) return error
  const names = namesIn(error.stack as string)
  for (const { name, called } of entryPoints) {
    // Asking for a function that isn't on the stack is slow, and removes every frame: so check the names first.
    if (names.has(name) && hasFrames(beginStackAt(called, error))) return error
  }
  return beginStackAt(beginStackAtCaller, error)
}

/** The names of the functions in a stack trace. */
function namesIn(stack: string): Set<string> {
  const frames = stack.matchAll(/^ {4}at (?:async )?(new )?(?:[^\s(]+\.)?(?:get )?([^\s(.]+)(?: \[as ([^\]]+)\])? \(/gm)
  return new Set(Array.from(frames, ([, made = '', name = '', alias]) => made + (alias ?? name)))
}

function hasFrames({ stack }: Error): boolean {
  return stack?.includes('\n    at ') === true
}
