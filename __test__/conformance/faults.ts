// Plausible mistakes to plant in copies of the example port. The kit must find every one.
import type { Fault } from './fault.ts'
import { ADDRESS_FAULTS } from './faults-of-addresses.ts'
import { OTHER_FAULTS } from './faults-of-the-rest.ts'

export const FAULTS: readonly Fault[] = [...ADDRESS_FAULTS, ...OTHER_FAULTS]
