import { Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCircleCheck } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTexts } from '@/texts/Texts'
import { Findings } from './Findings'
import { checkQuery, type Check } from './queries'

/** Looks at what is being written, as the server will when it is saved. */
export function LiveCheck({ check }: { check: Check }) {
  const { publishing } = useTexts().texts
  const [settled] = useDebouncedValue(check, 700)
  const isWorthIt = settled.accountId !== '' && settled.mediaIds.length > 0
  const { data } = useQuery({ ...checkQuery(settled), enabled: isWorthIt, placeholderData: keepPreviousData })
  if (!isWorthIt || !data) return null
  return (
    <section aria-label={publishing.checks} aria-live="polite">
      <Text size="sm" fw={550} mb={6}>{publishing.checks}</Text>
      {data.findings.length === 0
        ? <Group gap={6} wrap="nowrap"><IconCircleCheck size={18} color="var(--mantine-color-green-7)" aria-hidden /><Text size="sm">{publishing.checksFine}</Text></Group>
        : <Stack gap="xs"><Findings findings={data.findings} /></Stack>}
    </section>
  )
}
