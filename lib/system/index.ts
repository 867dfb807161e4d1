/**
 * Gives devices ranges and ids from several pools: everything a device needs, or nothing. Start with
 * [Devices](../../docs/system.md).
 *
 * @module vm-allocator/system
 */
export { IdPool, type IdPoolStats } from './id-pool.ts'
export type {
  DeviceNeeds,
  ExactIdNeed,
  Granted,
  GrantedIds,
  GrantedRange,
  GrantedResource,
  IdsNeed,
  KnownMembers,
  PoolChoice,
  RangeNeed,
} from './needs.ts'
export { type AskedPool, type Holder, NoRoomError } from './no-room-error.ts'
export type {
  AddressPoolDefinition,
  AddressPoolName,
  AnyPools,
  IdPoolDefinition,
  IdPoolName,
  PoolDefinitions,
} from './pool-definition.ts'
export type {
  DeviceDocument,
  HexRange,
  IdRange,
  PoolDocument,
  ResourceDocument,
  SystemDocument,
} from './snapshot-document.ts'
export { type DeviceResources, type MoveOptions, type Owner, SystemAllocator } from './system-allocator.ts'
export { SystemRequestError, type SystemRequestErrorKind } from './system-request-error.ts'
