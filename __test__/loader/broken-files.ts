// Native files that can't be loaded, each made from a valid one by a small change.

/** The same file for another processor: changes that field of the ELF header. */
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

/** The same file as if it used a function of a future glibc. */
export function forGlibc299(file: Buffer): Buffer {
  const [, newest = ''] = /\0(GLIBC_2\.\d\d)\0/.exec(file.toString('latin1')) ?? []
  return replaced(file, `${newest}\0`, 'GLIBC_2.99\0')
}

/**
 * The same file in big-endian byte order, as far as the loader reads it: header, segments, dynamic section and
 * versions. The offsets of the fields are those of elf(5).
 */
export function forBigEndian(file: Buffer): Buffer {
  const other = Buffer.from(file)
  const swap = (offset: number, ...sizes: number[]) => {
    for (const size of sizes) {
      other.subarray(offset, offset + size).reverse()
      offset += size
    }
  }
  other[5] = 2
  swap(16, 2, 2, 4, 8, 8, 8, 4, 2, 2, 2, 2, 2, 2)
  const [segments, size, count] = [Number(file.readBigUInt64LE(32)), file.readUInt16LE(54), file.readUInt16LE(56)]
  const found = Array.from({ length: count }, (_, index) => segments + index * size).map((at) => {
    swap(at, 4, 4, 8, 8, 8, 8, 8, 8)
    const [offset, address, length] = [8, 16, 32].map((field) => Number(file.readBigUInt64LE(at + field)))
    return { type: file.readUInt32LE(at), offset, address, length } as Record<string, number>
  })
  const inFile = (address: number) => {
    const segment = found.find(
      ({ type, address: a = 0, length = 0 }) => type === 1 && a <= address && address < a + length,
    )
    return address - (segment?.['address'] ?? 0) + (segment?.['offset'] ?? 0)
  }
  const { offset: dynamic = 0, length = 0 } = found.find(({ type }) => type === 2) ?? {}
  const values = new Map<bigint, number>()
  for (let at = dynamic; at < dynamic + length; at += 16) {
    values.set(file.readBigUInt64LE(at), Number(file.readBigUInt64LE(at + 8)))
    swap(at, 8, 8)
  }
  let library = inFile(values.get(0x6ffffffen) ?? 0)
  for (let left = values.get(0x6fffffffn) ?? 0; left > 0; left--) {
    let version = library + file.readUInt32LE(library + 8)
    for (let names = file.readUInt16LE(library + 2); names > 0; names--) {
      swap(version, 4, 2, 2, 4, 4)
      version += file.readUInt32LE(version + 12)
    }
    swap(library, 2, 2, 4, 4, 4)
    library += file.readUInt32LE(library + 12)
  }
  return other
}

function replaced(file: Buffer, found: string, replacement: string): Buffer {
  const offset = file.indexOf(found, 0, 'latin1')
  if (offset < 0 || found.length !== replacement.length) throw new Error(`can't put ${replacement} for ${found}`)
  const result = Buffer.from(file)
  result.write(replacement, offset, 'latin1')
  return result
}
