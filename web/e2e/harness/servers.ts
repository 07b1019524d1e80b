import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'
import { artefacts } from './browser'

/** Server is something a browser can open. */
export interface Server {
  url: string
  close: () => Promise<void>
}

/** Installation is a server that can go away and come back with its data. */
export interface Installation extends Server {
  stop: () => Promise<void>
  again: () => Promise<void>
}

/** startPages serves the sources as in development, which has the foundations page. */
export async function startPages(): Promise<Server> {
  const root = join(import.meta.dirname, '../..')
  const vite = await createServer({ root, logLevel: 'error', server: { port: 0, host: '127.0.0.1' } })
  await vite.listen()
  return { url: vite.resolvedUrls!.local[0]!.replace(/\/$/, ''), close: () => vite.close() }
}

/**
 * whyNoDemo says in one sentence why the demonstration cannot be started, or
 * "" if it can. Specs that need it skip with that sentence.
 */
export const whyNoDemo = () => whyNo('demo')

/** whyNoFolder says the same of serving a working folder. */
export const whyNoFolder = () => whyNo('serve')

function whyNo(command: string): string {
  const binary = process.env.HEADGATE_BIN
  if (!binary) return 'HEADGATE_BIN is not set; run: make e2e'
  const help = spawnSync(binary, [command, '--help'], { encoding: 'utf8' })
  if (help.error) return `${binary} cannot be run: ${help.error.message}`
  return help.status === 0 ? '' : `${binary} has no command "${command}"`
}

// The demonstration builds what it releases before it answers.
const patience = 120_000

/** startDemo runs `headgate demo` on a free port with data of its own, and waits until it is ready. */
export const startDemo = () => start('demo', '--dir')

/** startFolder runs `headgate serve` on the working folder dir in the same way. */
export const startFolder = (dir: string) => start('serve', '--dir', dir, '--data')

async function start(...command: string[]): Promise<Installation> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const data = mkdtempSync(join(tmpdir(), 'headgate-demo-'))
  mkdirSync(artefacts, { recursive: true })
  const log = createWriteStream(join(artefacts, 'server.log'), { flags: 'a' })
  let server: ChildProcess
  const again = async () => {
    server = spawn(process.env.HEADGATE_BIN!, [...command, data, '--listen', `127.0.0.1:${port}`])
    server.stdout!.pipe(log, { end: false })
    server.stderr!.pipe(log, { end: false })
    await ready(`${url}/readyz`, server)
  }
  const close = async () => {
    await stop(server)
    log.end()
    rmSync(data, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await again()
  } catch (error) {
    await close()
    throw error
  }
  return { url, close, again, stop: () => stop(server) }
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + patience
  for (;;) {
    if (server.exitCode !== null)
      throw new Error(`the server ended with status ${server.exitCode}; see artefacts/e2e/server.log`)
    if (await answers(url)) return
    if (Date.now() > deadline)
      throw new Error(`${url} did not answer within ${patience / 1000} s; see artefacts/e2e/server.log`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  const hard = setTimeout(() => server.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(hard)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket()
    socket.once('error', reject)
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address()
      socket.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
