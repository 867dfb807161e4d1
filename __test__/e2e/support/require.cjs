// Loads the same package with require().
const { AddressAllocator } = require('vm-allocator')

const { start } = new AddressAllocator(0x1000n, 0x1000n).allocate(0x100n)
if (start !== 0x1000n) throw new Error(`the first address is ${start}`)
console.log('require works')
