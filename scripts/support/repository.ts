/**
 * Where the repository is published, by one environment variable or by what GitHub sets for its workflows; `undefined`
 * while it isn't known. Everything that names it is made from this.
 */
export function repositoryUrl(): string | undefined {
  const { VM_ALLOCATOR_REPOSITORY: url, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env
  return url ?? (server && name ? `${server}/${name}` : undefined)
}

/** What a package.json says of it: npm refuses provenance when `repository` names another one, or none. */
export function repositoryFields(url: string | undefined): object {
  if (url === undefined) return {}
  return { repository: { type: 'git', url: `git+${url}.git` }, homepage: `${url}#readme`, bugs: `${url}/issues` }
}

/** The fields that a package.json may not be published without. */
export function missingFacts(manifest: Readonly<Record<string, unknown>>): string[] {
  return ['repository', 'homepage', 'bugs'].filter((field) => manifest[field] === undefined)
}
