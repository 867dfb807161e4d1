// Native files that can't be loaded, each made from the right one by the change that the fault consists of.

/** The same file for another processor: the field of the ELF header that says which. */
export function forOtherProcessor(file: Buffer): Buffer {
  const other = Buffer.from(file)
  const [x64, arm64] = [0x3e, 0xb7]
  other.writeUInt16LE(process.arch === 'x64' ? arm64 : x64, 18)
  return other
}

/** The same file as if it had been linked with musl, whose library is called `libc.so`. */
export function forMusl(file: Buffer): Buffer {
  return replaced(file, 'libc.so.6\0', 'libc.so\0\0\0')
}

/** The same file as if it used a function that came with a glibc of the future. */
export function forGlibc299(file: Buffer): Buffer {
  const [, newest = ''] = /\0(GLIBC_2\.\d\d)\0/.exec(file.toString('latin1')) ?? []
  return replaced(file, `${newest}\0`, 'GLIBC_2.99\0')
}

function replaced(file: Buffer, found: string, replacement: string): Buffer {
  const offset = file.indexOf(found, 0, 'latin1')
  if (offset < 0 || found.length !== replacement.length) throw new Error(`can't put ${replacement} for ${found}`)
  const result = Buffer.from(file)
  result.write(replacement, offset, 'latin1')
  return result
}
