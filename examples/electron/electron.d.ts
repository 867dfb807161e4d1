/**
 * The types of Electron that this example uses. Your own app gets all of them with `npm install --save-dev electron`.
 */
declare module 'electron' {
  export const app: {
    whenReady(): Promise<void>
    quit(): void
    on(event: 'window-all-closed', listener: () => void): void
  }
  export class BrowserWindow {
    constructor(options: {
      width: number
      height: number
      title: string
      webPreferences: { preload: string; sandbox: boolean; contextIsolation: boolean; nodeIntegration: boolean }
    })
    loadFile(file: string): Promise<void>
  }
  interface Chosen {
    readonly canceled: boolean
    readonly filePaths: readonly string[]
  }
  export const dialog: {
    showOpenDialog(options: {
      title: string
      properties: readonly 'openFile'[]
      filters: readonly { name: string; extensions: readonly string[] }[]
    }): Promise<Chosen>
  }
  export const ipcMain: { handle(channel: string, listener: (event: unknown, ...values: never[]) => unknown): void }
  export const ipcRenderer: { invoke(channel: string, ...values: unknown[]): Promise<unknown> }
  export const contextBridge: { exposeInMainWorld(name: string, api: object): void }
}
