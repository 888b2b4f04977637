import { Badge, Button, Group, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dateAndTime, longDate } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PolicyLink } from './PolicyLink'
import { consentHistoryQuery, consentsQuery, useAnswerConsents, type Purpose } from './queries'

/** What the user has agreed to: what the product needs is shown, what is theirs to give is switched. */
export function ConsentsCard({ zone }: { zone: string }) {
  const { texts: { policies }, locale } = useTexts()
  const { data, error, refetch } = useQuery(consentsQuery)
  const answer = useAnswerConsents()
  const [open, setOpen] = useState(false)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={260} radius={14} />
  return (
    <Card title={policies.consentsTitle}>
      <Text>{policies.consentsText}</Text>
      {answer.error && <ErrorAlert error={answer.error} />}
      <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
        {data.items.filter(({ required }) => required).map((consent) => (
          <Group component="li" key={consent.purpose} justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <div>
              <Text fw={500}><PolicyLink policy={consent.purpose as 'terms' | 'privacy'}>{policies.names[consent.purpose] ?? consent.purpose}</PolicyLink></Text>
              <Text size="sm" c="dimmed">{consent.answeredAt ? policies.acceptedOn(consent.answeredVersion ?? '', longDate(consent.answeredAt, locale, zone)) : policies.notAnswered}</Text>
            </div>
            <Badge variant="light" color="gray" style={{ flexShrink: 0 }}>{policies.needed}</Badge>
          </Group>
        ))}
        {data.items.filter(({ required }) => !required).map((consent) => (
          <li key={consent.purpose}>
            <Switch
              size="md" label={policies.names[consent.purpose] ?? consent.purpose} description={policies.purposes[consent.purpose]} checked={consent.given} disabled={answer.isPending}
              onChange={(event) => answer.mutate([{ purpose: consent.purpose as Purpose, given: event.currentTarget.checked, version: consent.version }])}
            />
          </li>
        ))}
      </Stack>
      <Text size="sm" c="dimmed">{policies.takeBack}</Text>
      <Button variant="subtle" size="sm" style={{ alignSelf: 'flex-start' }} aria-expanded={open} onClick={() => setOpen(!open)}>{policies.history}</Button>
      {open && <ConsentHistory zone={zone} />}
    </Card>
  )
}

function ConsentHistory({ zone }: { zone: string }) {
  const { texts: { policies, security }, locale } = useTexts()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(consentHistoryQuery)
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={80} />
  return (
    <Stack gap="sm">
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {data.pages.flatMap((page) => page.items).map((consent) => (
          <Group component="li" key={consent.id} justify="space-between" gap="xs">
            <Text size="sm">{(consent.given ? policies.gave : policies.tookBack)(policies.names[consent.purpose] ?? consent.purpose, consent.version)}</Text>
            <Text size="sm" c="dimmed">{[consent.language.toUpperCase(), consent.ip, dateAndTime(consent.at, locale, zone)].filter(Boolean).join(' · ')}</Text>
          </Group>
        ))}
      </Stack>
      {hasNextPage && <Button variant="default" size="sm" style={{ alignSelf: 'flex-start' }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{security.more}</Button>}
    </Stack>
  )
}
