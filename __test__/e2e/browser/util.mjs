// What the portable tests use of `node:util`, for pages.
export const inspect = (value) => value[Symbol.for('nodejs.util.inspect.custom')](2, {}, inspect)
