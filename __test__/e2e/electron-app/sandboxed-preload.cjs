const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('memory', {
  allocate: (size) => ipcRenderer.invoke('allocate', size),
  allocator: () => ipcRenderer.invoke('allocator'),
})
