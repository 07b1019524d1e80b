import { Switch } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { Dialog } from '../lists/Dialog'
import { Kbd } from '../ui/Kbd'
import { capsOf, interpret, type Pending, pressOf } from './keys'
import classes from './Keys.module.css'

/** Binding is what one key does. */
export interface Binding {
  label: string
  run: () => void
}

/** Bindings maps names of keys, as interpret gives them, to what they do. */
export type Bindings = Record<string, Binding>

const Context = createContext<(bindings: Bindings) => () => void>(() => () => {})

/** KeysProvider listens for keys on behalf of everything below it, and shows all of them on ?. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const layers = useRef<Bindings[]>([])
  const [help, setHelp] = useState<Bindings | null>(null)
  const [on, setOn] = useLocalStorage({
    key: 'headgate.single-keys',
    defaultValue: true,
    getInitialValueInEffect: false,
  })

  const register = useCallback((bindings: Bindings) => {
    layers.current.push(bindings)
    return () => void (layers.current = layers.current.filter((l) => l !== bindings))
  }, [])

  useEffect(() => {
    let pending: Pending = null
    const listen = (event: KeyboardEvent) => {
      const all: Bindings = Object.assign({}, ...layers.current)
      all['?'] = { label: 'all keys', run: () => setHelp(all) }
      const result = interpret(pending, pressOf(event), (name) => name in all, on)
      pending = result.pending
      if (!result.name) return
      event.preventDefault()
      all[result.name]?.run()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [on])

  return (
    <Context value={register}>
      {children}
      {help && (
        <Dialog title="Keys" onClose={() => setHelp(null)}>
          <KeyList bindings={help} />
          <Switch
            mt="md"
            checked={on}
            onChange={(event) => setOn(event.currentTarget.checked)}
            label="Single letters act"
            description="Off while you type. Switch off for speech input; keys with Ctrl stay."
          />
        </Dialog>
      )}
    </Context>
  )
}

/** useKeys makes keys work while the caller is on the page; the innermost caller wins. */
export function useKeys(bindings: Bindings) {
  const register = useContext(Context)
  const latest = useRef(bindings)
  latest.current = bindings
  const names = Object.keys(bindings).join('\n')
  useEffect(() => {
    const stable: Bindings = {}
    for (const name of names.split('\n').filter(Boolean)) {
      stable[name] = {
        get label() {
          return latest.current[name]?.label ?? ''
        },
        run: () => latest.current[name]?.run(),
      }
    }
    return register(stable)
  }, [register, names])
}

function KeyList({ bindings }: { bindings: Bindings }) {
  return (
    <dl className={classes.list}>
      {Object.entries(bindings).map(([name, { label }]) => (
        <div key={name}>
          <dt>
            {capsOf(name).map((cap) => (
              <Kbd key={cap}>{cap}</Kbd>
            ))}
          </dt>
          <dd>{label}</dd>
        </div>
      ))}
    </dl>
  )
}
