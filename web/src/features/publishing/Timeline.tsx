import { Text, Timeline as Steps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import { dateAndSeconds } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { attemptsQuery } from './queries'

const colours: Record<string, string> = { ok: 'green', refused: 'red', reconnect: 'red', retry: 'orange', unknown: 'orange' }

/** Every call that was made to Instagram for a post, what came back, and what followed from it. */
export function Timeline({ postId }: { postId: string }) {
  const { texts, locale } = useTexts()
  const { ledger } = texts
  const { timezone } = useUser()
  const { data: attempts, error, refetch } = useQuery(attemptsQuery(postId))
  if (error) return <ErrorAlert error={error} retry={() => void refetch()} />
  if (!attempts || attempts.length === 0) return null
  return (
    <section aria-label={ledger.title}>
      <Text size="sm" fw={550} mb="sm">{ledger.title}</Text>
      <Steps bulletSize={14} lineWidth={2} active={attempts.length}>
        {attempts.map((attempt) => (
          <Steps.Item key={attempt.number} color={colours[attempt.answer ?? 'unknown'] ?? 'gray'} title={<Text size="sm" fw={550}>{word(ledger.step, attempt.step)}</Text>}>
            <Text size="xs" c="dimmed">
              <time dateTime={attempt.requestedAt}>{dateAndSeconds(attempt.requestedAt, locale, timezone)}</time>
              {attempt.attempt > 1 && ` · ${ledger.attempt(attempt.attempt)}`}
              {attempt.times > 1 && ` · ${ledger.times(attempt.times)}`}
              {attempt.durationMs !== null && ` · ${new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(attempt.durationMs / 1_000)}`}
            </Text>
            <Text size="sm">{attempt.answer ? word(ledger.answer, attempt.answer) : ledger.noAnswer}{attempt.decision && ` ${word(ledger.decision, attempt.decision)}`}</Text>
            {attempt.detail && <Text size="xs" c="dimmed">{attempt.detail}</Text>}
            {attempt.code !== null && <Text size="xs" c="dimmed">{ledger.code(attempt.code, attempt.subcode, attempt.traceId)}</Text>}
          </Steps.Item>
        ))}
      </Steps>
    </section>
  )
}

/** A step this client does not know yet is shown by its name. */
const word = (words: Record<string, string>, name: string) => words[name] ?? name
