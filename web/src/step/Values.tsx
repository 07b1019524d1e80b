import { textOf } from '../acts/fields'
import type { NamedJSON } from '../api/types'
import { Card } from '../ui/Card'
import { Digest } from '../ui/Key'
import { spoken } from '../ui/vocabulary'
import classes from './Values.module.css'

/** Values lists typed values under their names; none, no card. */
export function Values({ title, values }: { title: string; values: NamedJSON[] }) {
  if (values.length === 0) return null
  return (
    <Card title={title}>
      <dl className={classes.list}>
        {values.map((value) => (
          <div key={value.name}>
            <dt>{spoken(value.name)}</dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Value({ value }: { value: NamedJSON }) {
  const text = textOf(value, value.value)
  if (text === '') return <span className="t3">unknown</span>
  return text.startsWith('sha256:') ? <Digest value={text} /> : <>{text}</>
}
