import type { GrantView } from '../api/types'
import type { Named } from '../people/names'
import { momentOf, type Reader } from '../time/format'

/** untilOf says how long a grant holds: to its end, or until somebody revokes it. */
export function untilOf({ to }: Pick<GrantView, 'to'>, reader: Reader): string {
  return to ? `until ${momentOf(new Date(to), reader)}` : 'until revoked'
}

/** merged joins the grants that differ only in their stage: build, deploy. */
export function merged(grants: GrantView[]): GrantView[] {
  const scopes = new Map<string, GrantView>()
  for (const grant of grants) {
    const { id: _, stage, ...scope } = grant
    const key = JSON.stringify(scope)
    const known = scopes.get(key)
    scopes.set(key, known ? { ...known, stage: `${known.stage}, ${stage}` } : grant)
  }
  return [...scopes.values()]
}

/** grantInWords says the scope of a grant: deploy of front_page in live, from Thu 09:00 until revoked, by Omar. */
export function grantInWords(grant: GrantView, reader: Reader, name: Named): string {
  const scope = [
    grant.stage,
    grant.cis.length > 0 && `of ${grant.cis.join(', ')}`,
    grant.environments.length > 0 && `in ${grant.environments.join(', ')}`,
  ]
  const parts = [
    scope.filter(Boolean).join(' '),
    grant.from && new Date(grant.from) > reader.now ? `from ${momentOf(new Date(grant.from), reader)}` : '',
    untilOf(grant, reader),
    grant.deciders.length > 0 && `by ${grant.deciders.map(name).join(', ')}`,
  ]
  return parts.filter(Boolean).join(', ')
}
