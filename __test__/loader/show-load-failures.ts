// Provokes each way in which loading the native file can fail, and prints the error of an import of the package.
//   npx tsx __test__/loader/show-load-failures.ts
import { PROVOCATIONS } from './provocations.ts'

for (const { name, provoke, impossible } of PROVOCATIONS) {
  console.log(`\n## ${name}`)
  if (impossible) {
    console.log(`(not on this system: ${impossible})`)
    continue
  }
  const { made, running } = provoke()
  const { message, code, reason, cause } = await made.import(running)
  const shown = [
    message,
    `code: ${code}, reason: ${reason}`,
    `cause: ${cause.message.split('\n', 1)[0]} (code ${cause.code ?? 'none'})`,
  ]
  console.log(shown.join('\n').replaceAll(made.folder, '…'))
}
