import { Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useNow } from '@/lib/clock'
import { dateAndTime, longDate, relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import classes from './AccountCard.module.css'
import { HistoryFacts } from './HistoryFacts'
import { healthQuery } from './queries'

/** What stands behind an account: its access, Meta's limit, what was heard last and what comes next. */
export function AccountFacts({ account }: { account: Account }) {
  const { texts, locale } = useTexts()
  const { accounts } = texts
  const { timezone } = useUser()
  const now = useNow()
  const { data: health } = useQuery(healthQuery(account.id))

  const expires = health?.token.expiresAt ?? account.tokenExpiresAt
  const heard = health?.webhook.lastEventAt ?? account.lastEventAt
  const held = health?.budget.classes.filter((c) => !c.allowed && c.availableAt) ?? []
  const used = health?.budget.usagePercent ?? 0
  const access = account.status === 'token_expired' ? accounts.accessExpired : expires ? (account.way === 'facebook' ? accounts.accessUntilSignedIn : accounts.accessUntil)(longDate(expires, locale, timezone)) : accounts.accessUnknown
  return (
    <dl className={classes.facts}>
      <div><dt>{accounts.access}</dt><dd>{access}</dd></div>
      {account.way === 'facebook' && <div><dt>{accounts.connectedBy}</dt><dd>{accounts.ways.facebook.name}</dd></div>}
      <div>
        <dt>{accounts.budget}</dt>
        <dd>
          {accounts.budgetUsed(used)}
          <Progress.Root size="sm" mt={6}>
            <Progress.Section value={Math.min(used, 100)} color={used >= 90 ? 'red' : used >= 70 ? 'orange' : 'violet'} aria-label={accounts.budgetBar(account.username)} />
          </Progress.Root>
          {held.map((c) => (
            <Text key={c.class} size="xs" c="dimmed" mt={4}>{accounts.waitingUntil(accounts.callClass[c.class], dateAndTime(c.availableAt ?? '', locale, timezone))}</Text>
          ))}
        </dd>
      </div>
      <div><dt>{accounts.lastEvent}</dt><dd>{heard ? relativeTime(heard, now, locale) : accounts.noEvent}</dd></div>
      <HistoryFacts history={health?.history ?? null} />
      <div><dt>{accounts.nextPost}</dt><dd>{health?.nextPostAt ? dateAndTime(health.nextPostAt, locale, timezone) : accounts.noPost}</dd></div>
    </dl>
  )
}
