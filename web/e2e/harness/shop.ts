import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { APIResponse, BrowserContext, Page } from 'playwright-core'
import { type Installation, type Server, startFolder } from './servers'

/** people are those of the corner shop, whose site is in folder/site.yaml. */
export const people = ['vera', 'omar', 'tess', 'rolf'] as const
export type Person = (typeof people)[number]

/** passwordOf is what somebody of the shop logs in with. */
export const passwordOf = (person: string) => `password of ${person}`

/** openShop serves the working folder of the corner shop with data of its own. */
export async function openShop(): Promise<Installation> {
  const dir = mkdtempSync(join(tmpdir(), 'headgate-shop-'))
  cpSync(join(import.meta.dirname, '../folder'), dir, { recursive: true })
  mkdirSync(join(dir, '.headgate'))
  const lines = people.map((p) => `${p}: {password: ${passwordOf(p)}, permissions: [change]}`)
  writeFileSync(join(dir, '.headgate/people.yaml'), lines.join('\n'), { mode: 0o600 })
  const server = await startFolder(dir)
  return {
    ...server,
    close: async () => {
      await server.close()
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

/** Command is a command given to a case by somebody. */
type Command = [person: Person, command: object]

/** Shop is what the people of the shop do by the API, for what a test is not about. */
export class Shop {
  constructor(private readonly by: Record<Person, Api>) {}

  /** open logs everybody in, each in a browser context of their own. */
  static async open(another: () => Promise<BrowserContext>, server: Server): Promise<Shop> {
    const by = {} as Record<Person, Api>
    for (const person of people) by[person] = await apiOf(await another(), server, person)
    return new Shop(by)
  }

  /** start starts a release or change as Rolf and returns its id. */
  async start(kind: 'releases' | 'changes', request: object): Promise<string> {
    const answer = await this.by.rolf.post(`/${kind}`, request)
    if (!answer.ok()) throw new Error(await answer.text())
    return ((await answer.json()) as { id: string }).id
  }

  /** granted returns the id of a change that lets the front page be built and published. */
  async granted(): Promise<string> {
    const id = await this.start('changes', {
      model: 'page-change',
      title: 'The front page may change',
      params: { cis: ['front_page'], environments: ['live'], window: 'Mon-Sun 00:00-24:00' },
    })
    await this.play(`/changes/${id}`, [
      ['rolf', { command: 'report', place: 'request', answer: 'done', values: { request_form: 'Please' } }],
      ['tess', { command: 'vote', place: 'accept_request', answer: 'accept' }],
      ['omar', { command: 'vote', place: 'authorization', answer: 'approve', values: { grant: 'Yes' } }],
    ])
    return id
  }

  /** page returns a page that is written, approved and sealed, and waits for its go. */
  async page(title: string): Promise<string> {
    const id = await this.start('releases', {
      model: 'web-page',
      title,
      params: { page: 'front_page', summary: 'Colours of the season' },
      changes: [await this.granted()],
    })
    const text = await this.by.vera.post('/blobs?name=front-page.txt', { text: 'It is winter.' })
    const { digest, name } = (await text.json()) as { digest: string; name: string }
    await this.play(`/releases/${id}`, [
      [
        'vera',
        { command: 'report', place: 'write', answer: 'done', values: { page_text: { digest, name } } },
      ],
      ['omar', { command: 'vote', place: 'approve_text', answer: 'approve', reason: 'Short and true' }],
      ['omar', { command: 'vote', place: 'accept_package', answer: 'accept' }],
    ])
    return id
  }

  /** campaign returns a campaign whose date has come, at the step that lights it up as fate will have it. */
  async campaign(title: string, fate: 'well' | 'fails' | 'unsure'): Promise<string> {
    const id = await this.start('releases', {
      model: 'campaign',
      title,
      params: { page: 'front_page', contact: 'tess', fate },
      t: new Date(Date.now() - 3_600_000).toISOString(),
      changes: [await this.granted()],
    })
    await this.play(`/releases/${id}`, [
      ['vera', { command: 'report', place: 'draw', answer: 'done', values: { banner: 'A star' } }],
      ['rolf', { command: 'vote', place: 'taste', answer: 'yes' }],
      ['omar', { command: 'vote', place: 'accept_package', answer: 'accept' }],
    ])
    return id
  }

  /** give gives one command. */
  give(person: Person, id: string, command: object) {
    return this.play(id.startsWith('CHG') ? `/changes/${id}` : `/releases/${id}`, [[person, command]])
  }

  /** play gives commands one after another, each as soon as a machine before it has let it be given. */
  private async play(path: string, commands: Command[]) {
    for (const [person, command] of commands) {
      const give = () => this.by[person].post(`${path}/commands`, command)
      let answer = await give()
      for (
        const end = Date.now() + 10_000;
        answer.status() === 409 && Date.now() < end;
        answer = await give()
      )
        await new Promise((resolve) => setTimeout(resolve, 50))
      if (!answer.ok()) throw new Error(`${person} ${JSON.stringify(command)}: ${await answer.text()}`)
    }
  }
}
