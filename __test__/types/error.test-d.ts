import { expectAssignable, expectError, expectNotAssignable, expectType } from 'tsd'
import { InvalidSnapshotError, type RangeInclusive, VmAllocatorError } from 'vm-allocator'

declare const caught: unknown

// `instanceof` narrows a caught error, and `kind` narrows it to the variant and its payload.
if (caught instanceof VmAllocatorError) {
  expectType<VmAllocatorError>(caught)
  expectAssignable<Error>(caught)
  expectType<'VmAllocatorError'>(caught.name)
  expectType<string>(caught.message)
  expectError(caught.id)
  expectError(caught.range)

  switch (caught.kind) {
    case 'Overflow':
      expectType<'ERR_VM_ALLOCATOR_OVERFLOW'>(caught.code)
      expectError(caught.id)
      break
    case 'OutOfRange':
      expectType<'ERR_VM_ALLOCATOR_OUT_OF_RANGE'>(caught.code)
      expectType<number>(caught.id)
      break
    case 'AlreadyReleased':
      expectType<'ERR_VM_ALLOCATOR_ALREADY_RELEASED'>(caught.code)
      expectType<number>(caught.id)
      break
    case 'NeverAllocated':
      expectType<'ERR_VM_ALLOCATOR_NEVER_ALLOCATED'>(caught.code)
      expectType<number>(caught.id)
      break
    case 'ResourceNotAvailable':
      expectType<'ERR_VM_ALLOCATOR_RESOURCE_NOT_AVAILABLE'>(caught.code)
      expectError(caught.range)
      break
    case 'InvalidRange':
      expectType<'ERR_VM_ALLOCATOR_INVALID_RANGE'>(caught.code)
      expectType<bigint>(caught.start)
      expectType<bigint>(caught.end)
      expectError(caught.range)
      break
    case 'InvalidAlignment':
      expectType<'ERR_VM_ALLOCATOR_INVALID_ALIGNMENT'>(caught.code)
      break
    case 'Overlap':
      expectType<'ERR_VM_ALLOCATOR_OVERLAP'>(caught.code)
      expectType<RangeInclusive>(caught.range)
      expectType<RangeInclusive>(caught.existing)
      break
    case 'InvalidStateTransition':
      expectType<'ERR_VM_ALLOCATOR_INVALID_STATE_TRANSITION'>(caught.code)
      expectType<RangeInclusive>(caught.range)
      expectType<'Free' | 'Allocated'>(caught.state)
      break
    case 'UnalignedAddress':
      expectType<'ERR_VM_ALLOCATOR_UNALIGNED_ADDRESS'>(caught.code)
      break
    case 'Underflow':
      expectType<'ERR_VM_ALLOCATOR_UNDERFLOW'>(caught.code)
      break
    case 'InvalidSize':
      expectType<'ERR_VM_ALLOCATOR_INVALID_SIZE'>(caught.code)
      expectType<bigint>(caught.size)
      break
    default:
      // All twelve kinds are above.
      expectType<never>(caught)
  }
}

// `code` narrows as well.
if (caught instanceof VmAllocatorError && caught.code === 'ERR_VM_ALLOCATOR_OUT_OF_RANGE') {
  expectType<'OutOfRange'>(caught.kind)
  expectType<number>(caught.id)
}

if (caught instanceof VmAllocatorError) {
  const json = caught.toJSON()
  expectType<VmAllocatorError['kind']>(json.kind)
  expectType<string>(json.message)
  expectType<unknown>(json['id'])
}

// No member can be changed.
type Variant<Kind> = Extract<VmAllocatorError, { kind: Kind }>
expectError((error: VmAllocatorError) => {
  error.kind = 'Overflow'
})
expectError((error: VmAllocatorError) => {
  error.code = 'ERR_VM_ALLOCATOR_OVERFLOW'
})
expectError((error: Variant<'OutOfRange'>) => {
  error.id = 1
})
expectError((error: Variant<'InvalidRange'>) => {
  error.start = 1n
})
expectError((error: Variant<'Overlap'>) => {
  error.range = error.existing
})
expectNotAssignable<VmAllocatorError['kind']>('Overflown')

// Only the package makes such errors.
expectError(new VmAllocatorError())
expectError(new VmAllocatorError('Overflow'))
expectError(VmAllocatorError())
expectNotAssignable<VmAllocatorError>(new Error('Overflow'))

if (caught instanceof InvalidSnapshotError) {
  expectType<'ERR_VM_ALLOCATOR_INVALID_SNAPSHOT'>(caught.code)
  expectType<string>(caught.path)
  expectType<string>(caught.reason)
  expectError(() => {
    caught.path = '$'
  })
}
