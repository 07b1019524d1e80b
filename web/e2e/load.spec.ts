import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { artefacts, type Browser, openBrowser } from './harness/browser'
import { apiOf, openShop, Shop } from './harness/shop'
import { type Installation, whyNoFolder } from './harness/servers'

const missing = whyNoFolder()
if (missing) console.warn(`load: skipped, ${missing}`)

// What a first visit transfers, and when it paints. Bytes are held to a bar;
// instants depend on the machine and are only written down, in load.json.

const bar = 250_000

describe.skipIf(missing)('the first load', () => {
  let browser: Browser
  let server: Installation
  const measured: Record<string, object> = {}

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([openBrowser(), openShop()])
    await (await Shop.open(browser.another, server)).page('Winter front page')
  })
  afterAll(async () => {
    mkdirSync(artefacts, { recursive: true })
    writeFileSync(join(artefacts, 'load.json'), JSON.stringify(measured, null, 2))
    await browser?.close()
    await server?.close()
  })

  test.each([
    ['login', '/login'],
    ['my-work', '/my-work'],
    ['releases', '/releases'],
    ['cockpit', '/releases/REL-1'],
    ['step', '/releases/REL-1/steps/go'],
    ['model', '/catalogue/web-page'],
  ])('%s', async (name, path) => {
    const context = await browser.another() // nothing in its cache
    if (name !== 'login') await apiOf(context, server, 'rolf')
    const page = await context.newPage()
    await page.goto(server.url + path)
    await page.getByRole('heading').first().waitFor()
    await page.waitForLoadState('networkidle').catch(() => {}) // the stream of events stays open
    const load = await page.evaluate(() => {
      const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
      const whole = performance.getEntriesByType('navigation') as PerformanceResourceTiming[]
      const bytes = (wanted: RegExp, of: 'encodedBodySize' | 'decodedBodySize' = 'encodedBodySize') =>
        files.filter((f) => wanted.test(f.name)).reduce((sum, f) => sum + f[of], 0)
      const code = /\.(js|css)$/
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
      return {
        paint_ms: Math.round(paint),
        code_bytes: bytes(code) + whole.reduce((sum, f) => sum + f.encodedBodySize, 0),
        script_bytes: bytes(/\.js$/),
        script_unpacked_bytes: bytes(/\.js$/, 'decodedBodySize'),
        style_bytes: bytes(/\.css$/),
        font_bytes: bytes(/\.woff2$/),
        api_bytes: bytes(/\/api\//),
        requests: files.length,
      }
    })
    measured[name] = load
    if (name !== 'model' && name !== 'cockpit') expect(load.code_bytes).toBeLessThan(bar)
    expect(load.code_bytes).toBeGreaterThan(10_000)
    await context.close()
  })
})
