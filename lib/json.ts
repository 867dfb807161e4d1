/** `0x1fff` */
export function hex(address: bigint): string {
  return `0x${address.toString(16)}`
}

/** Converts a value for JSON, which has no u64: bigints become hex strings. */
export function toPlain(value: object): object {
  return JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? hex(each) : each)))
}

const TO_JSON = {
  __proto__: null,
  value(this: object): object {
    return toPlain({ ...this })
  },
} as PropertyDescriptor

/** Lets `JSON.stringify` write a plain object that holds bigints, without changing its enumerable members. */
export function writeHex<T extends object>(value: T): T {
  return Object.defineProperty(value, 'toJSON', TO_JSON)
}
