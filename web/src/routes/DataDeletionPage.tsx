import { Badge, Button, Code, Group, Loader, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useNavigate, useParams } from 'react-router'
import { ErasureSteps } from '@/features/privacy/ErasureSteps'
import { erasureQuery } from '@/features/privacy/queries'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { LanguageSwitch } from '@/ui/LanguageSwitch'
import { Logo } from '@/ui/Logo'
import { ThemeSwitch } from '@/ui/ThemeSwitch'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import classes from './DataDeletionPage.module.css'

/** Public: for whoever has the code that Instagram, or we, gave them. */
export function DataDeletionPage() {
  const { privacy, common } = useTexts().texts
  const { code } = useParams()
  useDocumentTitle(`${privacy.statusTitle} · ${common.appName}`)
  return (
    <div className={classes.page}>
      <Group gap="sm"><Logo /><Text fw={700} size="lg">{common.appName}</Text></Group>
      <main id="content" className={classes.card}>
        <Stack gap="lg">
          <div><Title order={1} size="h2">{privacy.statusTitle}</Title><Text c="dimmed">{privacy.statusText}</Text></div>
          {code ? <Status key={code} code={code} /> : <CodeForm />}
        </Stack>
      </main>
      <Group gap="md" justify="center"><LanguageSwitch /><ThemeSwitch /></Group>
    </div>
  )
}

function Status({ code }: { code: string }) {
  const { privacy, common } = useTexts().texts
  const { data, error, refetch } = useQuery(erasureQuery(code))
  if (error) return <Stack><ErrorAlert error={error} retry={() => void refetch()} /><CodeForm /></Stack>
  if (!data) return <Loader aria-label={common.loading} />
  return (
    <Stack gap="lg">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{privacy.code} <Code className={classes.code}>{data.code}</Code></Text>
        <Badge color={data.state === 'done' ? 'green' : data.state === 'cancelled' ? 'gray' : 'violet'} variant="light" role="status">{privacy.states[data.state] ?? data.state}</Badge>
      </Group>
      <ErasureSteps erasure={data} />
      {data.state === 'done' && <Text size="sm" c="dimmed">{privacy.doneText}</Text>}
    </Stack>
  )
}

function CodeForm() {
  const { privacy } = useTexts().texts
  const navigate = useNavigate()
  const [code, setCode] = useState('')
  const look = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim()) void navigate(`/data-deletion/${encodeURIComponent(code.trim().toLowerCase())}`)
  }
  return (
    <form onSubmit={look}>
      <Stack>
        <TextInput label={privacy.code} value={code} onChange={(event) => setCode(event.currentTarget.value)} maxLength={32} required autoComplete="off" spellCheck={false} />
        <Button type="submit" style={{ alignSelf: 'flex-start' }}>{privacy.look}</Button>
      </Stack>
    </form>
  )
}
