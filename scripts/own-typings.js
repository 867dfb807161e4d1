// Puts index.d.ts where a compiler finds it as the library `vm-allocator`, so that the typings of the other entry points
// import its classes instead of repeating them: a class with private members is another class when it is repeated.
//   node scripts/own-typings.js
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'

const folder = new URL('../target/typings/node_modules/vm-allocator/', import.meta.url)
mkdirSync(folder, { recursive: true })
copyFileSync(new URL('../index.d.ts', import.meta.url), new URL('index.d.ts', folder))
writeFileSync(new URL('package.json', folder), '{"name":"vm-allocator","version":"0.0.0","types":"index.d.ts"}\n')
