// A private registry on the loopback address, with the packed packages.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { npmTools, run } from '../../../scripts/support/toolbox.ts'

export interface Registry {
  readonly url: string
  /** What npm, pnpm and Yarn need in an .npmrc to read and publish. */
  readonly npmrc: string
  publish(tarball: string): void
  stop(): void
}

/** Starts it empty; its output goes to a file in the folder. */
export async function startRegistry(folder: string): Promise<Registry> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const tools = npmTools('registry', ['verdaccio@6.2.4'], { 'node-fetch': '2.7.0' })
  const address = `127.0.0.1:${await freePort()}`
  const url = `http://${address}/`
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings(folder), null, 2))
  const npmrc = `registry=${url}\n//${address}/:_authToken=none\nfund=false\naudit=false\nupdate-notifier=false\n`
  writeFileSync(join(folder, '.npmrc'), npmrc)
  // Set both, so that nothing is ever published to another registry.
  const here = ['--silent', '--access=public', `--registry=${url}`, `--userconfig=${join(folder, '.npmrc')}`]
  const log = openSync(join(folder, 'log.txt'), 'w')
  const script = join(tools, 'node_modules/verdaccio/bin/verdaccio')
  const server = spawn(process.execPath, [script, '--config', 'config.json', '--listen', address], {
    cwd: folder,
    stdio: ['ignore', log, log],
  })
  await answers(url, server)
  return {
    url,
    npmrc,
    publish: (tarball) => run('npm', ['publish', ...here, tarball], { cwd: folder }),
    stop: () => void server.kill(),
  }
}

/** Everybody may do everything, and no other registry is contacted. */
function settings(folder: string): object {
  return {
    storage: join(folder, 'storage'),
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$all' } },
    max_body_size: '100mb',
    log: { type: 'stdout', format: 'json', level: 'warn' },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    if (server.exitCode !== null) break
    if (
      await fetch(`${url}-/ping`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return
    await delay(250)
  }
  throw new Error('the registry did not start: see its log.txt')
}
