const { importTheSame, runPortable } = require('./run-portable.cjs')

importTheSame().then((imported) => process.parentPort.postMessage({ portable: runPortable(), imported }))
