import { FileButton, type NativeSelectProps, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { asProblem } from '../api/problem'
import { me as meQuery, people } from '../api/queries'
import { upload } from '../api/upload'
import { fullOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Act } from '../ui/Act'
import { Icon } from '../ui/Icon'
import { shorten } from '../ui/Key'
import { spoken } from '../ui/vocabulary'
import { Choose, Tick } from './Choose'
import classes from './FieldInput.module.css'
import { type Evidence, type Field, hintOf, widgetOf } from './fields'

interface Props {
  field: Field
  text: string
  onText: (text: string) => void
  evidence?: Evidence
  onEvidence?: (evidence: Evidence | undefined) => void
  /** What is wrong with it; shown once something was typed, or once it was to be sent. */
  wrong?: string
  /** It was to be sent: what is missing is wrong now. */
  asked?: boolean
  /** Asks in other words than the name. */
  label?: string
}

/** FieldInput asks for one typed value. */
export function FieldInput(props: Props) {
  const { field, text, onText, wrong, asked, onEvidence, label = spoken(field.name) } = props
  const widget = widgetOf(field)
  const common = {
    'data-field': field.name,
    label: label + (field.optional ? ' · optional' : ''),
    description: hintOf(field),
    error: wrong && (asked || text.trim() !== '') ? spoken(wrong) : undefined,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => onText(event.currentTarget.value),
  }
  switch (widget) {
    case 'ticks':
      return null
    case 'upload':
      return onEvidence ? <Upload {...props} label={label} /> : <TextInput {...common} />
    case 'prose':
    case 'rows':
      return <Textarea {...common} />
    case 'switch':
      return (
        <Tick
          label={common.label}
          checked={text === 'true'}
          onChange={(event) => onText(String(event.currentTarget.checked))}
        />
      )
    case 'choice':
      return <Choose {...common} data={['', ...(field.words ?? [])]} />
    case 'moment':
      return <TextInput {...common} type="datetime-local" description={<ZoneHint text={text} />} />
    case 'person':
      return <PersonInput {...common} />
    case 'number':
      return <TextInput {...common} inputMode="decimal" />
    default:
      return <TextInput {...common} />
  }
}

/** ZoneHint says in which zone a date and time is typed, and what that is where the installation stands. */
export function ZoneHint({ text }: { text: string }) {
  const { zone } = useReader()
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const at = new Date(text)
  const there = me && me.zone !== zone && !Number.isNaN(at.getTime()) && fullOf(at, me.zone)
  return (
    <>
      Your time, {zone.replaceAll('_', ' ')}
      {there && `; that is ${there} for the release`}
    </>
  )
}

function PersonInput(props: Omit<NativeSelectProps, 'data'>) {
  const { data = [] } = useQuery(people)
  const choices = data.filter((p) => !p.disabled).map((p) => ({ value: p.id, label: p.name }))
  return <Choose {...props} data={[{ value: '', label: '' }, ...choices]} />
}

function Upload({ field, label, evidence, onEvidence }: Props) {
  const id = useId()
  const sending = useMutation({
    mutationFn: (file: File) => upload(file),
    onSuccess: ({ digest, name }) => onEvidence?.({ digest, name }),
  })
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className={classes.label}>
        {label}{' '}
        <span className="t3">
          · {field.kind ?? field.type}
          {field.optional ? ', optional' : ', required'}
        </span>
      </div>
      <div className="row g6 wrap">
        {evidence && (
          <span className={classes.file}>
            <Icon name="attach" />
            <span className={classes.name}>{evidence.name}</span>
            <span className="mono t3" title={evidence.digest}>
              {shorten(evidence.digest)}
            </span>
          </span>
        )}
        {evidence && field.kind === 'report' && (
          <Choose
            aria-label={`Result of ${label}`}
            data={[
              { value: '', label: 'Pass or fail?' },
              { value: 'pass', label: 'Pass' },
              { value: 'fail', label: 'Fail' },
            ]}
            value={evidence.result ?? ''}
            onChange={(event) =>
              onEvidence?.({
                ...evidence,
                result: (event.currentTarget.value || undefined) as Evidence['result'],
              })
            }
          />
        )}
        <FileButton onChange={(file) => file && sending.mutate(file)} inputProps={{ 'aria-label': label }}>
          {({ onClick }) => (
            <span data-evidence="">
              <Act onClick={onClick} busy={sending.isPending}>
                <Icon name="attach" /> {evidence ? 'Another file' : 'Add file…'}
              </Act>
            </span>
          )}
        </FileButton>
      </div>
      {sending.error && (
        <p className="s12 bad" role="alert">
          {asProblem(sending.error).detail}
        </p>
      )}
    </div>
  )
}
