/** `0x1fff` */
export function hex(address: bigint): string {
  return `0x${address.toString(16)}`
}

/** What JSON can hold of a value: bigints as hex strings, since JSON has no u64. */
export function toPlain(value: object): object {
  return JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? hex(each) : each)))
}

const TO_JSON = {
  __proto__: null,
  value(this: object): object {
    return toPlain({ ...this })
  },
} as PropertyDescriptor

/** Has `JSON.stringify` write the bigints of a plain object; its enumerable members stay what they are. */
export function writeHex<T extends object>(value: T): T {
  return Object.defineProperty(value, 'toJSON', TO_JSON)
}
