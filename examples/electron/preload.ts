// The bridge: it gives the page four functions, and nothing else from Electron or Node.
import { contextBridge, ipcRenderer } from 'electron'
import type { LayoutApi } from './ipc.ts'

const api: LayoutApi = {
  open: () => ipcRenderer.invoke('open') as ReturnType<LayoutApi['open']>,
  attach: (device) => ipcRenderer.invoke('attach', device) as ReturnType<LayoutApi['attach']>,
  detach: (name) => ipcRenderer.invoke('detach', name) as ReturnType<LayoutApi['detach']>,
  save: () => ipcRenderer.invoke('save') as ReturnType<LayoutApi['save']>,
}
contextBridge.exposeInMainWorld('layout', api)
