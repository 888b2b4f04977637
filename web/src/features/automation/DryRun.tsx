import { Button, Stack, Text } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import type { AutoReplyRuleDraft } from '@/api/types'
import { useNow } from '@/lib/clock'
import { relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Automation.module.css'
import { useDryRun } from './queries'

/** What rules would have answered lately. Nothing is sent. */
export function DryRun({ accountId, rules, disabled = false }: { accountId: string; rules?: AutoReplyRuleDraft[]; disabled?: boolean }) {
  const { texts, locale } = useTexts()
  const { automation } = texts
  const now = useNow()
  const run = useDryRun(accountId)
  return (
    <Stack gap="sm">
      <Button variant="light" leftSection={<IconFlask size={18} aria-hidden />} style={{ alignSelf: 'flex-start' }} disabled={disabled} loading={run.isPending} onClick={() => run.mutate(rules)}>{automation.tryIt}</Button>
      <div aria-live="polite">
        {run.error && <ErrorAlert error={run.error} />}
        {run.data && (
          <>
            <Text size="sm" fw={550}>{automation.wouldAnswer(run.data.items.length, run.data.over)}</Text>
            <ul className={classes.rows}>
              {run.data.items.map((item) => (
                <li key={item.subjectId} className={`card ${classes.row}`}>
                  <Text size="xs" c="dimmed">
                    {[item.authorUsername ? `@${item.authorUsername}` : null, relativeTime(item.at, now, locale), item.ruleName].filter(Boolean).join(' · ')}
                  </Text>
                  <Text size="sm">{item.text}</Text>
                  <Text size="sm" className={classes.answer}>{item.response}</Text>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Stack>
  )
}
