import { PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { post } from '../api/client'
import { asProblem } from '../api/problem'
import { demoPeople, me } from '../api/queries'
import type { DemoPerson, Me } from '../api/types'
import { Brand } from '../shell/Brand'
import { Act } from '../ui/Act'
import { Avatar } from '../ui/Person'
import { Refusal } from '../ui/Refusal'
import { spoken } from '../ui/vocabulary'
import classes from './Login.module.css'

interface Credentials {
  person: string
  password: string
}

/** Login asks who somebody is; the demonstration offers its people to choose from. */
export function Login() {
  const login = useLogin()
  const people = useQuery(demoPeople)
  const { ended } = useSearch({ from: '/login' })
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <h1 className={classes.brand}>
          <Brand size={28} />
          Headgate
        </h1>
        {ended && !login.error && (
          <p role="status">
            <b className="m">Your session has ended.</b>{' '}
            <span className="t2">Log in to go on where you were; what you typed is kept.</span>
          </p>
        )}
        <Form busy={login.isPending} onSubmit={login.mutate} />
        {login.error && <Refusal problem={asProblem(login.error)} />}
        {people.data && <People people={people.data} onChoose={login.mutate} />}
      </div>
    </main>
  )
}

function useLogin() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { to } = useSearch({ from: '/login' })
  return useMutation({
    mutationFn: (body: Credentials) => post<Me>('/login', { body }),
    onSuccess: (answer) => {
      queries.clear() // another person may have been here
      queries.setQueryData(me.queryKey, answer)
      void navigate({ href: to ?? '/' })
    },
  })
}

function Form({ busy, onSubmit }: { busy: boolean; onSubmit: (c: Credentials) => void }) {
  const [person, setPerson] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit({ person, password })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="Person"
        name="person"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
        value={person}
        onChange={(event) => setPerson(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
      <Act kind="primary" type="submit" busy={busy}>
        Log in
      </Act>
    </form>
  )
}

function People({ people, onChoose }: { people: DemoPerson[]; onChoose: (c: Credentials) => void }) {
  return (
    <section className={classes.people} aria-labelledby="demo">
      <h2 id="demo">People of the demonstration</h2>
      <p className="s12 t2">Each sees other work. Choose one to log in.</p>
      <ul>
        {people.map(({ id, name, teams, password }) => (
          <li key={id}>
            <button
              type="button"
              className={classes.person}
              onClick={() => onChoose({ person: id, password })}
            >
              <Avatar name={name} large />
              <span className="m nw">{name}</span>
              <span className="s12 t3">{teams.map(spoken).join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
