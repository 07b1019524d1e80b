import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibility, type Browser, openBrowser, picture } from './harness/browser'
import { apiOf, openShop } from './harness/shop'
import { type Server, whyNoFolder } from './harness/servers'

const missing = whyNoFolder()
if (missing) console.warn(`screens: skipped, ${missing}`)

describe.skipIf(missing)('the corner shop', () => {
  let browser: Browser
  let server: Server

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([openBrowser(), openShop()])
    const vera = await apiOf(browser.context, server, 'vera')
    const release = {
      model: 'web-page',
      title: 'New front page',
      params: { page: 'front_page', summary: 'Winter' },
    }
    expect((await vera.post('/releases', release)).ok()).toBe(true)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
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
      expect(await accessibility(page)).toEqual([])
      await page.close()
    })
  })
})
