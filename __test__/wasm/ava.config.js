// The tests of the classes on the WebAssembly engine: `npm run test:wasm`. Those of the native file itself are left
// out.
export default {
  files: [
    '__test__/wasm/*.test.ts',
    '__test__/{address,classes,constraint,errors,id,range,state}/**/*.test.ts',
    '__test__/fidelity/**/*.test.ts',
    '__test__/hostile/input/**/*.test.ts',
    '__test__/system/**/*.test.ts',
  ],
  environmentVariables: { VM_ALLOCATOR_BINDING: 'wasm' },
  extensions: { ts: 'module' },
  workerThreads: false,
  timeout: '10m',
  nodeArguments: ['--import=tsx'],
}
