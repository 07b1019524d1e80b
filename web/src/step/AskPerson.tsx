import { Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Choose } from '../acts/Choose'
import { CommandRefusal } from '../acts/CommandRefusal'
import { useCommand } from '../acts/useCommand'
import { people } from '../api/queries'
import { Dialog } from '../lists/Dialog'
import { useKeys } from '../shell/Keys'
import { Act } from '../ui/Act'
import classes from './AskPerson.module.css'

/** Asking is what somebody is asked for, and in which words. */
interface Asking {
  command: 'ask_help' | 'assign'
  title: string
  key?: string
  /** What becomes of the step, one or two sentences. */
  then: string
  reason: string
  noPerson: string
  noReason: string
}

const help: Asking = {
  command: 'ask_help',
  title: 'Ask for help',
  then: 'They may do this step as well. You stay responsible, and the clock runs on.',
  reason: 'What you need',
  noPerson: 'say whom you ask',
  noReason: 'say what you need',
}

const give: Asking = {
  command: 'assign',
  title: 'Give to another',
  key: 'd',
  then: 'They alone do this step, if they may. Who answers for it stays the same, and the clock runs on.',
  reason: 'Why',
  noPerson: 'say to whom',
  noReason: 'say why',
}

interface Props {
  id: string
  place: string
  /** Who may be asked, by id; everybody when it is empty. */
  among?: string[]
  me: string
}

/** AskHelp brings another person into the work of a step; who answers for it stays the same. */
export const AskHelp = (props: Props) => <AskPerson {...props} asking={help} />

/** Delegate gives the work of a step to another who may do it. */
export const Delegate = (props: Props) => <AskPerson {...props} asking={give} />

function AskPerson({ asking, ...props }: Props & { asking: Asking }) {
  const [opened, setOpened] = useState(false)
  const { title, key } = asking
  useKeys(key ? { [key]: { label: title.toLowerCase(), run: () => setOpened(true) } } : {})
  return (
    <>
      <Act onClick={() => setOpened(true)} keys={key?.toUpperCase()}>
        {title}…
      </Act>
      {opened && (
        <Dialog title={title} about={props.place} onClose={() => setOpened(false)}>
          <Form {...props} asking={asking} onDone={() => setOpened(false)} />
        </Dialog>
      )}
    </>
  )
}

function Form({ id, place, among = [], me, asking, onDone }: Props & { asking: Asking; onDone: () => void }) {
  const { data } = useQuery(people)
  const command = useCommand(id, onDone)
  const [person, setPerson] = useState('')
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    command.mutate({ command: { command: asking.command, place, person, reason } })
  }
  const choice = (data ?? []).filter(
    (p) => !p.disabled && p.id !== me && (among.length === 0 || among.includes(p.id)),
  )
  const off = person === '' ? asking.noPerson : reason.trim() === '' ? asking.noReason : ''
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className="s12 t2">{asking.then}</p>
      <Choose
        label="Whom"
        value={person}
        onChange={(event) => setPerson(event.currentTarget.value)}
        data={[{ value: '', label: '' }, ...choice.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Textarea
        label={asking.reason}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Act kind="primary" type="submit" off={off} busy={command.isPending}>
        {asking.title}
      </Act>
      {command.error && <CommandRefusal id={id} error={command.error} seen={command.variables?.seen} />}
    </form>
  )
}
