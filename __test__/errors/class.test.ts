import { fileURLToPath } from 'node:url'
import test from 'ava'
import { AddressAllocator, IdAllocator, InvalidSnapshotError, VmAllocatorError } from 'vm-allocator'

function refusal(): unknown {
  try {
    return new IdAllocator(23, 5)
  } catch (error) {
    return error
  }
}

test('a refusal is an Error and a VmAllocatorError', (t) => {
  const error = refusal()
  t.true(error instanceof Error)
  t.true(error instanceof VmAllocatorError)
  t.is(Object.prototype.toString.call(error), '[object Error]')
})

test('other errors are not a VmAllocatorError, even if they look alike', (t) => {
  const lookalike = Object.assign(new Error('no'), { name: 'VmAllocatorError', kind: 'Overflow' })
  for (const value of [new Error('no'), lookalike, new RangeError('no'), undefined, null, 'Overflow', {}]) {
    t.false(value instanceof VmAllocatorError)
  }
})

test('misuse is not a VmAllocatorError', (t) => {
  const wrongType = t.throws(() => new IdAllocator('5' as never, 23), { instanceOf: TypeError })
  const outOfRange = t.throws(() => new IdAllocator(-5, 23), { instanceOf: RangeError })
  t.false(wrongType instanceof VmAllocatorError)
  t.false(outOfRange instanceof VmAllocatorError)
})

test('only the package makes refusals', (t) => {
  const Constructor = VmAllocatorError as never as new (...values: unknown[]) => Error
  const code = 'ERR_INVALID_ARG_TYPE'
  const thorny = Object.defineProperty({}, 'kind', {
    get() {
      throw new Error('getter')
    },
    enumerable: true,
  })
  for (const refusal of [undefined, null, 'text', 5n, {}, { kind: 'Overflow' }, { kind: 5, message: '' }, thorny]) {
    t.throws(() => new Constructor(refusal), {
      instanceOf: TypeError,
      code,
      message: /^The "refusal" argument must be/,
    })
  }
  t.throws(() => new Constructor(), { instanceOf: TypeError, code })
})

test('an InvalidSnapshotError is made only from strings', (t) => {
  const Constructor = InvalidSnapshotError as never as new (...values: unknown[]) => Error
  for (const values of [[], ['$'], ['$', 5], [Symbol('$'), ''], [{}, '']]) {
    t.throws(() => new Constructor(...values), { instanceOf: TypeError, code: 'ERR_INVALID_ARG_TYPE' })
  }
  t.is(new Constructor('$', 'is empty').message, 'Invalid snapshot: $: is empty')
})

test('a call of the class without new is refused under its public name', (t) => {
  const call = VmAllocatorError as never as () => unknown
  t.throws(call, { instanceOf: TypeError, message: /^Class constructor VmAllocatorError / })
})

test('the class and its errors are named VmAllocatorError', (t) => {
  t.is((VmAllocatorError as never as { name: string }).name, 'VmAllocatorError')
  t.is(VmAllocatorError.prototype.name, 'VmAllocatorError')
  t.true(Object.hasOwn(VmAllocatorError.prototype, 'name'))
  t.false(Object.hasOwn(refusal() as object, 'name'))
})

test('the stack names the caller', (t) => {
  const { stack } = refusal() as Error
  t.regex(stack ?? '', /^VmAllocatorError: The range specified: 23-5 is not valid\.\n/)
  t.true(stack?.includes(fileURLToPath(import.meta.url)) || stack?.includes(import.meta.url))
})

test('each refusal is a new error', (t) => {
  const allocator = new AddressAllocator(0n, 0x10n)
  const errors = [0x20n, 0x20n, 0n].map((size) => {
    try {
      return allocator.allocate(size)
    } catch (error) {
      return error
    }
  })
  t.not(errors[0], errors[1])
  t.deepEqual(
    errors.map((error) => error instanceof VmAllocatorError && error.kind),
    ['ResourceNotAvailable', 'ResourceNotAvailable', 'InvalidSize'],
  )
})

test('a switch on kind distinguishes the variants, with their payloads', (t) => {
  const error = refusal()
  if (!(error instanceof VmAllocatorError)) return t.fail()
  switch (error.kind) {
    case 'InvalidRange':
      return t.deepEqual([error.start, error.end], [23n, 5n])
    default:
      return t.fail(error.kind)
  }
})
