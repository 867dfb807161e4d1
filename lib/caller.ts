// Where the stack trace of an error begins: where people called the package, and not inside it.

/** What people call. */
const entryPoints: { readonly name: string; readonly called: object }[] = []

// Not every engine has it.
const { captureStackTrace } = Error as Partial<typeof Error>

/** Lets the stack traces of misuse begin where these functions are called, and the methods of these classes. */
export function addEntryPoints(...functions: readonly object[]): void {
  for (const called of functions) {
    addEntryPoint(called)
    const { prototype } = called as { readonly prototype?: object }
    for (const owner of prototype === undefined ? [] : [called, prototype]) methodsOf(owner).forEach(addEntryPoint)
  }
}

/** A function as a stack trace names it: a class is called by `new`. */
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

/** Has the stack of an error begin where `caller` was called. */
export function beginStackAt<T extends Error>(caller: object, error: T): T {
  captureStackTrace?.(error, caller as () => unknown)
  return error
}

/** Has the stack of an error begin where one of the entry points was called, if one was. */
export function beginStackAtCaller<T extends Error>(error: T): T {
  if (captureStackTrace === undefined || !hasFrames(error)) return error
  const names = namesIn(error.stack as string)
  for (const { name, called } of entryPoints) {
    // To look for a function that isn't being called takes a walk through the whole stack, and no frame is left.
    if (names.has(name) && hasFrames(beginStackAt(called, error))) return error
  }
  return beginStackAt(beginStackAtCaller, error)
}

/** What is being called, as far as the stack trace goes. */
function namesIn(stack: string): Set<string> {
  const frames = stack.matchAll(/^ {4}at (?:async )?(new )?(?:[^\s(]+\.)?(?:get )?([^\s(.]+)(?: \[as ([^\]]+)\])? \(/gm)
  return new Set(Array.from(frames, ([, made = '', name = '', alias]) => made + (alias ?? name)))
}

function hasFrames({ stack }: Error): boolean {
  return stack?.includes('\n    at ') === true
}
