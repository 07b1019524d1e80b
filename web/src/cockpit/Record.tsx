import { pathOf } from '../api/queries'
import type { CaseView } from '../api/types'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import classes from './Cockpit.module.css'

const forms = [
  { ext: 'html', title: 'Page', for: 'to read and to print' },
  { ext: 'md', title: 'Markdown', for: 'for a wiki or a ticket' },
  { ext: 'json', title: 'JSON', for: 'for machines: every event as recorded' },
]

/** Record offers the record of a case: who did what, when and why, with evidence and digests. */
export function Record({ view }: { view: CaseView }) {
  const at = `/api/v1${pathOf(view.id)}/record`
  return (
    <Card title="Record">
      <div className="col g12">
        <p className="t2">
          Everything that was decided, done, handed over and given as evidence, with names, times, reasons and
          digests. It is complete at any moment, also now.
        </p>
        <ul className={classes.record}>
          {forms.map((form) => (
            <li key={form.ext}>
              <a href={`${at}.${form.ext}`} target="_blank" rel="noreferrer">
                <Icon name={form.ext === 'html' ? 'document' : 'download'} /> {form.title}
              </a>
              <span className="s12 t3">{form.for}</span>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
