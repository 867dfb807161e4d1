// The tests of the classes on the WebAssembly engine: `npm run test:wasm`. Those of the native file itself are left
// out.
export default {
  files: [
    'target/tests/__test__/wasm/*.test.js',
    'target/tests/__test__/{address,classes,constraint,errors,id,range,state}/**/*.test.js',
    'target/tests/__test__/fidelity/**/*.test.js',
    'target/tests/__test__/hostile/input/**/*.test.js',
    'target/tests/__test__/system/**/*.test.js',
  ],
  environmentVariables: { VM_ALLOCATOR_BINDING: 'wasm' },
  workerThreads: false,
  timeout: '10m',
  nodeArguments: ['--enable-source-maps'],
}
