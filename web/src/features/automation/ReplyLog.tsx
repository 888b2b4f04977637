import { Button, Center, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/clock'
import { relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import classes from './Automation.module.css'
import { logQuery } from './queries'

/** What the rules have answered, and where Instagram's rules forbade it. */
export function ReplyLog({ accountId }: { accountId: string }) {
  const { texts, locale } = useTexts()
  const { automation, common } = texts
  const now = useNow()
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(logQuery(accountId))
  const entries = data?.pages.flatMap((page) => page.items)
  if (!entries) return error ? <ErrorAlert error={error} /> : null
  if (entries.length === 0) return <Text c="dimmed" size="sm">{automation.logNone}</Text>
  return (
    <>
      <ul className={classes.rows} aria-label={automation.log}>
        {entries.map((entry) => (
          <li key={entry.subjectId} className={`card ${classes.row}`}>
            <Text size="xs" c="dimmed" component="div">
              <time dateTime={entry.decidedAt}>{relativeTime(entry.decidedAt, now, locale)}</time> · {entry.ruleName}{' '}
              {entry.outcome !== 'replied' && <StatusBadge tone="orange">{automation.refused(entry.outcome)}</StatusBadge>}
            </Text>
            <Text size="sm" className={classes.answer}>{entry.response}</Text>
          </li>
        ))}
      </ul>
      {hasNextPage && <Center mt="md"><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{common.loadMore}</Button></Center>}
    </>
  )
}
