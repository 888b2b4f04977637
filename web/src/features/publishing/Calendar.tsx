import { ActionIcon, Button, Group, Menu, Skeleton, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconCalendarPlus, IconCalendarSearch, IconChecks, IconDots, IconFileImport, IconPlus, IconSettings } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMayAt, within } from '@/api/accounts'
import { usePlace } from '@/api/place'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useMayIn } from '@/api/workspaces'
import { useNow } from '@/lib/clock'
import { addDays, firstDayOfWeek } from '@/lib/months'
import { useSearch } from '@/lib/useSearch'
import { instantOf, localDay } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PageHeader } from '@/ui/PageHeader'
import { BulkBar } from './BulkBar'
import type { PostItem } from './cache'
import { CalendarTools } from './CalendarTools'
import { toggled, type Chosen } from './choice'
import { ImportDialog } from './ImportDialog'
import { isWanted, kindsNamed, onlyKinds, totalsOf, type Kind } from './kinds'
import { MonthGrid } from './MonthGrid'
import { periodOf } from './period'
import { PostDrawer } from './PostDrawer'
import { PostEditor } from './PostEditor'
import { PostingSettings } from './PostingSettings'
import { PostList, PostRows } from './PostList'
import { onDay } from './plan'
import { calendarQuery, draftsQuery } from './queries'
import { StatusTotals } from './StatusTotals'
import { useMove } from './useMove'
import { WeekGrid } from './WeekGrid'

