// The part of `node:util` that the portable tests use, for pages.
export const inspect = (value) => value[Symbol.for('nodejs.util.inspect.custom')](2, {}, inspect)
