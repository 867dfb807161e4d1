// Builds the playground: one page that contains the package for browsers, beside the pages of `npm run docs`.
//   npx tsx scripts/build-playground.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { ROOT } from './support/toolbox.ts'

const SOURCE = join(ROOT, 'scripts', 'playground')
const FOLDER = join(ROOT, 'target', 'site')

const bundle = await rolldown({ input: join(SOURCE, 'page.ts'), platform: 'browser' })
const { output } = await bundle.generate({ format: 'iife', codeSplitting: false, minify: true })
await bundle.close()
if (output.length !== 1) throw new Error(`the playground has ${output.length} scripts instead of one`)

const source = (name: string) => readFileSync(join(SOURCE, name), 'utf8')
const page = source('index.html')
  .replace('/* style */', () => source('style.css'))
  .replace('/* script */', () => output[0].code.replaceAll('</script', '<\\/script'))
mkdirSync(FOLDER, { recursive: true })
writeFileSync(join(FOLDER, 'playground.html'), page)
console.log(`playground.html: ${Math.ceil(page.length / 1000)} kB`)
