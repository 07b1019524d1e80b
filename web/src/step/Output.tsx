import { useEffect, useRef, useState } from 'react'
import type { CallView } from '../api/types'
import { useKeys } from '../shell/Keys'
import { momentOf, spanOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Status } from '../ui/Status'
import classes from './Output.module.css'
import { prints } from './output'
import { useOutput } from './useOutput'

interface Props {
  /** Id of the case. */
  id: string
  place: string
  call: CallView
}

const near = 24 // px from the end that still count as the end

/** Output shows what the executor of a machine step prints, live, and stays at the end until the reader scrolls up. */
export function Output({ id, place, call }: Props) {
  const { text } = useOutput(id, place, call)
  const [following, setFollowing] = useState(true)
  const box = useRef<HTMLPreElement>(null)
  useEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [text, following])
  useKeys({ f: { label: 'follow the output', run: () => setFollowing((on) => !on) } })
  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!
    setFollowing(scrollHeight - scrollTop - clientHeight < near)
  }
  const running = prints(call.state)
  return (
    <Card
      title="Output"
      aside={
        <span className="row g12">
          <Took call={call} />
          <Status word={running ? 'in_progress' : call.state} />
          {running && (
            <Act onClick={() => setFollowing(!following)} keys="F">
              {following ? 'Pause' : 'Follow'}
            </Act>
          )}
        </span>
      }
      bare
    >
      {call.error && <p className={classes.error}>{call.error}</p>}
      <pre
        ref={box}
        className={classes.output}
        onScroll={onScroll}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={`Output of ${call.executor}`}
      >
        {text || (running ? 'Nothing printed yet.' : 'It printed nothing.')}
      </pre>
    </Card>
  )
}

/** Took says who ran it, since when, and how long it took. */
function Took({ call }: { call: CallView }) {
  const reader = useReader()
  const began = call.started_at ? new Date(call.started_at) : null
  const ended = call.ended_at ? new Date(call.ended_at) : null
  const parts = [
    call.attempt > 1 && `attempt ${call.attempt}`,
    began && momentOf(began, reader),
    began && ended && spanOf(ended.getTime() - began.getTime()),
  ]
  return (
    <span className="s12 t3">
      <span className="mono">{call.executor}</span> {parts.filter(Boolean).join(' · ')}
    </span>
  )
}
