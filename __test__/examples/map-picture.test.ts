import { readFileSync } from 'node:fs'
import test from 'ava'
import { drawPicture } from '../../examples/map-picture.ts'
import { ROOT } from '../support/process.ts'

test('the picture of README.md is what is drawn today; npx tsx examples/map-picture.ts draws it again', (t) => {
  t.is(readFileSync(`${ROOT}docs/images/map-mmio32.svg`, 'utf8'), drawPicture())
})
