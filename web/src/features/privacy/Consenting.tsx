import { Anchor, Button, Group, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { signOut } from '@/api/session'
import type { Consents, User } from '@/api/types'
import { Welcome } from '@/features/identity/Welcome'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import { AcceptPolicies } from './AcceptPolicies'
import { DeleteAccountCard } from './DeleteAccountCard'
import { ExportCard } from './ExportCard'
import { useAnswerConsents } from './queries'

/** Stands before everything else when a text is another one than somebody has agreed to. Who does not agree may leave, and take along what is theirs. */
export function Consenting({ user, consents }: { user: User; consents: Consents }) {
  const { policies, common } = useTexts().texts
  const answer = useAnswerConsents()
  const client = useQueryClient()
  const [accepted, setAccepted] = useState({ terms: false, privacy: false })
  const [checked, setChecked] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const asked = (['terms', 'privacy'] as const).filter((policy) => consents.asked.includes(policy))
  const first = consents.items.every(({ answeredVersion }) => answeredVersion === null)
  useDocumentTitle(`${policies.askTitle} · ${common.appName}`)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (answer.isPending || asked.some((policy) => !accepted[policy])) return
    answer.mutate(asked.map((policy) => ({ purpose: policy, given: true, version: consents.items.find(({ purpose }) => purpose === policy)?.version ?? '' })))
  }
  const missing = (policy: 'terms' | 'privacy') => checked && !accepted[policy] && policies.missing[policy]
  return (
    <Welcome title={policies.askTitle} text={first ? policies.askFirst : policies.askAgain}>
      <form onSubmit={submit} noValidate aria-label={policies.askTitle}>
        <Stack>
          {answer.error && <ErrorAlert error={answer.error} />}
          <AcceptPolicies asked={asked} accepted={accepted} errors={{ terms: missing('terms'), privacy: missing('privacy') }} onChange={setAccepted} />
          <Group>
            <Button type="submit" loading={answer.isPending}>{policies.goOn}</Button>
            <Button variant="default" onClick={() => void signOut().then(() => client.clear())}>{common.signOut}</Button>
          </Group>
          <Anchor component="button" type="button" size="sm" underline="always" style={{ alignSelf: 'flex-start' }} aria-expanded={leaving} onClick={() => setLeaving(!leaving)}>{policies.disagree}</Anchor>
        </Stack>
      </form>
      {leaving && <Stack mt="lg"><ExportCard email={user.email} /><DeleteAccountCard email={user.email} /></Stack>}
    </Welcome>
  )
}
