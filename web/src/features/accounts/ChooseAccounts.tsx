import { Alert, Button, Group, List, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconHourglassOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { ApiError } from '@/api/problem'
import { useUser } from '@/api/session'
import type { AccountChoice, ChosenAccount } from '@/api/types'
import { clockTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { ChoosableAccount } from './ChoosableAccount'
import classes from './ChooseAccounts.module.css'
import { failureOf } from './failures'
import { choiceQuery, useChoose } from './queries'

/** Which of the accounts that were allowed at Facebook shall be connected: nothing is ticked beforehand. */
export function ChooseAccounts({ choiceId }: { choiceId: string }) {
  const { accounts } = useTexts().texts
  const { data, error, refetch } = useQuery(choiceQuery(choiceId))
  const choose = useChoose(choiceId)

  if (choose.data) return <Results results={choose.data} />
  if (isOver(error) || isOver(choose.error)) {
    return <div className="card"><EmptyState icon={IconHourglassOff} title={accounts.choose.overTitle} text={accounts.choose.overText}><ToAccounts /></EmptyState></div>
  }
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={240} radius={14} />
  return <Choice choice={data} pending={choose.isPending} error={choose.error} onChoose={choose.mutate} />
}

const isOver = (error: unknown) => error instanceof ApiError && error.status === 404

type ChoiceProps = { choice: AccountChoice; pending: boolean; error: unknown; onChoose: (accountIds: string[]) => void }

function Choice({ choice, pending, error, onChoose }: ChoiceProps) {
  const { texts, locale } = useTexts()
  const { choose } = texts.accounts
  const { timezone } = useUser()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const all = chosen.size === choice.accounts.length
  const toggle = (id: string) => setChosen((before) => (before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id])))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChoose([...chosen])
  }
  return (
    <form className={`card ${classes.card}`} onSubmit={submit}>
      <fieldset className={classes.list}>
        <legend><Text size="sm" c="dimmed">{choose.until(clockTime(choice.expiresAt, locale, timezone))}</Text></legend>
        {choice.accounts.map((account) => <ChoosableAccount key={account.accountId} account={account} checked={chosen.has(account.accountId)} onToggle={() => toggle(account.accountId)} />)}
      </fieldset>
      {error ? <ErrorAlert error={error} /> : null}
      <Group gap="sm">
        <Button type="submit" loading={pending} disabled={chosen.size === 0}>{choose.connect(chosen.size)}</Button>
        <Button variant="default" onClick={() => setChosen(new Set(all ? [] : choice.accounts.map(({ accountId }) => accountId)))}>{all ? choose.none : choose.all}</Button>
        <Button variant="subtle" component={Link} to="/accounts">{texts.common.cancel}</Button>
      </Group>
    </form>
  )
}

function Results({ results }: { results: ChosenAccount[] }) {
  const { accounts, common } = useTexts().texts
  const connected = results.filter(({ error }) => error === null)
  const failed = results.filter(({ error }) => error !== null)
  return (
    <Stack gap="md" align="flex-start" maw={720}>
      {connected.length > 0 && (
        <Alert color="green" role="status" w="100%" title={accounts.choose.connectedTitle(connected.length)} icon={<IconCircleCheck />}>
          {connected.map(({ username }) => `@${username}`).join(', ')}
        </Alert>
      )}
      {failed.length > 0 && (
        <Alert color="red" role="alert" w="100%" title={accounts.choose.failedTitle(failed.length)} icon={<IconAlertTriangle />}>
          <List size="sm" spacing={6}>
            {failed.map(({ accountId, username, error, limit }) => (
              <List.Item key={accountId}><b>@{username}</b>: {limit ? common.errors.tierLimit.accounts(limit) : accounts.failures[failureOf(error ?? '')]}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <ToAccounts />
    </Stack>
  )
}

function ToAccounts() {
  const { accounts } = useTexts().texts
  return <Button component={Link} to="/accounts">{accounts.choose.toAccounts}</Button>
}
