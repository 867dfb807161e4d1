// Runs the portable tests where it is required, and returns the last line that they print.
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

/** Whether `import()` returns the same classes as `require`. */
exports.importTheSame = () =>
  import('vm-allocator').then(
    ({ AddressAllocator }) => (AddressAllocator === require('vm-allocator').AddressAllocator ? 'the same' : 'others'),
    (error) => error.code ?? error.message,
  )
