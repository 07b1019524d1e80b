import type { RACI } from '../api/types'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { matrixOf } from './matrix'
import classes from './Responsibilities.module.css'

/** Responsibilities is the RACI matrix: steps down, roles across. */
export function Responsibilities({ raci }: { raci: RACI }) {
  const { roles, rows } = matrixOf(raci)
  return (
    <Card title="Responsibilities" aside={<Legend />} bare>
      {rows.length === 0 ? (
        <Empty title="No steps yet" />
      ) : (
        <div className={classes.scroll} tabIndex={0} role="group" aria-label="Responsibilities, scrollable">
          <table className={classes.matrix}>
            <thead>
              <tr>
                <th scope="col">Step</th>
                {roles.map((role) => (
                  <th key={role.id} scope="col" title={role.id}>
                    {role.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ step, cells }) => (
                <tr key={step}>
                  <th scope="row" className="mono">
                    {step}
                  </th>
                  {cells.map((cell, j) => (
                    <td key={roles[j]?.id}>
                      {cell.letters ? (
                        <span className={classes.mark} data-look={cell.look} title={cell.words}>
                          {cell.letters}
                        </span>
                      ) : (
                        <span className="t3" aria-hidden="true">
                          ·
                        </span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}

function Legend() {
  return (
    <span className={classes.legend}>
      <span>
        <span className={classes.mark} data-look="accountable">
          A
        </span>{' '}
        accountable
      </span>
      <span>
        <span className={classes.mark} data-look="responsible">
          R
        </span>{' '}
        responsible
      </span>
      <span>C consulted</span>
      <span>I informed</span>
    </span>
  )
}
