import { VmAllocatorError } from 'vm-allocator'
import type { NativeSystemRefusal } from '../binding/native.ts'
import type { Device } from './device-table.ts'
import { type Holder, NoRoomError } from './no-room-error.ts'
import { messageOf } from './no-room-message.ts'
import type { Request } from './request.ts'

/** Makes the error that explains why a request found no room, from the native side's report. */
export function noRoom(
  name: string,
  request: Request,
  { pools: refusals }: NativeSystemRefusal,
  own: readonly string[],
  pools: readonly string[],
  deviceAt: (slot: number) => Device,
): NoRoomError {
  const nameOf = (slot: bigint, resource: number): Pick<Holder, 'device' | 'resource'> => {
    if (slot < 0n) return { device: name, resource: own[resource] as string }
    const { name: device, resources } = deviceAt(Number(slot))
    return { device, resource: resources[resource] as string }
  }
  const asked = refusals.map(({ pool, free, largestStart, largestEnd, holders, refusal }) => ({
    pool: pools[pool] as string,
    largest: largestStart === undefined ? undefined : { start: largestStart, end: largestEnd as bigint },
    free,
    holders: holdersOf(holders, nameOf),
    cause: new VmAllocatorError(refusal as never),
  }))
  return new NoRoomError(messageOf(name, request, asked), name, request.resource, asked)
}

/**
 * Four numbers for each holder: first and last address or id, device (all bits set for the one to be attached),
 * resource.
 */
function holdersOf(
  words: BigUint64Array,
  nameOf: (slot: bigint, resource: number) => Pick<Holder, 'device' | 'resource'>,
): Holder[] {
  const holders: Holder[] = []
  for (let at = 0; at < words.length; at += 4) {
    const [start, end, slot, resource] = words.subarray(at, at + 4) as unknown as [bigint, bigint, bigint, bigint]
    holders.push({ ...nameOf(BigInt.asIntN(64, slot), Number(resource)), start, end })
  }
  return holders
}