export function Calendar({ accounts }: { accounts: Account[] }) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const [params, change] = useSearch()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const today = localDay(new Date(useNow()), timezone)
  const [choice, setChoice] = useState<Chosen | null>(null)
  const [dialog, setDialog] = useState<'import' | 'settings' | null>(null)

  const asked = params.get('view')
  const view = asked === 'month' || asked === 'week' || asked === 'list' ? asked : narrow ? 'list' : 'month'
  const period = periodOf(choice ? 'list' : view, params.get('at'), today, firstDayOfWeek(locale))
  const accountId = params.get('account')
  const place = usePlace()
  const here = within(accounts, place)
  const where = { accountId, workspaceId: accountId ? null : place }
  const start = (day: string | undefined) => instantOf(`${day}T00:00`, timezone).toISOString()
  const posts = useQuery({ ...calendarQuery({ from: start(period.days[0]), to: start(addDays(period.days.at(-1) ?? today, 1)), ...where }), placeholderData: keepPreviousData })
  const drafts = useQuery(draftsQuery(where))
  const wanted = kindsNamed(params.get('status'))
  const want = (kinds: Kind[]) => change({ status: kinds.join(',') })
  const shown = posts.data && onlyKinds(posts.data, wanted)
  // The weeks of a month begin and end in others.
  const isInPeriod = (at: string) => period.view === 'week' || localDay(new Date(at), timezone).startsWith(period.key)
  const all = { posts: posts.data?.posts.filter((post) => isInPeriod(post.scheduledAt ?? post.createdAt)) ?? [], plans: posts.data?.plans.filter((plan) => isInPeriod(plan.scheduledAt)) ?? [] }
  const inPeriod = onlyKinds(all, wanted)
  const isEmpty = inPeriod.posts.length + inPeriod.plans.length === 0
  const shownDrafts = isWanted('draft', wanted) ? (drafts.data ?? []) : []

  const mayPublishAt = useMayAt('content:publish')
  const mayPublish = ({ accountId }: PostItem) => mayPublishAt?.(accountId) ?? false
  const open = (id: string) => {
    const post = [...(shown?.posts ?? []), ...shownDrafts].find((post) => post.id === id)
    if (choice && post && !mayPublish(post)) notifications.show({ message: texts.common.lookOnly, color: 'orange' })
    else if (choice && post) setChoice(toggled(choice, post))
    else change({ post: id }, { push: true })
  }
  const move = useMove()
  const moveTo = (post: PostItem, day: string) => {
    const { scheduledAt } = post
    if (scheduledAt && localDay(new Date(scheduledAt), timezone) !== day) void move({ ...post, scheduledAt }, onDay({ ...post, scheduledAt }, day, timezone))
  }
  const writable = useMayIn('content:write')
  const mayWrite = place ? writable?.has(place) : writable && writable.size > 0
  const mayPublishHere = here.some(({ id }) => mayPublishAt?.(id))
  const chosen = choice ? Object.keys(choice) : undefined
  const compose = () => change({ compose: 'new' }, { push: true })
  return (
    <div className="page">
      <PageHeader title={publishing.title} subtitle={publishing.subtitle}>
        {mayWrite && <Group gap="xs" wrap="nowrap">
          <Button leftSection={<IconPlus size={18} />} onClick={compose}>{publishing.newPost}</Button>
          <Menu position="bottom-end" shadow="md">
            <Menu.Target><ActionIcon variant="default" size={36} aria-label={publishing.moreOptions}><IconDots size={18} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={!mayPublishHere} leftSection={<IconChecks size={17} />} onClick={() => setChoice({})}>{publishing.choose}</Menu.Item>
              <Menu.Item disabled={!mayPublishHere} leftSection={<IconFileImport size={17} />} onClick={() => setDialog('import')}>{publishing.importTitle}</Menu.Item>
              <Menu.Item leftSection={<IconSettings size={17} />} disabled={here.length === 0} onClick={() => setDialog('settings')}>{publishing.settings}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>}
      </PageHeader>
      <CalendarTools period={period} onGo={(at) => change({ at })} onView={(next) => { setChoice(null); change({ view: next }) }} />
      {posts.data && <StatusTotals totals={totalsOf(all, wanted)} wanted={wanted} onWant={want} />}
      {choice && <BulkBar chosen={choice} onDone={setChoice} onClose={() => setChoice(null)} />}
      {posts.error && <ErrorAlert error={posts.error} retry={() => void posts.refetch()} />}
      {!shown && !posts.error && <Skeleton height={520} radius={14} />}
      {shown && period.view === 'month' && <MonthGrid month={period.key} posts={shown.posts} plans={shown.plans} onOpen={open} mayMove={mayPublish} onMove={moveTo} onMore={() => change({ view: 'list' })} />}
      {shown && period.view === 'week' && <WeekGrid days={period.days} posts={shown.posts} plans={shown.plans} accounts={accounts} onOpen={open} mayMove={mayPublish} onMove={moveTo} />}
      {shown && period.view === 'list' && !isEmpty && <PostList posts={inPeriod.posts} plans={inPeriod.plans} accounts={accounts} chosen={chosen} onOpen={open} />}
      {shown && period.view === 'list' && isEmpty && wanted.length === 0 && (
        <div className="card"><EmptyState icon={IconCalendarPlus} title={publishing.emptyTitle} text={publishing.emptyText}>{mayWrite && <Button onClick={compose}>{publishing.newPost}</Button>}</EmptyState></div>
      )}
      {shown && period.view === 'list' && isEmpty && wanted.length > 0 && (
        <div className="card"><EmptyState icon={IconCalendarSearch} title={publishing.noneOfStatus} text={publishing.noneOfStatusText}><Button variant="light" onClick={() => want([])}>{publishing.allStatuses}</Button></EmptyState></div>
      )}
      {shownDrafts.length > 0 && (
        <section aria-label={publishing.drafts}>
          <Title order={2} size="h4" mt="xl">{publishing.drafts}</Title>
          <Text c="dimmed" size="sm" mb="sm">{publishing.draftsText}</Text>
          <PostRows entries={shownDrafts.map((post) => ({ post }))} accounts={accounts} chosen={chosen} dated onOpen={open} />
        </section>
      )}
      <PostDrawer
        postId={params.get('post')} accounts={accounts} onClose={() => change({ post: undefined })}
        onEdit={(id) => change({ post: undefined, compose: id })}
      />
      {dialog === 'import' && <ImportDialog accounts={here} onClose={() => setDialog(null)} />}
      {dialog === 'settings' && <PostingSettings accounts={here} preferredAccount={accountId} onClose={() => setDialog(null)} />}
      <PostEditor asked={params.get('compose')} accounts={accounts} preferredAccount={accountId} onClose={() => change({ compose: undefined })} />
    </div>
  )
}
