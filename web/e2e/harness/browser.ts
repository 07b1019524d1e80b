import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
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

/** Browser is a real Chromium with a profile of its own. */
export interface Browser {
  context: BrowserContext
  close: () => Promise<void>
}

/** openBrowser starts the Chromium named by HEADGATE_CHROMIUM in a fresh profile. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.HEADGATE_CHROMIUM
  if (!executablePath) throw new Error('HEADGATE_CHROMIUM is not set; run the browser tests with: make e2e')
  const profile = mkdtempSync(join(tmpdir(), 'headgate-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    viewport: { width: 1440, height: 1000 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  })
  return {
    context,
    close: async () => {
      await context.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** picture keeps a screenshot of the whole page in the artefacts. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** grave lists what accessibility finds that keeps somebody from using the page. */
export async function grave(page: Page): Promise<string[]> {
  return (await accessibility(page)).filter((line) => !/^(heading-order|landmark|region|page-has)/.test(line))
}

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
export function watchErrors(page: Page): string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}
