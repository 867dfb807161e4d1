import { expectAssignable, expectError, expectNotAssignable, expectType } from 'tsd'
import { ManagedRange, RangeInclusive, type RangeLike, type RangeState, type U64Like } from 'vm-allocator'

const range = new RangeInclusive(1n, 2n)

// A u64 argument is a bigint or a number, in any mixture, and nothing else.
expectAssignable<U64Like>(1)
expectAssignable<U64Like>(1n)
expectNotAssignable<U64Like>('1')
expectNotAssignable<U64Like>(undefined)
expectType<RangeInclusive>(new RangeInclusive(1, 2))
expectType<RangeInclusive>(new RangeInclusive(1, 2n))
expectError(new RangeInclusive('1', 2n))
expectError(new RangeInclusive(1n))
expectError(new RangeInclusive())
expectError(new RangeInclusive(1n, null))
expectError(RangeInclusive(1n, 2n))

// A u64 result is a bigint, and can't be changed.
expectType<bigint>(range.start)
expectType<bigint>(range.end)
expectType<bigint>(range.len)
expectError(() => {
  range.start = 1n
})
expectError(() => {
  range.end = 1n
})
expectError(() => {
  range.len = 1n
})

expectType<boolean>(range.contains(range))
expectType<boolean>(range.overlaps({ start: 1, end: 2n }))
expectType<boolean>(range.equals({ start: 1n, end: 2n }))
expectType<-1 | 0 | 1>(range.compare({ start: 1n, end: 2n }))
expectError(range.contains())
expectError(range.contains(1n))
expectError(range.contains({ start: 1n }))
expectError(range.overlaps({ start: '1', end: '2' }))
expectError(range.compare([1n, 2n]))

// A range can be sorted, cloned, printed and written as JSON.
expectType<RangeInclusive[]>([range].toSorted((one, other) => one.compare(other)))
expectAssignable<RangeLike>(structuredClone(range))
expectType<string>(range.toString())
expectType<{ start: string; end: string }>(range.toJSON())

expectAssignable<RangeLike>(range)
expectAssignable<RangeLike>({ start: 1, end: 2n })
expectAssignable<RangeLike>(Object.freeze({ start: 1n, end: 2n }))
expectNotAssignable<RangeLike>({ start: 1n })
expectNotAssignable<RangeLike>(range.toJSON())
expectNotAssignable<RangeInclusive>({ start: 1n, end: 2n })

expectType<'allocated' | 'free'>({} as RangeState)
expectType<RangeState>({} as ManagedRange['state'])
expectAssignable<RangeInclusive>({} as ManagedRange)
expectNotAssignable<ManagedRange>(range)
expectType<ManagedRange>(new ManagedRange(1, 2n, 'free'))
expectError(new ManagedRange(1n, 2n))
expectError(new ManagedRange(1n, 2n, 'Free'))
expectError(() => {
  new ManagedRange(1n, 2n, 'free').state = 'allocated'
})
