import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const loaded = readFileSync(join(root, 'src/theme/mantine.css'), 'utf8')

/** used are the names that screens import from Mantine. */
function used(): string[] {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const names = sources
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [
      ...readFileSync(join(root, 'src', file), 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g),
    ])
    .flatMap(([, list]) => list!.split(','))
  return [...new Set(names.map((name) => name.replace('type ', '').trim()))]
}

test('every component that screens use has its styles loaded', () => {
  const sheet = (name: string) => `@mantine/core/styles/${name}.layer.css`
  const styled = used().filter((name) => existsSync(join(root, 'node_modules', sheet(name))))
  expect(styled.length).toBeGreaterThan(5)
  expect(styled.filter((name) => !loaded.includes(sheet(name)))).toEqual([])
})
