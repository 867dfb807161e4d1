import { formatRatio } from './format.ts'
import { type Goal, isMet } from './goals.ts'
import { layOut } from './table.ts'

/** Formats each goal, with the measured value and whether it meets the goal. */
export function formatGoals(goals: readonly Goal[]): string {
  return layOut([
    ['goal', ...goals.map(({ goal }) => goal)],
    ['bound', ...goals.map(({ bound }) => ('atMost' in bound ? `≤ ${bound.atMost}` : `≥ ${bound.atLeast}`))],
    ['measured', ...goals.map(({ measured }) => (measured === undefined ? '–' : formatRatio(measured)))],
    ['met', ...goals.map(formatMet)],
    ['', ...goals.map(({ where = '' }) => where)],
  ])
}

function formatMet(goal: Goal): string {
  const met = isMet(goal)
  if (met === undefined) return 'not measured'
  return met ? 'yes' : 'NO'
}
