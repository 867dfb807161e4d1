/**
 * Where the repository is published, from an environment variable or from what GitHub sets for its workflows;
 * `undefined` while it isn't known. Everything that names the repository uses this.
 */
export function repositoryUrl(): string | undefined {
  const { VM_ALLOCATOR_REPOSITORY: url, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env
  return url ?? (server && name ? `${server}/${name}` : undefined)
}

/** The fields of package.json about it: npm refuses provenance if `repository` is missing or names another one. */
export function repositoryFields(url: string | undefined): object {
  if (url === undefined) return {}
  return { repository: { type: 'git', url: `git+${url}.git` }, homepage: `${url}#readme`, bugs: `${url}/issues` }
}

/** The fields that a published package.json must have. */
export function missingFacts(manifest: Readonly<Record<string, unknown>>): string[] {
  return ['repository', 'homepage', 'bugs'].filter((field) => manifest[field] === undefined)
}
