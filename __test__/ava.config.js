// `npm test` runs what scripts/build-tests.ts compiles. `npx ava FILE…` runs sources, by the configuration in
// package.json.
export default {
  files: ['target/tests/__test__/**/*.test.js', '!target/tests/__test__/wasm/**'],
  workerThreads: false,
  timeout: '5m',
  nodeArguments: ['--enable-source-maps'],
}
