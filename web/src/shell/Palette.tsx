import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Icon } from '../ui/Icon'
import { Kbd } from '../ui/Kbd'
import { capsOf } from './keys'
import { type Entry, find, grouped } from './palette'
import classes from './Palette.module.css'

interface Props {
  opened: boolean
  onClose: () => void
  /** What is known without asking. */
  entries: Entry[]
  /** Asks the server; called with a query that has rested for a moment. */
  onSearch?: (query: string) => void
}

/** Palette finds any place, release, model or command by a few letters. */
export function Palette({ opened, onClose, entries, onSearch }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      yOffset="12vh"
      size={560}
      padding={0}
      attributes={{ content: { 'aria-label': 'Find or run a command' } }}
    >
      <Finder entries={entries} onSearch={onSearch} onDone={onClose} />
    </Modal>
  )
}

function Finder({ entries, onSearch, onDone }: Pick<Props, 'entries' | 'onSearch'> & { onDone: () => void }) {
  const list = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const [rested] = useDebouncedValue(query, 150)
  useEffect(() => onSearch?.(rested), [rested, onSearch])
  // The dialog focuses it only after a moment; who types at once would lose letters.
  const input = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => input.current?.focus(), [])

  const groups = grouped(find(entries, query))
  const flat = groups.flatMap(([, items]) => items)
  const current = flat[Math.min(at, flat.length - 1)]
  const choose = (entry?: Entry) => {
    if (!entry) return
    onDone()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && flat.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, flat.length - 1) + step + flat.length) % flat.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(current)
    }
  }
  const idOf = (entry?: Entry) => entry && `${list}-${entry.id}`

  return (
    <>
      <div className={classes.field}>
        <Icon name="search" size={16} />
        <input
          ref={input}
          data-autofocus
          role="combobox"
          aria-label="Find or run a command"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={idOf(current)}
          placeholder="Find a release, a model, a command"
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd>Esc</Kbd>
      </div>
      <div className={classes.list} role="listbox" id={list} aria-label="Found">
        {groups.map(([name, items]) => (
          <div key={name} role="group" aria-label={name}>
            <div className={classes.group} aria-hidden="true">
              {name}
            </div>
            {items.map((entry) => (
              <Option
                key={entry.id}
                id={idOf(entry)}
                entry={entry}
                current={entry === current}
                onChoose={choose}
              />
            ))}
          </div>
        ))}
      </div>
      {flat.length === 0 && (
        <p className={classes.none} role="status">
          Nothing is called “{query}”. Try an id such as REL-2041, or fewer letters.
        </p>
      )}
    </>
  )
}

interface OptionProps {
  id?: string
  entry: Entry
  current: boolean
  onChoose: (entry: Entry) => void
}

function Option({ id, entry, current, onChoose }: OptionProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (current) element.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={current}
      className={classes.option}
      onClick={() => onChoose(entry)}
    >
      <Icon name={entry.icon} size={16} />
      <span>{entry.title}</span>
      {entry.key && <span className="mono t3">{entry.key}</span>}
      <span className="sp" />
      {entry.keys && capsOf(entry.keys).map((cap) => <Kbd key={cap}>{cap}</Kbd>)}
    </div>
  )
}
