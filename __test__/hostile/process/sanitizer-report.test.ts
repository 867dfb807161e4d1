import test from 'ava'
import { readReport } from './sanitizer-report.ts'

const leak = (bytes: number, ...frames: string[]) =>
  [
    `Direct leak of ${bytes} byte(s) in 1 object(s) allocated from:`,
    ...frames.map((frame, i) => `    #${i} 0x1 ${frame}`),
    '',
  ].join('\n')

test('a leak belongs to whoever allocated', (t) => {
  const ours = leak(48, 'in malloc', 'in alloc::alloc', 'in vm_allocator_binding::create', 'in f (/usr/bin/node+0x1)')
  const foreign = leak(
    40,
    'in operator new',
    'in napi_create_external (/usr/bin/node+0x2)',
    'in vm_allocator_binding::create',
  )
  const report = readReport(`${ours}\n${foreign}\nSUMMARY: AddressSanitizer: 88 byte(s) leaked`)
  t.deepEqual(report, { errors: [], leaks: [ours.split('\n')[0]], foreignLeaks: 1 } as never)
})

test('memory errors are found, and nothing in a clean run', (t) => {
  const error = '==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x1'
  t.deepEqual(readReport(`5 calls\n${error}\n    #0 0x1 in f`).errors, [error])
  t.deepEqual(readReport('passed\n'), { errors: [], leaks: [], foreignLeaks: 0 })
})
