// Runs the portable tests where it is required, and gives what they print last.
exports.runPortable = () => {
  const { log } = console
  const lines = []
  console.log = (line) => lines.push(line)
  try {
    delete require.cache[require.resolve('./portable.cjs')]
    require('./portable.cjs')
  } catch (error) {
    lines.push(String(error?.stack))
  } finally {
    console.log = log
    process.exitCode = 0
  }
  const failures = lines.filter((line) => !line.startsWith('ok '))
  return failures.join('\n')
}

/** Whether `import()` gives the classes that `require` gives. */
exports.importTheSame = () =>
  import('vm-allocator').then(
    ({ AddressAllocator }) => (AddressAllocator === require('vm-allocator').AddressAllocator ? 'the same' : 'others'),
    (error) => error.code ?? error.message,
  )
