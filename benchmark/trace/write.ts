// Writes device-attach.txt: `npx tsx benchmark/trace/write.ts`.
import { writeFileSync } from 'node:fs'
import { deviceAttachTrace } from './device-attach.ts'

writeFileSync(new URL('device-attach.txt', import.meta.url), deviceAttachTrace())
