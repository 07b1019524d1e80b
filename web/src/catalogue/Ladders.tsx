import type { LadderView } from '../api/types'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import classes from './Ladders.module.css'
import { Rung } from './Rung'

/** Ladders lists who is reminded, asked and told in which order when a limit nears. */
export function Ladders({ ladders }: { ladders: LadderView[] }) {
  return (
    <Card title="Escalation ladders" bare={ladders.length === 0}>
      {ladders.length === 0 ? (
        <Empty title="Nothing escalates">No step of this model has a limit with a ladder.</Empty>
      ) : (
        <div className={classes.list}>
          {ladders.map((ladder, i) => (
            <section key={i}>
              <h3 className={classes.title}>
                <Steps ladder={ladder} />
              </h3>
              <ol>
                {ladder.rungs.map((rung, i) => (
                  <li key={i}>
                    <Rung rung={rung} />
                  </li>
                ))}
              </ol>
            </section>
          ))}
          <p className="s11 t3">M remind, F functional, H hierarchical, E event</p>
        </div>
      )}
    </Card>
  )
}

const named = 3

/** Steps names what a ladder serves; one without a name serves the steps that have none of their own. */
function Steps({ ladder: { id, steps } }: { ladder: LadderView }) {
  if (!id) return steps.length > 0 ? <>Every step without its own</> : <>With an overlay</>
  const shown = steps.slice(0, named).join(', ')
  return (
    <>
      <span className="mono">{shown || id}</span>
      {steps.length > named && <span className="t3"> and {steps.length - named} more</span>}
    </>
  )
}
