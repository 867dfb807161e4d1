// Everything that can be called: listed from the package and the native file, so that nothing new is missed.
import { inspect } from 'node:util'
import * as core from 'vm-allocator'
import * as layout from 'vm-allocator/layout'
import * as map from 'vm-allocator/map'
import * as system from 'vm-allocator/system'
import { native } from '../native/functions.ts'

export type Callable = (...parameters: unknown[]) => unknown
export type Level = 'public' | 'native'

/** A function, constructor, method or getter. */
export interface Target {
  readonly name: string
  readonly level: Level
  readonly callable: Callable
  /** The class whose instances it expects. */
  readonly receiver?: string
  /** Whether it must be called with `new`. */
  readonly isClass?: boolean
}

const isClass = (value: Callable): boolean => /^class\b/.test(Function.prototype.toString.call(value))

function membersOf(owner: object, name: string, receiver?: string): Target[] {
  return Object.entries(Object.getOwnPropertyDescriptors(owner)).flatMap(([member, descriptor]) => {
    const callable: unknown = descriptor.get ?? descriptor.value
    if (typeof callable !== 'function' || member === 'constructor' || member === 'prototype') return []
    const target: Target = { name: `${name}.${member}`, level: 'public', callable: callable as Callable }
    return receiver === undefined ? target : { ...target, receiver }
  })
}

function targetsOf([name, value]: [string, unknown]): Target[] {
  if (typeof value === 'object' && value !== null) return membersOf(value, name)
  if (typeof value !== 'function') return []
  const callable = value as Callable
  if (!isClass(callable)) return [{ name, level: 'public', callable }]
  return [
    { name: `new ${name}`, level: 'public', callable, isClass: true },
    ...membersOf(callable, name),
    ...membersOf(callable.prototype as object, `${name}.prototype`, name),
  ]
}

/** What `console.log` and a debugger do to an instance. */
const INSPECTABLE = [
  core.AddressAllocator,
  core.IdAllocator,
  core.RangeInclusive,
  system.SystemAllocator,
  system.IdPool,
]
const INSPECTED: readonly Target[] = INSPECTABLE.map(({ name: receiver }) => ({
  name: `util.inspect ${receiver}`,
  level: 'public',
  receiver,
  callable(this: unknown) {
    const own = INSPECTABLE.some((type) => this instanceof type)
    return own ? [inspect(this), inspect(Object.create(this as object))] : undefined
  },
}))

/** The functions of the package's entry points, except for the conformance kit. */
export const PUBLIC_TARGETS: readonly Target[] = [
  ...[core, map, layout, system].flatMap((entries) => Object.entries(entries)).flatMap(targetsOf),
  ...INSPECTED,
]

/** The functions of the native file, except for those that only a binding for tests has. */
export const NATIVE_TARGETS: readonly Target[] = Object.entries(native)
  .filter(([name]) => !['panic', 'leak', 'useAfterFree'].includes(name))
  .map(([name, callable]) => ({ name, level: 'native', callable }))
