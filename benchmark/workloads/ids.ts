import type { IdSpace, Rival } from '../rival.ts'
import { random } from './random.ts'
import type { Task } from './task.ts'

const LAST_ID = 2 ** 20 - 1
const CHECKED = 64
const VICTIMS = 4096

type CreateIds = NonNullable<Rival['createIds']>

/** Allocates an id and frees it again. */
export function idPairs(createIds: CreateIds): Task {
  const ids = createIds(0, LAST_ID)
  return {
    operations: 1,
    run(times) {
      for (let time = 0; time < times; time += 1) ids.freeId(ids.allocateId())
    },
    check(answers) {
      for (let pair = 0; pair < CHECKED; pair += 1) {
        const id = answers.id(() => ids.allocateId())
        if (id !== undefined) answers.freed(() => ids.freeId(id))
      }
    },
  }
}

/** With `freed` freed and `freed` allocated ids, allocates one and frees another each time. */
export function idChurn(createIds: CreateIds, freed: number): Task {
  const ids = prepareChurn(createIds, freed)
  const below = random()
  const live = Array.from({ length: freed }, (_, index) => 2 * index)
  const victims = Array.from({ length: VICTIMS }, () => below(freed))
  let turn = 0
  const nextVictim = () => {
    turn = (turn + 1) % VICTIMS
    return victims[turn] as number
  }
  return {
    operations: 1,
    run(times) {
      for (let time = 0; time < times; time += 1) {
        const index = nextVictim()
        const victim = live[index] as number
        live[index] = ids.allocateId()
        ids.freeId(victim)
      }
    },
    check(answers) {
      for (let time = 0; time < CHECKED; time += 1) {
        const index = nextVictim()
        const victim = live[index] as number
        const id = answers.id(() => ids.allocateId())
        if (id === undefined) continue
        live[index] = id
        answers.freed(() => ids.freeId(victim))
      }
    },
  }
}

/** The even ids below twice the number are live, the odd ones freed. */
function prepareChurn(createIds: CreateIds, freed: number): IdSpace {
  const ids = createIds(0, LAST_ID)
  for (let count = 0; count < 2 * freed; count += 1) ids.allocateId()
  for (let index = 0; index < freed; index += 1) ids.freeId(2 * index + 1)
  return ids
}
