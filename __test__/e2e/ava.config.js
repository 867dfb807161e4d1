// Tests that take minutes, or need tools to be fetched: `npm run test:e2e -- --help`.
export default {
  files: ['__test__/e2e/*.test.ts'],
  extensions: { ts: 'module' },
  workerThreads: false,
  concurrency: 1,
  timeout: '60m',
  nodeArguments: ['--import=tsx'],
}
