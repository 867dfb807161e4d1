import { addressTasks, repairTasks } from './address-tasks.ts'
import { idTasks } from './id-tasks.ts'
import { layoutTasks } from './layout-tasks.ts'
import { mapTasks } from './map-tasks.ts'
import { systemTasks } from './system-tasks.ts'
import type { MakeTasks } from './task.ts'

/** The rows of the table. A group shares its subjects, and a process for each size. */
export const GROUPS: Readonly<Record<string, MakeTasks>> = {
  addresses: addressTasks,
  repairs: repairTasks,
  ids: idTasks,
  maps: mapTasks,
  systems: systemTasks,
  layouts: layoutTasks,
}

/** The public functions whose work doesn't depend on the size: on one range, one constraint or one error. */
export const CONSTANT: ReadonlySet<string> = new Set([
  'RangeInclusive',
  'ManagedRange',
  'Constraint',
  'AllocPolicy',
  'VmAllocatorError',
  'InvalidSnapshotError',
  'DEFAULT_CONSTRAINT_ALIGN',
  'LAYOUT_FORMATS',
  'LayoutError',
  'LayoutRange',
  'NoRoomError',
  'SystemRequestError',
])
