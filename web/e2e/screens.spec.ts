import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibility, type Browser, openBrowser, picture } from './harness/browser'
import { logIn, openShop, type Person, Shop } from './harness/shop'
import { type Installation, whyNoFolder } from './harness/servers'

const missing = whyNoFolder()
if (missing) console.warn(`screens: skipped, ${missing}`)

// Every screen of a shop in which something of each kind goes on, in both
// colours and on a phone: its picture is kept, and it is held to the rules of
// accessibility.

const screens: [name: string, path: string][] = [
  ['my-work', '/my-work'],
  ['releases', '/releases'],
  ['releases-list', '/releases?view=list'],
  ['releases-none', '/releases?q=nothing'],
  ['changes', '/changes'],
  ['change', '/changes/CHG-1'],
  ['cockpit', '/releases/REL-1'],
  ['cockpit-steps', '/releases/REL-1?tab=steps'],
  ['cockpit-deliverables', '/releases/REL-1?tab=deliverables'],
  ['cockpit-handoffs', '/releases/REL-1?tab=handoffs'],
  ['cockpit-changes', '/releases/REL-1?tab=changes'],
  ['cockpit-log', '/releases/REL-1?tab=log'],
  ['cockpit-record', '/releases/REL-1?tab=record'],
  ['cockpit-blocked', '/releases/REL-2'],
  ['cockpit-new', '/releases/REL-3'],
  ['step-task', '/releases/REL-1/steps/write'],
  ['step-decide', '/releases/REL-1/steps/go'],
  ['step-gate', '/releases/REL-1/steps/build_authorized'],
  ['step-gate-open', '/releases/REL-3/steps/build_authorized'],
  ['step-decided', '/releases/REL-1/steps/approve_text'],
  ['step-accepted', '/releases/REL-1/steps/accept_package'],
  ['step-pending', '/releases/REL-1/steps/to_operations'],
  ['step-auto', '/releases/REL-2/steps/rehearse'],
  ['step-wait', '/releases/REL-2/steps/while_it_lasts'],
  ['catalogue', '/catalogue'],
  ['model', '/catalogue/web-page'],
  ['model-standard', '/catalogue/software-standard'],
  ['not-found', '/nowhere'],
  ['no-release', '/releases/REL-99'],
]

const phone: [name: string, path: string][] = [
  ['my-work', '/my-work'],
  ['releases', '/releases'],
  ['cockpit', '/releases/REL-1'],
  ['step-decide', '/releases/REL-1/steps/go'],
]

describe.skipIf(missing)('the corner shop', () => {
  let browser: Browser
  let server: Installation

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([openBrowser(), openShop()])
    const shop = await Shop.open(browser.another, server)
    await shop.page('Winter front page')
    await shop.campaign('Summer sale', 'fails')
    await shop.start('releases', {
      model: 'web-page',
      title: 'Spring front page',
      params: { page: 'front_page', summary: 'Spring' },
    })
    await visitor('rolf', browser.context)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const visitor = async (person: Person, context = browser.context) => {
    const page = await context.newPage()
    await logIn(page, server, person)
    await page.getByRole('heading', { name: 'My work' }).waitFor()
    return page
  }
  const show = async (page: Page, name: string, path: string) => {
    await page.goto(server.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
    await picture(page, name)
    expect(await accessibility(page)).toEqual([])
  }

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each(screens)('%s', async (name, path) => {
      const page = await browser.context.newPage()
      await page.emulateMedia({ colorScheme })
      await show(page, `${name}-${colorScheme}`, path)
      await page.close()
    })
  })

  describe('on a phone', () => {
    test.each(phone)('%s', async (name, path) => {
      const page = await browser.context.newPage()
      await page.setViewportSize({ width: 390, height: 844 })
      await show(page, `${name}-phone`, path)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
      await page.close()
    })

    test('work opens as a sheet and is done there', async () => {
      const page = await browser.context.newPage()
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(`${server.url}/my-work`)
      await page.getByRole('button', { name: /^Is everybody there/ }).click()
      await page
        .getByRole('dialog')
        .getByLabel(/^Reason/)
        .fill('All are here')
      await picture(page, 'sheet-phone')
      expect(await accessibility(page)).toEqual([])
      await page.close()
    })
  })

  test('a wrong password is said, and a right one leads where one wanted to go', async () => {
    const page = await (await browser.another()).newPage()
    await page.goto(`${server.url}/releases/REL-1?tab=log`)
    await page.getByRole('button', { name: 'Log in' }).waitFor()
    await picture(page, 'login')
    expect(await accessibility(page)).toEqual([])
    await logIn(page, server, 'rolf', 'a guess')
    await page.getByRole('alert').waitFor()
    await picture(page, 'login-wrong')
    expect(await accessibility(page)).toEqual([])
    await logIn(page, server, 'rolf')
    await page.getByRole('heading', { level: 1, name: 'Winter front page' }).waitFor()
    expect(new URL(page.url()).search).toBe('?tab=log')
    await page.context().close()
  })

  test('a model leads to its handbook, which shows itself and needs nothing else', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${server.url}/catalogue/web-page`)
    const opened = page.context().waitForEvent('page')
    await page.getByRole('link', { name: 'Handbook', exact: true }).click()
    const shown = await opened
    await shown.waitForURL('**/handbook')
    const served = await page.request.get(shown.url())
    expect(served.headers()['content-security-policy']).toContain('sandbox') // no script of it runs, nor one of ours
    await shown.close()
    const book = await browser.context.newPage()
    const asked: string[] = []
    book.on('request', (r) => asked.push(r.url()))
    await book.setContent(await served.text())
    await book.getByRole('heading', { level: 2, name: 'Responsibilities' }).waitFor()
    expect(asked).toEqual([])
    await picture(book, 'handbook')
    expect(await accessibility(book)).toEqual([])
    await book.close()
    await page.close()
  })

  test('line numbers of a document stand at their lines', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${server.url}/catalogue/web-page`)
    const text = page.getByLabel('Text of models/web-page.yaml')
    await text.scrollIntoViewIfNeeded()
    const tops = () =>
      page.locator('.cm-editor').evaluate((editor) => {
        const top = (selector: string) =>
          [...editor.querySelectorAll(selector)].map((e) => Math.round(e.getBoundingClientRect().top))
        const numbers = top('.cm-gutterElement').slice(1) // the first one is but as wide as the widest
        return { numbers: numbers.slice(0, 20), lines: top('.cm-line').slice(0, 20) }
      })
    await expect.poll(async () => (await tops()).numbers).toEqual((await tops()).lines)
    await picture(page, 'document')
    await page.close()
  })
})
