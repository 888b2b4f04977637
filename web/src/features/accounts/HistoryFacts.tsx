import { Progress, Text } from '@mantine/core'
import type { History } from '@/api/types'
import { useNow } from '@/lib/clock'
import { compactNumber, relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'

/** How far reading conversations back has come, and how complete the last day was found. */
export function HistoryFacts({ history }: { history: History | null }) {
  const { texts, locale } = useTexts()
  const { accounts } = texts
  const now = useNow()
  const number = (value: number) => compactNumber(value, locale)
  const measured = history?.completeness
  return (
    <>
      <div>
        <dt>{accounts.history}</dt>
        <dd>
          {!history ? accounts.historyNone
            : history.state === 'running' ? accounts.historyRunning(history.conversationsRead, history.messagesAdded)
            : history.state === 'stopped' ? (history.failure?.message ?? accounts.historyStopped)
            : accounts.historyDone(relativeTime(history.finishedAt ?? history.startedAt, now, locale))}
          {history?.state === 'running' && <Progress value={100} animated size="sm" mt={6} aria-label={accounts.history} />}
          {history && history.messagesOutOfReach > 0 && <Text size="xs" c="dimmed" mt={4}>{accounts.historyOutOfReach(number(history.messagesOutOfReach))}</Text>}
        </dd>
      </div>
      {measured && (
        <div>
          <dt>{accounts.completeness}</dt>
          <dd>
            {measured.known === 0 ? accounts.completeNone : measured.stored >= measured.known ? accounts.complete(number(measured.known)) : accounts.incomplete(number(measured.stored), number(measured.known))}
            {measured.filled > 0 && <Text size="xs" c="dimmed" mt={4}>{accounts.filled(number(measured.filled))}</Text>}
          </dd>
        </div>
      )}
    </>
  )
}
