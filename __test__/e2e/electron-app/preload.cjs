const { contextBridge } = require('electron')
const { runPortable } = require('./run-portable.cjs')

contextBridge.exposeInMainWorld('portable', runPortable())
