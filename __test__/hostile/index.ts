// The long campaigns: `npm run reliability -- --help`. Each prints its figures and fails when a promise is broken.
import { Command, InvalidArgumentError } from 'commander'
import type { Campaign, Options } from './campaign.ts'

const CAMPAIGNS: Readonly<Record<string, () => Promise<{ campaign: Campaign }>>> = {
  'hostile-calls': () => import('./calls/hostile-calls-campaign.ts'),
  faults: () => import('./process/faults-campaign.ts'),
  memory: () => import('./process/memory-campaign.ts'),
  workers: () => import('./process/workers-campaign.ts'),
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text))) throw new InvalidArgumentError('Not a whole number.')
  return Number(text)
}

const program = new Command('npm run reliability --')
  .description('Tries to crash the process, to leak memory and to corrupt allocators.')
  .argument('<name>', `which campaign: ${Object.keys(CAMPAIGNS).join(', ')}`)
  .option('--seed <number>', 'where the random numbers start', wholeNumber, 1)
  .option(
    '--calls <number>',
    'how many calls, or of whatever the campaign counts; its own number by default',
    wholeNumber,
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
