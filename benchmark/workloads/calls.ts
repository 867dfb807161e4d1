import type { Boundary } from '../rival.ts'
import { PAGE } from './space.ts'
import type { Task } from './task.ts'

/** Calls without arguments. */
export function emptyCalls(empty: () => void): Task {
  return {
    operations: 1,
    run(times) {
      for (let time = 0; time < times; time += 1) empty()
    },
    check(answers) {
      answers.freed(empty)
    },
  }
}

/** The two calls of a pair with their arguments and results, but without an allocator. */
export function boundaryPairs({ createHandle, allocate, free }: Boundary): Task {
  const handle = createHandle()
  const pair = () => free(handle, allocate(handle, PAGE, PAGE), PAGE)
  return {
    operations: 1,
    run(times) {
      for (let time = 0; time < times; time += 1) pair()
    },
    check(answers) {
      answers.freed(pair)
    },
  }
}
