import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

/** artefacts is where pictures and logs of a run land. */
export const artefacts = join(import.meta.dirname, '../../../artefacts/e2e')

const flags = [
  '--no-sandbox', // CI runs as root
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Browser is a real Chromium. */
export interface Browser {
  /** A first visitor. */
  context: BrowserContext
  /** another opens the browser of another visitor, who shares nothing with the first. */
  another: (zone?: string) => Promise<BrowserContext>
  close: () => Promise<void>
}

/** openBrowser starts the Chromium named by HEADGATE_CHROMIUM. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.HEADGATE_CHROMIUM
  if (!executablePath) throw new Error('HEADGATE_CHROMIUM is not set; run the browser tests with: make e2e')
  const browser = await chromium.launch({ executablePath, headless: true, args: flags })
  const another = (zone = 'Europe/Berlin') =>
    browser.newContext({
      viewport: { width: 1440, height: 1000 },
      locale: 'en-GB',
      timezoneId: zone,
      reducedMotion: 'reduce',
    })
  return { context: await another(), another, close: () => browser.close() }
}

/** picture keeps a screenshot of the whole page in the artefacts. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** accessibility lists what axe finds wrong by WCAG A and AA up to 2.2, one line each. */
export async function accessibility(page: Page): Promise<string[]> {
  await page.evaluate(axe) // a script tag is what the server's policy forbids
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    // @ts-expect-error axe is a global of the script added above
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags } })
    type Violation = { id: string; help: string; nodes: { target: string[]; any: { message: string }[] }[] }
    return (violations as Violation[]).flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any }) => `${id}: ${help}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
    )
  })
}

/** watchErrors collects what the page reports as broken: exceptions and console errors. */
export function watchErrors(page: Page, errors: string[] = []): string[] {
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`)
  })
  return errors
}
