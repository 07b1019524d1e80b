import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, grave, openBrowser, picture } from './harness/browser'
import { type Server, startFolder, whyNoFolder } from './harness/servers'

const missing = whyNoFolder()
if (missing) console.warn(`screens: skipped, ${missing}`)

const people = ['vera', 'omar', 'tess', 'rolf']
const passwordOf = (person: string) => `password of ${person}`

/** shop makes the working folder of the corner shop, with people who can log in. */
function shop(): string {
  const dir = mkdtempSync(join(tmpdir(), 'headgate-shop-'))
  cpSync(join(import.meta.dirname, 'folder'), dir, { recursive: true })
  mkdirSync(join(dir, '.headgate'))
  const lines = people.map((p) => `${p}: {password: ${passwordOf(p)}, permissions: [change]}`)
  writeFileSync(join(dir, '.headgate/people.yaml'), lines.join('\n'), { mode: 0o600 })
  return dir
}

describe.skipIf(missing)('the corner shop', () => {
  const dir = shop()
  let browser: Browser
  let server: Server

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([openBrowser(), startFolder(dir)])
    const post = (path: string, data: object) =>
      browser.context.request.post(`${server.url}/api/v1${path}`, { data, headers: { Origin: server.url } })
    expect((await post('/login', { person: 'vera', password: passwordOf('vera') })).ok()).toBe(true)
    const release = {
      model: 'web-page',
      title: 'New front page',
      params: { page: 'front_page', summary: 'Winter' },
    }
    expect((await post('/releases', release)).ok()).toBe(true)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  })

  const pages: [name: string, path: string][] = [
    ['my-work', '/my-work'],
    ['releases', '/releases'],
    ['cockpit', '/releases/REL-1'],
    ['step', '/releases/REL-1/steps/build_authorized'],
    ['catalogue', '/catalogue'],
    ['model', '/catalogue/web-page'],
    ['not-found', '/nowhere'],
  ]
  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each(pages)('%s is accessible', async (name, path) => {
      const page = await browser.context.newPage()
      await page.emulateMedia({ colorScheme })
      await page.goto(server.url + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await picture(page, `${name}-${colorScheme}`)
      expect(await grave(page)).toEqual([])
      await page.close()
    })
  })
})
