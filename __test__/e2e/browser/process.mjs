// The part of `node:process` that the portable tests use, for pages, which ignore the exit status.
export default { exitCode: 0 }
