/** The target of every weak reference below; any object will do. */
const TARGET = Object.freeze({})

/**
 * The base of the allocators: an object over native state. It can't be copied by `structuredClone` or sent by
 * `postMessage`, which throw a `DataCloneError`.
 */
export abstract class NativeState {
  constructor() {
    // An ordinary object would be cloned into `{}` silently. The clone algorithm of every engine refuses objects with
    // internal slots that it doesn't know, and a WeakRef has such a slot. So has a WeakSet, but no two of those are
    // equal in Bun.
    // biome-ignore lint/correctness/noConstructorReturn: the object with the slot stands in for the ordinary one
    return Reflect.construct(WeakRef, [TARGET], new.target)
  }
}

/** A member for `assert.deepStrictEqual` and the `toEqual` of test runners, which don't see private state. */
const STATE = Symbol('state')

/** Adds an own enumerable member of bounded size that differs whenever the state differs. */
export function showState(allocator: NativeState, descriptor: PropertyDescriptor): void {
  Object.defineProperty(allocator, STATE, descriptor)
}
