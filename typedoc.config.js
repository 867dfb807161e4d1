// The site of `npm run docs`: the reference from TSDoc, with the guides of docs/.
import { readdirSync } from 'node:fs'
import { ENTRY_POINTS } from './scripts/support/entry-points.js'

/** The reading order for newcomers; the other guides follow. */
const GUIDES = [
  'getting-started.md',
  'layouts.md',
  'system.md',
  'sound-mode.md',
  'snapshots.md',
  'cli.md',
  'conformance.md',
  'vectors.md',
  'migrating-from-rust.md',
  'troubleshooting.md',
]
const others = readdirSync('docs').filter((name) => name.endsWith('.md') && !GUIDES.includes(name))

export default {
  name: 'vm-allocator',
  entryPoints: ENTRY_POINTS.map(({ source }) => source),
  readme: 'README.md',
  projectDocuments: [...GUIDES, ...others.sort()].map((name) => `docs/${name}`),
  out: 'target/site',
  customCss: 'scripts/support/site.css',
  // There is no public repository to link to.
  disableSources: true,
  hideGenerator: true,
  sort: ['kind', 'instance-first', 'alphabetical-ignoring-documents'],
  sortEntryPoints: false,
  searchInComments: true,
  searchInDocuments: true,
  highlightLanguages: [
    'bash',
    'console',
    'diff',
    'html',
    'javascript',
    'json',
    'python',
    'rust',
    'toml',
    'typescript',
    'yaml',
  ],
  // The common members of all kinds of VmAllocatorError, which are documented there.
  intentionallyNotExported: [
    'Refusal',
    // Helper types, and the arguments of error constructors, which only the package calls.
    ...['IsOnly', 'NameOf', 'IdsOf', 'Member', 'RequestFacts', 'PortProgram', 'SystemMapSource'],
  ],
  // Members that a type rules out with `undefined`, and a helper type.
  intentionallyNotDocumented: [
    ...['count', 'block', 'at', 'within', 'size', 'align'].map((member) => `ExactIdNeed.${member}`),
    ...['id', 'size', 'align'].map((member) => `IdsNeed.${member}`),
    ...['id', 'count', 'block'].map((member) => `RangeNeed.${member}`),
    ...['AddressPoolDefinition.ids', 'IdPoolDefinition.base', 'IdPoolDefinition.size', 'Granted.__type.size'],
  ].map((name) => `vm-allocator/system.${name}`),
  // Names of the package's entry points link to their sources.
  compilerOptions: {
    paths: Object.fromEntries(
      ENTRY_POINTS.map(({ name, source }) => [
        name === 'index' ? 'vm-allocator' : `vm-allocator/${name}`,
        [`./${source}`],
      ]),
    ),
  },
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: true },
}
