import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accessibility, type Browser, openBrowser, picture } from './harness/browser'
import { logIn, openShop, type Person, Shop } from './harness/shop'
import { type Installation, whyNoFolder } from './harness/servers'

const missing = whyNoFolder()
if (missing) console.warn(`states: skipped, ${missing}`)

// What is done when a release does not simply go on: by Rolf, who manages it.

describe.skipIf(missing)('out of the ordinary', () => {
  let browser: Browser
  let server: Installation
  let shop: Shop
  let page: Page

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([openBrowser(), openShop()])
    shop = await Shop.open(browser.another, server)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  beforeEach(async () => {
    page = await (await browser.another()).newPage()
    page.setDefaultTimeout(10_000)
    await enter('rolf')
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      await picture(page, `states-failed-${task.name.replaceAll(/\W+/g, '-')}`)
    await page.context().close()
  })

  const enter = async (person: Person) => {
    await logIn(page, server, person)
    await page.getByRole('heading', { name: 'My work' }).waitFor()
  }

  /** look opens a page of the release and holds it to the rules of accessibility. */
  const look = async (path: string) => {
    await page.goto(server.url + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  const show = async (name: string) => {
    await picture(page, `states-${name}`)
    expect(await accessibility(page)).toEqual([])
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  test('the start dialog asks by type and says at the field what is wrong', async () => {
    await look('/catalogue/campaign')
    await button('Start release').click()
    const dialog = page.getByRole('dialog', { name: 'New release' })
    await dialog.getByLabel('Title').fill('Winter sale')
    await dialog.getByLabel('Which page?').fill('front_page')
    await dialog.getByLabel('How many see it first?').fill('a few')
    await dialog.getByText('Must be a percentage such as 5 %').waitFor()
    await dialog.getByLabel('How long?').fill('forever')
    await dialog.getByText('Must be a duration such as 90m or 2d').waitFor()
    await button('Start release').last().click()
    // The first field that is wrong has the keyboard.
    await expect
      .poll(() => dialog.getByLabel('When shall it be live?').evaluate((e) => e === document.activeElement))
      .toBe(true)
    await show('start')
    await dialog.getByLabel('When shall it be live?').fill('2030-03-05T09:00')
    await dialog.getByText('Your time, Europe/Berlin').waitFor()
    await dialog.getByLabel('How loud?').selectOption('loud')
    await dialog.getByLabel('How many see it first?').fill('10 %')
    await dialog.getByLabel('How long?').fill('2d')
    await dialog.getByLabel('Whom do customers call?').selectOption('Tess Novak')
    await dialog.getByRole('checkbox', { name: /^Emergency/ }).check()
    await button('Start release').last().click()
    await dialog.getByText('Is missing').waitFor()
    await dialog.getByRole('checkbox', { name: /^Emergency/ }).uncheck()
    await button('Start release').last().press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Winter sale' }).waitFor()
    await page.getByText('10 %', { exact: true }).waitFor()
    await page.getByText('some 5 % → all 100 %').waitFor()
    await page.getByText('Tue 5 Mar 2030 09:00').first().waitFor()
  })

  test('the date moves, an overlay applies, all holds and goes on', async () => {
    const id = await shop.start('releases', {
      model: 'campaign',
      title: 'Spring sale',
      params: { page: 'front_page', contact: 'tess' },
      t: '2030-03-05T08:00:00Z',
    })
    await look(`/releases/${id}`)
    const act = async (name: RegExp) => {
      await button('More to do with this case').click()
      await page.getByRole('menuitem', { name }).click()
    }
    await act(/^Move the date/)
    const move = page.getByRole('dialog', { name: 'Move the date' })
    await move.getByLabel('New date').fill('2030-03-07T10:00')
    await move.getByLabel(/^Reason/).fill('The fair is later')
    await show('shift')
    await move.getByRole('button', { name: 'Move the date' }).click()
    await page.getByText('Thu 7 Mar 2030 10:00').first().waitFor()

    await act(/^Apply overlay/)
    const apply = page.getByRole('dialog', { name: 'Apply overlay' })
    await apply.getByLabel('Overlay').selectOption('emergency')
    await apply.getByLabel('Incident').fill('INC-7')
    await apply.getByLabel(/^Reason/).fill('The competitor was faster')
    await show('overlay')
    await apply.getByRole('button', { name: 'Apply overlay' }).click()
    await apply.waitFor({ state: 'detached' })
    await page.getByText('Urgency emergency').waitFor()

    await button('Hold…').click()
    const hold = page.getByRole('dialog', { name: 'Hold' })
    await hold.getByLabel(/^Reason/).fill('Wait for the printer')
    await hold.getByLabel(/^Reason/).press('Control+Enter')
    await page.getByText('Wait for the printer').first().waitFor()
    await show('held')
    await button('Resume…').click()
    const resume = page.getByRole('dialog', { name: 'Resume' })
    await resume.getByLabel(/^Reason/).fill('Printed')
    await resume.getByRole('button', { name: 'Resume' }).click()
    await button('Hold…').waitFor()

    await act(/^Cancel/)
    const cancel = page.getByRole('dialog', { name: 'Cancel' })
    await cancel.getByText(/cannot be taken up again/).waitFor()
    await cancel.getByLabel(/^Reason/).fill('No money')
    await show('cancel')
    await cancel.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByText(/Ended/).first().waitFor()
  })

  test('a machine failed: it is tried again, and then accepted with a reason', async () => {
    const id = await shop.campaign('Summer sale', 'fails')
    await look(`/releases/${id}/steps/rehearse`)
    await page.getByText('the curtain is stuck').first().waitFor()
    await show('blocked')
    await page.getByLabel(/^Reason/).fill('Pulled at the rope')
    await button('Try again').click()
    await page.getByText('attempt 2', { exact: true }).waitFor()
    await button(/^Go on in spite of it/).waitFor()
    await page.getByLabel(/^Reason/).fill('It opens by hand')
    await button(/^Go on in spite of it/).click()
    await page.getByText('It opens by hand').first().waitFor()
  })

  test('nobody knows what a machine did: a person says it', async () => {
    const id = await shop.campaign('Autumn sale', 'unsure')
    await look(`/releases/${id}`)
    await page.getByText('In doubt').first().waitFor()
    await page.context().clearCookies()
    await page.goto(`${server.url}/login`)
    await enter('tess') // whose machine it is
    await look(`/releases/${id}/steps/rehearse`)
    await show('in-doubt')
    await page.getByLabel(/^Reason/).fill('Tess saw the curtain open')
    await button('It was done').click()
    await page.getByText('Tess saw the curtain open').waitFor()
  })

  test('what is live is backed out, with its consequences said before', async () => {
    const id = await shop.campaign('Winter is over', 'well')
    await look(`/releases/${id}`)
    await page.getByLabel(/^Why /).getByText('while_it_lasts').waitFor()
    await button('More to do with this case').click()
    await page.getByRole('menuitem', { name: /^Back out/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Back out' })
    await dialog.getByText(/light_up/).waitFor()
    await dialog.getByLabel(/^Reason/).fill('Nobody likes it')
    await show('back-out')
    await dialog.getByRole('button', { name: 'Back out' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('The back-out is done').waitFor()
    await show('backed-out')
  })

  test('work is given to another who may do it', async () => {
    const id = await shop.start('releases', {
      model: 'web-page',
      title: 'Page of two writers',
      params: { page: 'front_page', summary: 'Shared' },
      assign: { writer: ['vera', 'tess'] },
      changes: [await shop.granted()],
    })
    await look(`/releases/${id}/steps/write`)
    await button(/^Give to another/).waitFor()
    await page.keyboard.press('d')
    const give = page.getByRole('dialog', { name: 'Give to another' })
    await give.getByLabel('Whom').selectOption('Tess Novak')
    await give.getByLabel('Why').fill('Half a day off')
    await show('give')
    await give.getByRole('button', { name: 'Give to another' }).click()
    await give.waitFor({ state: 'detached' })
    await page
      .getByLabel(/^Why /)
      .getByText(/waits for Tess Novak/)
      .waitFor()
  })

  test('sentences of the engine name instants in the zone of who reads them', async () => {
    const id = await shop.campaign('Sale around the world', 'well')
    const why = async (reader: Page) => {
      await reader.goto(`${server.url}/releases/${id}`)
      const sentence = reader.getByLabel(/^Why /)
      await sentence.getByText('while_it_lasts').waitFor()
      return sentence.innerText()
    }
    expect(await why(page)).toMatch(/\d\d:\d\d (CET|CEST)/)
    const far = await (await browser.another('Asia/Tokyo')).newPage()
    await logIn(far, server, 'rolf')
    await far.getByRole('heading', { name: 'My work' }).waitFor()
    expect(await why(far)).toMatch(/\d\d:\d\d JST/)
    await far.context().close()
  })

  test('work is found and done by keys alone', async () => {
    const id = await shop.page('Autumn front page')
    await look('/my-work')
    const keys = page.keyboard
    const row = page.getByRole('button', { name: /^Is everybody there/ })
    await row.waitFor()
    await keys.press('a')
    await page.getByLabel(/^Reason/).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    await keys.type('All are here')
    await keys.press('Control+Enter')
    await row.waitFor({ state: 'detached' })
    await keys.press('Control+k')
    await page.getByRole('combobox', { name: 'Find or run a command' }).waitFor()
    await keys.type(id)
    await page.getByRole('option', { name: /Autumn front page/ }).waitFor()
    await keys.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Autumn front page' }).waitFor()
    await keys.press('g')
    await keys.press('c')
    await page.getByRole('heading', { level: 1, name: 'Changes' }).waitFor()
    await keys.press('n')
    await page.getByRole('dialog', { name: 'New change' }).waitFor()
    await keys.press('Escape')
    await page.getByRole('dialog', { name: 'New change' }).waitFor({ state: 'detached' })
    await keys.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await show('keys')
  })

  test('what changed meanwhile is shown, and what was typed is kept', async () => {
    const id = await shop.start('releases', {
      model: 'web-page',
      title: 'Stale page',
      params: { page: 'front_page', summary: 'Old' },
    })
    await look(`/releases/${id}`)
    await page.route(
      '**/commands',
      async (route) => {
        await shop.give('rolf', id, { command: 'hold', reason: 'Fire drill' })
        await route.continue()
      },
      { times: 1 },
    )
    await button('Hold…').click()
    const hold = page.getByRole('dialog', { name: 'Hold' })
    await hold.getByLabel(/^Reason/).fill('Lunch')
    await hold.getByRole('button', { name: 'Hold' }).click()
    await hold.getByText('It changed while you decided').waitFor()
    await hold.getByText('Fire drill').waitFor()
    expect(await hold.getByLabel(/^Reason/).inputValue()).toBe('Lunch')
    await show('moved')
  })

  test('a session that has ended leads to the login and back, with what was typed', async () => {
    const id = await shop.start('changes', {
      model: 'page-change',
      title: 'Long lunch',
      params: { cis: ['front_page'], environments: ['live'], window: 'Mon-Sun 00:00-24:00' },
    })
    await look(`/changes/${id}/steps/request`)
    await page.getByLabel('Request form').fill('Half a sentence')
    await page.context().clearCookies()
    await button(/^Complete/).click()
    await page.getByText('Your session has ended.').waitFor()
    await show('session-ended')
    await logIn(page, server, 'rolf', 'a guess')
    await page.getByRole('alert').waitFor()
    await show('wrong-password')
    await logIn(page, server, 'rolf')
    await page.getByLabel('Request form').waitFor()
    expect(await page.getByLabel('Request form').inputValue()).toBe('Half a sentence')
    await button(/^Complete/).click()
    await page.getByText(/Nothing for you to do here now|Nothing is left to do here/).waitFor()
  })

  test('a server that goes away is said at once, and is followed again when it is back', async () => {
    await look('/my-work')
    await page.getByText('Live ·').waitFor()
    await server.stop()
    await page.getByText(/^Not live since/).waitFor()
    await show('away')
    await server.again()
    await page.getByText(/^Not live since/).waitFor({ state: 'detached', timeout: 20_000 })
    await page.getByText('Live ·').waitFor()
  })
})
