import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessibility, type Browser, openBrowser, picture, watchErrors } from './harness/browser'
import { type Server, startDemo, whyNoDemo } from './harness/servers'

const missing = whyNoDemo()
if (missing) console.warn(`smoke: skipped, ${missing}`)

describe.skipIf(missing)('the demonstration', () => {
  let browser: Browser
  let demo: Server

  beforeAll(async () => {
    ;[browser, demo] = await Promise.all([openBrowser(), startDemo()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.close()
  })

  test('somebody logs in and sees their work', async () => {
    const page = await browser.context.newPage()
    const errors = watchErrors(page)
    await page.goto(`${demo.url}/releases`)
    await page.getByRole('heading', { name: 'People of the demonstration' }).waitFor()
    await picture(page, 'login')
    expect(await accessibility(page)).toEqual([])

    await page.getByRole('listitem').first().getByRole('button').click()
    await page.getByRole('heading', { name: 'Releases', level: 1 }).waitFor()
    await picture(page, 'releases')
    expect(await accessibility(page)).toEqual([])
    // Before the login the server rightly says who is asking: 401 on /me.
    expect(errors.filter((e) => !e.includes('401'))).toEqual([])
  })
})
