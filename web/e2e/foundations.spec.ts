import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessibility, type Browser, openBrowser, picture, watchErrors } from './harness/browser'
import { type Server, startPages } from './harness/servers'

let browser: Browser
let pages: Server

beforeAll(async () => {
  ;[browser, pages] = await Promise.all([openBrowser(), startPages()])
})
afterAll(async () => {
  await browser?.close()
  await pages?.close()
})

test.each(['light', 'dark'] as const)('every component is accessible in %s', async (colorScheme) => {
  const page = await browser.context.newPage()
  const errors = watchErrors(page)
  await page.emulateMedia({ colorScheme })
  await page.goto(`${pages.url}/foundations`)
  await page.getByRole('heading', { name: 'Foundations' }).waitFor()
  await picture(page, `foundations-${colorScheme}`)
  expect(await accessibility(page)).toEqual([])
  expect(errors).toEqual([])
})

test('the page never scrolls sideways on a phone', async () => {
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${pages.url}/foundations`)
  await page.getByRole('heading', { name: 'Foundations' }).waitFor()
  await picture(page, 'foundations-phone')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
