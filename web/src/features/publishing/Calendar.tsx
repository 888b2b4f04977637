import { ActionIcon, Button, Group, SegmentedControl, Skeleton, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconCalendarPlus, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useNow } from '@/lib/clock'
import { monthName } from '@/lib/format'
import { addDays, addMonths, firstDayOfWeek, monthGrid } from '@/lib/months'
import { useSearch } from '@/lib/useSearch'
import { instantOf, localDay } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { MonthGrid } from './MonthGrid'
import { PostList, PostRows } from './PostList'
import { PostDrawer } from './PostDrawer'
import { PostEditor } from './PostEditor'
import { calendarQuery, draftsQuery } from './queries'

export function Calendar({ accounts }: { accounts: Account[] }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const [params, change] = useSearch()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const thisMonth = localDay(new Date(useNow()), timezone).slice(0, 7)

  const asked = params.get('month')
  const month = asked && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : thisMonth
  const view = params.get('view') ?? (narrow ? 'list' : 'month')
  const accountId = params.get('account')
  const days = monthGrid(month, firstDayOfWeek(locale)).flat()
  const start = (day: string | undefined) => instantOf(`${day}T00:00`, timezone).toISOString()
  const posts = useQuery({ ...calendarQuery({ from: start(days[0]), to: start(addDays(days.at(-1) ?? month, 1)), accountId }), placeholderData: keepPreviousData })
  const drafts = useQuery(draftsQuery(accountId))
  const inMonth = posts.data?.filter((post) => localDay(new Date(post.scheduledAt ?? post.createdAt), timezone).startsWith(month)) ?? []

  const open = (id: string) => change({ post: id }, { push: true })
  const compose = () => change({ compose: 'new' }, { push: true })
  const go = (to: string) => change({ month: to === thisMonth ? undefined : to })
  return (
    <div className="page">
      <PageHeader title={publishing.title} subtitle={publishing.subtitle}><Button leftSection={<IconPlus size={18} />} onClick={compose}>{publishing.newPost}</Button></PageHeader>
      <Group justify="space-between" mb="md">
        <Group gap="xs">
          <ActionIcon variant="default" size="lg" aria-label={publishing.previousMonth} onClick={() => go(addMonths(month, -1))}><IconChevronLeft size={18} /></ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label={publishing.nextMonth} onClick={() => go(addMonths(month, 1))}><IconChevronRight size={18} /></ActionIcon>
          <Title order={2} size="h4" ml={4} aria-live="polite">{monthName(month, locale)}</Title>
          {month !== thisMonth && <Button variant="subtle" size="xs" onClick={() => go(thisMonth)}>{publishing.today}</Button>}
        </Group>
        <SegmentedControl
          aria-label={publishing.view} value={view} onChange={(value) => change({ view: value })}
          data={[{ value: 'month', label: publishing.month }, { value: 'list', label: publishing.list }]}
        />
      </Group>
      {posts.error && <ErrorAlert error={posts.error} retry={() => void posts.refetch()} />}
      {!posts.data && !posts.error && <Skeleton height={520} radius={14} />}
      {posts.data && view === 'month' && <MonthGrid month={month} posts={posts.data} onOpen={open} onMore={() => change({ view: 'list' })} />}
      {posts.data && view !== 'month' && inMonth.length > 0 && <PostList posts={inMonth} accounts={accounts} onOpen={open} />}
      {posts.data && view !== 'month' && inMonth.length === 0 && (
        <div className="card"><EmptyState icon={IconCalendarPlus} title={publishing.emptyTitle} text={publishing.emptyText}><Button onClick={compose}>{publishing.newPost}</Button></EmptyState></div>
      )}
      {drafts.data && drafts.data.length > 0 && (
        <section aria-label={publishing.drafts}>
          <Title order={2} size="h4" mt="xl">{publishing.drafts}</Title>
          <Text c="dimmed" size="sm" mb="sm">{publishing.draftsText}</Text>
          <PostRows posts={drafts.data} accounts={accounts} onOpen={open} />
        </section>
      )}
      <PostDrawer
        postId={params.get('post')} accounts={accounts} onClose={() => change({ post: undefined })}
        onEdit={(id) => change({ post: undefined, compose: id })}
      />
      <PostEditor asked={params.get('compose')} accounts={accounts} preferredAccount={accountId} onClose={() => change({ compose: undefined })} />
    </div>
  )
}
