// Any function with any arguments, good and bad ones mixed, must neither crash nor break the allocators.
import test from 'ava'
import fc from 'fast-check'
import { U32_EDGES, U64_EDGES } from '../../support/edges.ts'
import { runsOr } from '../../support/runs.ts'
import { ALL } from '../values.ts'
import { addressHandle, call, idHandle, SIGNATURES, utf8 } from './functions.ts'

test('no mixture of arguments breaks anything', (t) => {
  const [address, id] = [addressHandle(), idHandle()]
  const snapshots = [call('addressSnapshot', address), call('idSnapshot', id)].map((text) => utf8(String(text)))
  const handles = [address, addressHandle(), id, idHandle()]
  const usual: unknown[] = [0, 1, 2, 4n, 0x100n, true, false, ...U64_EDGES, ...U32_EDGES]
  const garbage: unknown[] = [...ALL.map(({ value }) => value), ...snapshots]
  // Draw indices into the lists, because fast-check itself inspects the values that it draws from.
  const lists = [handles, usual, garbage]
  const place = fc.oneof(...lists.map((list, i) => fc.tuple(fc.constant(i), fc.nat(list.length - 1))))
  const calls = fc.tuple(fc.constantFrom(...SIGNATURES.map(({ name }) => name)), fc.array(place, { maxLength: 6 }))
  fc.assert(
    fc.property(calls, ([name, places]) => {
      const parameters = places.map(([list, index]) => lists[list]?.[index])
      try {
        call(name, ...parameters)
      } catch (error) {
        return error instanceof Error
      }
    }),
    { numRuns: runsOr(15_000) },
  )
  for (const handle of handles.slice(0, 2)) {
    const copy = call('restoreAddressAllocator', utf8(String(call('addressSnapshot', handle))), false)
    t.true(call('addressEquals', copy, handle))
  }
  for (const handle of handles.slice(2)) {
    const copy = call('restoreIdAllocator', utf8(String(call('idSnapshot', handle))))
    t.is(call('idSnapshot', copy), call('idSnapshot', handle))
  }
})
