import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import { useNow } from '@/lib/clock'
import { compactNumber, longDate, relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Operators.module.css'
import { isReason, journalQuery } from './queries'

/** Size and lag of the journal, and what is set aside. */
export function JournalFacts() {
  const { texts, locale } = useTexts()
  const { operators } = texts
  const { timezone } = useUser()
  const now = useNow()
  const { data: journal, error } = useQuery(journalQuery)
  if (!journal) return error ? <ErrorAlert error={error} /> : null
  const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(journal.bytes / 1_048_576)
  return (
    <dl className={`card ${classes.facts}`}>
      <div><dt>{operators.size}</dt><dd>{[size, journal.oldestAt && operators.reachesBack(longDate(journal.oldestAt, locale, timezone))].filter(Boolean).join(', ')}</dd></div>
      <div>
        <dt>{operators.waiting}</dt>
        <dd>{journal.oldestUnfinishedAt ? operators.waitingSince(compactNumber(journal.unfinished, locale), relativeTime(journal.oldestUnfinishedAt, now, locale)) : operators.waitingNone}</dd>
      </div>
      <div>
        <dt>{operators.setAside}</dt>
        <dd>{journal.parked.length === 0 ? operators.setAsideNone : journal.parked.map(({ reason, count }) => `${isReason(reason) ? operators.reasons[reason] : reason}: ${compactNumber(count, locale)}`).join(', ')}</dd>
      </div>
      {journal.assumedTimes > 0 && <div><dt>{operators.assumedTimes}</dt><dd>{operators.assumedTimesCount(compactNumber(journal.assumedTimes, locale))}</dd></div>}
    </dl>
  )
}
