// The long campaigns: `npm run reliability -- --help`. Each prints its figures, and fails if a promise is broken.
import { Command } from 'commander'
import { wholeNumberFrom } from '../../lib/cli/whole-number.ts'
import type { Campaign, Options } from './campaign.ts'

const CAMPAIGNS: Readonly<Record<string, () => Promise<{ campaign: Campaign }>>> = {
  'hostile-calls': () => import('./calls/hostile-calls-campaign.ts'),
  faults: () => import('./process/faults-campaign.ts'),
  memory: () => import('./process/memory-campaign.ts'),
  workers: () => import('./process/workers-campaign.ts'),
}

const program = new Command('npm run reliability --')
  .description('Tries to crash the process, to leak memory and to corrupt allocators.')
  .argument('<name>', `which campaign: ${Object.keys(CAMPAIGNS).join(', ')}`)
  .option('--seed <number>', 'seed of the random numbers', wholeNumberFrom(0), 1)
  .option(
    '--calls <number>',
    "number of calls, or of the campaign's own unit; its own number by default",
    wholeNumberFrom(1),
  )
  .action(run)

async function run(name: string, options: Options): Promise<void> {
  const load = CAMPAIGNS[name]
  if (load === undefined) return program.error(`there is no campaign ${name}`)
  const { campaign } = await load()
  const start = performance.now()
  await campaign(options)
  console.log(`${name}: passed in ${((performance.now() - start) / 1000).toFixed(1)} s`)
}

await program.parseAsync()
