// No type of the package is or contains `any`.
import { expectType } from 'tsd'
import type * as api from 'vm-allocator'

/** The type that this test searches for. */
type Any = ReturnType<typeof JSON.parse>

type IsAny<T> = 0 extends 1 & T ? true : false

/** Whether a member, a parameter or a result of `T` is `any`, up to the depth of `Depth`. */
type HasAny<T, Depth extends readonly unknown[] = [1, 2, 3, 4]> =
  IsAny<T> extends true
    ? true
    : Depth extends readonly [unknown, ...infer Rest]
      ? T extends bigint | number | string | boolean | symbol | null | undefined
        ? false
        : T extends (...parameters: infer Parameters) => infer Result
          ? HasAny<Parameters[number], Rest> | HasAny<Result, Rest>
          : T extends abstract new (
                ...parameters: infer Parameters
              ) => infer Instance
            ? HasAny<Parameters[number], Rest> | HasAny<Instance, Rest>
            : T extends readonly (infer Element)[]
              ? HasAny<Element, Rest>
              : { [Member in keyof T]-?: HasAny<T[Member], Rest> }[keyof T]
      : false

// The helper itself recognises `any`.
expectType<true>({} as IsAny<Any>)
expectType<false>({} as IsAny<unknown>)
expectType<boolean>({} as HasAny<{ one: bigint; other: (value: Any) => void }>)
expectType<boolean>({} as HasAny<new (value: string) => { deep: { deeper: Any } }>)
expectType<boolean>({} as HasAny<{ one: bigint; list?: { deep: Any }[] }>)
expectType<false>({} as HasAny<{ one: bigint; list?: { deep: string }[]; other: (value: unknown) => void }>)

expectType<false>({} as HasAny<typeof api.RangeInclusive>)
expectType<false>({} as HasAny<api.RangeLike>)
expectType<false>({} as HasAny<api.U64Like>)
expectType<false>({} as HasAny<typeof api.AllocPolicy>)
expectType<false>({} as HasAny<api.AllocPolicy>)
expectType<false>({} as HasAny<typeof api.Constraint>)
expectType<false>({} as HasAny<typeof api.VmAllocatorError>)
expectType<false>({} as HasAny<Omit<api.VmAllocatorError, keyof Error>>)
expectType<false>({} as HasAny<api.AddressAllocatorOptions>)
expectType<false>({} as HasAny<typeof api.ManagedRange>)
expectType<false>({} as HasAny<api.InvalidSnapshotError['path'] | api.InvalidSnapshotError['reason']>)
expectType<false>({} as HasAny<api.AddressStats>)
expectType<false>({} as HasAny<api.AddressDescription>)
expectType<false>({} as HasAny<api.IdStats>)
expectType<false>({} as HasAny<api.IdDescription>)
expectType<false>({} as HasAny<typeof api.AddressAllocator>)
expectType<false>({} as HasAny<typeof api.IdAllocator>)
