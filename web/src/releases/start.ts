import { parse, textOf } from '../acts/fields'
import type { ModelView, ParamView, Problem, StartRequest } from '../api/types'

/** Wish is what somebody has typed to start a release. */
export interface Wish {
  title: string
  /** Values by name as typed; T among them. */
  texts: Record<string, string>
  overlays: string[]
  changes: string[]
  /** People by role; a role that is absent is held by its team. */
  assign: Record<string, string[]>
  mode: 'real' | 'rehearsal' | 'dry_run'
}

export const noWish: Wish = { title: '', texts: {}, overlays: [], changes: [], assign: {}, mode: 'real' }

/** asked lists the values a model asks for with these overlays, each once: an overlay's own word stands before the model's. */
export function asked(params: ParamView[], overlays: string[]): ParamView[] {
  const byName = new Map<string, ParamView>()
  for (const param of params) {
    if (!param.overlay || overlays.includes(param.overlay)) byName.set(param.name, param)
  }
  return [...byName.values()]
}

/** typedOf is what stands in the field of a parameter: what was typed, else the default. */
export function typedOf(param: ParamView, { texts }: Wish): string {
  return texts[param.name] ?? textOf(param, param.default)
}

/** lacking says what a start still needs, by field; title stands under "title". */
export function lacking(model: ModelView, wish: Wish): Record<string, string> {
  const wrong: Record<string, string> = {}
  if (wish.title.trim() === '') wrong.title = 'is missing'
  for (const param of asked(model.params, wish.overlays)) {
    const parsed = parse(param, typedOf(param, wish))
    if ('wrong' in parsed) wrong[param.name] = parsed.wrong
  }
  return wrong
}

/** refusedAt finds the field that the server speaks of, where it begins its sentence with one: "window: a value of …". */
export function refusedAt({ detail }: Problem, params: ParamView[]): Record<string, string> {
  const [, name = '', words = ''] = /^(\w+): (.*)$/s.exec(detail) ?? []
  return params.some((p) => p.name === name) ? { [name]: `is refused: ${words}` } : {}
}

/** startOf is the request of a wish that lacks nothing. */
export function startOf(model: ModelView, wish: Wish): StartRequest {
  const params: Record<string, unknown> = {}
  for (const param of asked(model.params, wish.overlays)) {
    const parsed = parse(param, typedOf(param, wish))
    if ('value' in parsed && parsed.value !== null) params[param.name] = parsed.value
  }
  const { T, ...rest } = params
  const assign = Object.fromEntries(Object.entries(wish.assign).filter(([, people]) => people.length > 0))
  return {
    model: `${model.id}@${model.version}`,
    title: wish.title.trim(),
    params: rest,
    ...(typeof T === 'string' && { t: T }),
    ...(Object.keys(assign).length > 0 && { assign }),
    ...(wish.overlays.length > 0 && { overlays: wish.overlays }),
    ...(wish.changes.length > 0 && { changes: wish.changes }),
    ...(wish.mode !== 'real' && { mode: wish.mode }),
  }
}
