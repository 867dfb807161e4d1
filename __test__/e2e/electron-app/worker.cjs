const { parentPort } = require('node:worker_threads')
const { importTheSame, runPortable } = require('./run-portable.cjs')

importTheSame().then((imported) => parentPort.postMessage({ portable: runPortable(), imported }))
