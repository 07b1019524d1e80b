import { TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import type { ModelSummary } from '../api/types'
import { useKeys } from '../shell/Keys'
import { Icon } from '../ui/Icon'
import classes from './ClassTree.module.css'
import { type Branch, classTree, currentOf, matching, pathTo } from './tree'

interface Props {
  models: ModelSummary[]
  /** Id of the model that is open. */
  chosen?: string
}

/** ClassTree lists the models by class; a filter leaves those that match and opens their classes. */
export function ClassTree({ models, chosen }: Props) {
  const [filter, setFilter] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const all = useMemo(() => currentOf(models), [models])
  const found = useMemo(() => matching(all, filter), [all, filter])
  const [closed, setClosed] = useState<Record<string, boolean>>({})
  const open = new Set(pathTo(all.find((m) => m.id === chosen)?.class ?? ''))
  const isOpen = (id: string) => filter !== '' || !(closed[id] ?? (all.length > 40 && !open.has(id)))
  useKeys({ '/': { label: 'filter models', run: () => field.current?.focus() } })
  return (
    <nav aria-label="Models by class">
      <div className={classes.head}>
        <h2>Catalogue</h2>
        <span className="s12 t3">
          {all.length} {all.length === 1 ? 'model' : 'models'}
        </span>
      </div>
      <TextInput
        ref={field}
        aria-label="Filter models"
        placeholder="Filter models"
        leftSection={<Icon name="search" />}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        className={classes.filter}
      />
      <Branches
        branches={classTree(found)}
        depth={0}
        chosen={chosen}
        isOpen={isOpen}
        toggle={(id) => setClosed((old) => ({ ...old, [id]: isOpen(id) }))}
      />
      {found.length === 0 && <p className="s12 t2">No model has “{filter}” in its name or class.</p>}
    </nav>
  )
}

interface BranchesProps {
  branches: Branch[]
  depth: number
  chosen?: string
  isOpen: (id: string) => boolean
  toggle: (id: string) => void
}

function Branches({ branches, depth, chosen, isOpen, toggle }: BranchesProps) {
  const indent = (by: number) => ({ paddingLeft: 8 + 16 * (depth + by) })
  return (
    <ul>
      {branches.map((branch) => (
        <li key={branch.id}>
          <button
            type="button"
            className={classes.node}
            style={indent(0)}
            aria-expanded={isOpen(branch.id)}
            onClick={() => toggle(branch.id)}
          >
            <Icon name={isOpen(branch.id) ? 'down' : 'right'} size={12} className="t3" />
            <span className={classes.name}>{branch.title}</span>
            <span className={classes.count}>{branch.count}</span>
          </button>
          {isOpen(branch.id) && (
            <>
              <Branches {...{ branches: branch.branches, depth: depth + 1, chosen, isOpen, toggle }} />
              {branch.models.length > 0 && (
                <ul>
                  {branch.models.map((model) => (
                    <li key={model.id}>
                      <Link
                        to="/catalogue/$ref"
                        params={{ ref: model.id }}
                        className={classes.node}
                        style={indent(1)}
                        title={model.title}
                        aria-current={model.id === chosen ? 'page' : undefined}
                      >
                        <Icon name="book" size={12} />
                        <span className={`${classes.name} mono`}>{model.id}</span>
                        <span className={classes.count}>{model.version}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
