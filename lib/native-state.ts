/**
 * The base of the allocators: an object over native state. It can't be copied by `structuredClone` or sent by
 * `postMessage`, which throw a `DataCloneError`.
 */
export abstract class NativeState {
  constructor() {
    // An ordinary object would be cloned into `{}` silently. The clone algorithm of every engine refuses objects with
    // internal slots that it doesn't know, and a WeakSet has such a slot.
    // biome-ignore lint/correctness/noConstructorReturn: the object with the slot stands in for the ordinary one
    return Reflect.construct(WeakSet, [], new.target)
  }
}
