import type { DeliverableView } from '../api/types'
import { contentOf } from '../api/upload'
import { useNames } from '../people/names'
import { momentOf, spanOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Digest, shorten } from '../ui/Key'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import classes from './Evidence.module.css'

/** Evidence lists what a step gives: where it stands, what it is, who said so, and how long it counts. */
export function Evidence({ outputs }: { outputs: DeliverableView[] }) {
  if (outputs.length === 0) return null
  return (
    <Card title="Outputs and evidence" bare>
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>State</th>
              <th>Content</th>
              <th>By</th>
              <th>Counts</th>
            </tr>
          </thead>
          <tbody>
            {outputs.map((output) => (
              <Row key={output.name} output={output} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Row({ output }: { output: DeliverableView }) {
  const name = useNames()
  const reader = useReader()
  return (
    <tr className={classes.row}>
      <td>
        <span className="m">{spoken(output.name)}</span>
        <span className={classes.sub}>
          {output.kind}
          {!output.mandatory && ', optional'}
        </span>
      </td>
      <td>
        <Status word={output.status} />
        {output.result && output.result !== 'given' && (
          <span className={classes.sub}>result {output.result}</span>
        )}
      </td>
      <td>
        <Content output={output} />
        {output.about.map((digest) => (
          <span key={digest} className={classes.sub}>
            about <span className="mono">{shorten(digest)}</span>
          </span>
        ))}
      </td>
      <td>
        {output.by ? name(output.by) : <span className="t3">–</span>}
        {output.at && <span className={classes.sub}>{momentOf(new Date(output.at), reader)}</span>}
      </td>
      <td>
        <Validity output={output} />
        {(output.accepted_by || output.accepter) && (
          <span className={classes.sub}>
            {output.accepted_by
              ? `accepted by ${name(output.accepted_by)}`
              : `${name(output.accepter!)} accepts it`}
          </span>
        )}
      </td>
    </tr>
  )
}

/** Content is what was given: a digest, with its content if that is stored here, or text. */
export function Content({ output: { blob, stored, value } }: { output: DeliverableView }) {
  if (!value) return <span className="t3">–</span>
  if (!blob) return <span className={classes.text}>{value}</span>
  return (
    <span className="row g6">
      <Digest value={blob} />
      {stored && (
        <a href={contentOf(blob)} download>
          Download
        </a>
      )}
    </span>
  )
}

function Validity({ output: { at, valid_until, status } }: { output: DeliverableView }) {
  const reader = useReader()
  if (!at) return <span className="t3">–</span>
  if (status === 'void') return <span className="t2">no longer</span>
  if (!valid_until) return <span className="t2">until replaced</span>
  const end = new Date(valid_until)
  const left = end.getTime() - reader.now.getTime()
  return (
    <span className={left < 0 ? 'late m' : 't2'}>
      {left < 0 ? `ended ${momentOf(end, reader)}` : `until ${momentOf(end, reader)}, ${spanOf(left)}`}
    </span>
  )
}
