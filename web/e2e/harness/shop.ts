import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { APIResponse, BrowserContext, Page } from 'playwright-core'
import { type Server, startFolder } from './servers'

/** people are those of the corner shop, whose site is in folder/site.yaml. */
export const people = ['vera', 'omar', 'tess', 'rolf'] as const
export type Person = (typeof people)[number]

/** passwordOf is what somebody of the shop logs in with. */
export const passwordOf = (person: string) => `password of ${person}`

/** openShop serves the working folder of the corner shop with data of its own. */
export async function openShop(): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'headgate-shop-'))
  cpSync(join(import.meta.dirname, '../folder'), dir, { recursive: true })
  mkdirSync(join(dir, '.headgate'))
  const lines = people.map((p) => `${p}: {password: ${passwordOf(p)}, permissions: [change]}`)
  writeFileSync(join(dir, '.headgate/people.yaml'), lines.join('\n'), { mode: 0o600 })
  const { url, close } = await startFolder(dir)
  return {
    url,
    close: async () => {
      await close()
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** logIn types name and password on the login page. */
export async function logIn(page: Page, shop: Server, person: string, password = passwordOf(person)) {
  if (!page.url().includes('/login')) await page.goto(`${shop.url}/login`)
  await page.getByLabel('Person').fill(person)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** Api speaks to the server as the person whose browser it is, for what a test is not about. */
export interface Api {
  post: (path: string, data: object) => Promise<APIResponse>
  get: <T>(path: string) => Promise<T>
}

/** apiOf logs a browser in as a person and returns its way to the API. */
export async function apiOf(context: BrowserContext, shop: Server, person: Person): Promise<Api> {
  const base = `${shop.url}/api/v1`
  const post = (path: string, data: object) =>
    context.request.post(base + path, { data, headers: { Origin: shop.url } })
  const answer = await post('/login', { person, password: passwordOf(person) })
  if (!answer.ok()) throw new Error(`${person} cannot log in: ${await answer.text()}`)
  return { post, get: async (path) => (await context.request.get(base + path)).json() }
}
