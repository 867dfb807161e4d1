// The script of the playground: the layout above, the pools below.

import { showLayout } from './layout.ts'
import { showPools } from './pools.ts'

showLayout((pool) => showPools(pool))
showPools()
