import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Choose } from '../acts/Choose'
import { CommandRefusal } from '../acts/CommandRefusal'
import { useCommand } from '../acts/useCommand'
import { people } from '../api/queries'
import { Dialog } from '../lists/Dialog'
import { Act } from '../ui/Act'
import classes from './AskHelp.module.css'

/** AskHelp brings another person into the work of a step; who answers for it stays the same. */
export function AskHelp({ id, place }: { id: string; place: string }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Act onClick={() => setOpened(true)}>Ask for help…</Act>
      {opened && (
        <Dialog title="Ask for help" about={place} onClose={() => setOpened(false)}>
          <Form id={id} place={place} onDone={() => setOpened(false)} />
        </Dialog>
      )}
    </>
  )
}

function Form({ id, place, onDone }: { id: string; place: string; onDone: () => void }) {
  const { data } = useQuery(people)
  const command = useCommand(id, onDone)
  const [person, setPerson] = useState('')
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    command.mutate({ command: { command: 'ask_help', place, person, reason } })
  }
  const off = person === '' ? 'say whom you ask' : reason.trim() === '' ? 'say what you need' : ''
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className="s12 t2">They may do this step as well. You stay responsible, and the clock runs on.</p>
      <Choose
        label="Whom"
        value={person}
        onChange={(event) => setPerson(event.currentTarget.value)}
        data={[
          { value: '', label: '' },
          ...(data ?? []).filter((p) => !p.disabled).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Textarea
        label="What you need"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Act kind="primary" type="submit" off={off} busy={command.isPending}>
        Ask for help
      </Act>
      {command.error && <CommandRefusal id={id} error={command.error} seen={command.variables?.seen} />}
    </form>
  )
}
