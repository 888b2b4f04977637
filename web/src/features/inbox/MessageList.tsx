import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef, useState, type RefObject } from 'react'
import { useUser } from '@/api/session'
import type { Message, Note } from '@/api/types'
import { clockTime, dayName } from '@/lib/format'
import { useNow } from '@/lib/clock'
import { addDays } from '@/lib/months'
import { localDay } from '@/lib/zones'
import { errorText, useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Bubble, GroupFoot } from './Bubble'
import classes from './Inbox.module.css'
import files from './Composer.module.css'
import { Glimpse } from './Files'
import { MessageActions } from './MessageActions'
import { NoteBubble } from './NoteBubble'
import { notesQuery } from './notes'
import { messagesQuery } from './queries'
import { useForgetOutgoing, useOutgoing, useRetryMessage, useSendMessage } from './sending'
import { stillOutgoing, toDays, type Group } from './thread'

type Props = {
  conversationId: string; name: string
  /** A message to begin at; otherwise the newest. */
  around: string | undefined
  onBottom: (at: boolean) => void; onNewest: () => void
  /** Null for whoever may only look. */
  onReply: ((message: Message) => void) | null
}

export function MessageList({ conversationId, name, around, onBottom, onNewest, onReply }: Props) {
  const { texts, locale } = useTexts()
  const { inbox } = texts
  const { timezone } = useUser()
  const thread = useInfiniteQuery(messagesQuery(conversationId, around))
  const messages = useMemo(() => thread.data?.pages.flatMap((page) => page.items).toReversed(), [thread.data])
  const outgoing = stillOutgoing(useOutgoing(conversationId), messages ?? [])
  const notes = useNotesSince(conversationId, thread.hasNextPage ? messages?.[0]?.sentAt : undefined)
  const until = thread.hasPreviousPage ? messages?.at(-1)?.sentAt : undefined
  const days = useMemo(() => toDays(messages ?? [], timezone, until ? notes.filter(({ createdAt }) => Date.parse(createdAt) <= Date.parse(until)) : notes), [messages, timezone, notes, until])
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState<string>()
  const newest = messages?.at(-1)?.id
  const [away, setAway] = useState(false)

  const follow = () => {
    // In a reversed column the bottom is 0, and up is negative.
    const isAway = Math.abs(box.current?.scrollTop ?? 0) > 60
    if (isAway !== away) {
      setAway(isAway)
      setSeen(newest)
    }
  }
  const down = () => box.current?.scrollTo({ top: 0, behavior: 'smooth' })
  const top = useOlder(box, thread.hasNextPage && !thread.isFetchingNextPage, () => void thread.fetchNextPage())
  // What one has just written is always shown.
  const showWritten = useEffectEvent(() => (around ? onNewest() : box.current?.scrollTo({ top: 0 })))
  const written = useRef(outgoing.length)
  useEffect(() => {
    if (outgoing.length > written.current) showWritten()
    written.current = outgoing.length
  }, [outgoing.length])
  const loaded = messages !== undefined
  const atEnd = loaded && !thread.hasPreviousPage
  const tellBottom = useEffectEvent(onBottom)
  useEffect(() => tellBottom(atEnd && !away), [atEnd, away])
  useEffect(() => {
    if (loaded && around) box.current?.querySelector(`[data-message="${CSS.escape(around)}"]`)?.scrollIntoView({ block: 'center' })
  }, [loaded, around])

  if (!messages) return <div className={classes.thread}>{thread.error ? <div style={{ padding: 20 }}><ErrorAlert error={thread.error} retry={() => void thread.refetch()} /></div> : <ThreadSkeleton />}</div>
  return (
    <div style={{ position: 'relative', flex: 1, minHeight: 0, display: 'flex' }}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls has to be reachable by keyboard. */}
      <div ref={box} className={classes.thread} onScroll={follow} tabIndex={0} role="region" aria-label={inbox.messagesWith(name)}>
        <div className={classes.log} role="log" aria-label={inbox.messagesWith(name)} aria-live="off">
          <div ref={top} />
          <Text size="xs" c="dimmed" ta="center">{thread.hasNextPage ? inbox.olderLoading : inbox.beginning}</Text>
          {days.map(({ day, groups }) => (
            <div key={day}>
              <DayMark day={day} />
              {groups.map((group) => (group.note
                ? <NoteBubble key={group.note.id} note={group.note} time={clockTime(group.note.createdAt, locale, timezone)} />
                : <GroupOf key={group.messages[0]?.id} group={group} name={name} all={messages} found={around} onReply={onReply} />))}
            </div>
          ))}
          {thread.hasPreviousPage && <Button fullWidth variant="subtle" mb={48} loading={thread.isFetchingPreviousPage} onClick={() => void thread.fetchPreviousPage()}>{texts.search.newer}</Button>}
          {outgoing.map((letter) => <OutgoingBubble key={letter.clientMessageId} conversationId={conversationId} outgoing={letter} />)}
        </div>
      </div>
      {!atEnd && <Button className={classes.chip} radius="xl" size="sm" rightSection={<IconArrowDown size={16} />} onClick={onNewest}>{texts.search.toNewest}</Button>}
      {atEnd && away && newest !== seen && <Button className={classes.chip} radius="xl" size="sm" rightSection={<IconArrowDown size={16} />} onClick={down}>{inbox.newMessages}</Button>}
    </div>
  )
}

function OutgoingBubble({ conversationId, outgoing }: { conversationId: string; outgoing: ReturnType<typeof useOutgoing>[number] }) {
  const { texts, locale } = useTexts()
  const { timezone } = useUser()
  const send = useSendMessage(conversationId)
  const forget = useForgetOutgoing(conversationId)
  const { letter } = outgoing
  const failed = outgoing.state === 'failed'
  const again = () => {
    forget(letter.clientMessageId)
    send.mutate(letter)
  }
  return (
    <div className={classes.group} data-side="outbound">
      {letter.files.length > 0 && <ul className={files.files}>{letter.files.map((media) => <li key={media.id} className={files.file}><Glimpse media={media} /></li>)}</ul>}
      {letter.text && <div className={classes.bubble} data-failed={failed || undefined}>{letter.text}</div>}
      <GroupFoot
        time={clockTime(outgoing.at, locale, timezone)} status={outgoing.state} reason={failed ? errorText(outgoing.error, texts) : undefined}
        {...(failed ? { onResend: again, onDiscard: () => forget(letter.clientMessageId) } : {})}
      />
    </div>
  )
}

function GroupOf({ group, name, all, found, onReply }: { group: Group; name: string; all: Message[]; found: string | undefined; onReply: Props['onReply'] }) {
  const { texts, locale } = useTexts()
  const { timezone } = useUser()
  const retry = useRetryMessage(group.messages[0]?.conversationId ?? '')
  const last = group.messages.at(-1)
  if (!last) return null
  const ours = group.direction === 'outbound'
  return (
    <div className={classes.group} data-side={group.direction} role="group" aria-label={ours ? texts.inbox.you : name}>
      {group.messages.map((message) => (
        <div key={message.id} className={classes.said}>
          <Bubble message={message} found={message.id === found} quoted={message.replyTo ? all.find((m) => m.platformMessageId === message.replyTo) : undefined} />
          {onReply && <MessageActions message={message} onReply={() => onReply(message)} />}
        </div>
      ))}
      <GroupFoot
        time={clockTime(last.sentAt, locale, timezone)} automatic={last.automatic} status={ours ? last.status : undefined} reason={retry.error ? errorText(retry.error, texts) : last.failure?.message}
        {...(onReply && ours && last.status === 'failed' && !retry.isPending ? { onResend: () => retry.mutate(last.id) } : {})}
      />
    </div>
  )
}

function DayMark({ day }: { day: string }) {
  const { texts, locale } = useTexts()
  const { timezone } = useUser()
  const today = localDay(new Date(useNow()), timezone)
  const words = day === today ? texts.inbox.today : day === addDays(today, -1) ? texts.inbox.yesterday : dayName(day, locale)
  return <div className={classes.day}><span>{words}</span></div>
}

const noNotes: Note[] = []

/** The notes in the part of the thread that is loaded: since `oldest`, or all. */
function useNotesSince(conversationId: string, oldest: string | undefined): Note[] {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(notesQuery({ kind: 'conversation', id: conversationId }))
  const loaded = useMemo(() => data?.pages.flatMap((page) => page.items), [data])
  const last = loaded?.at(-1)?.createdAt
  const wantsMore = hasNextPage && !isFetchingNextPage && last !== undefined && (!oldest || Date.parse(last) > Date.parse(oldest))
  useEffect(() => {
    if (wantsMore) void fetchNextPage()
  }, [wantsMore, fetchNextPage])
  return useMemo(() => (loaded ? (oldest ? loaded.filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(oldest)) : loaded) : noNotes), [loaded, oldest])
}

/** Calls `load` while the element it is given to is near the top of the box and `more` is true. */
function useOlder(box: RefObject<HTMLDivElement | null>, more: boolean, load: () => void) {
  const top = useRef<HTMLDivElement>(null)
  const onSeen = useEffectEvent(load)
  useEffect(() => {
    if (!more || !top.current) return
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onSeen(), { root: box.current, rootMargin: '200px' })
    watcher.observe(top.current)
    return () => watcher.disconnect()
  }, [box, more])
  return top
}

function ThreadSkeleton() {
  return <Stack p="lg" gap="md" w="100%">{[52, 34, 60, 40].map((width, n) => <Skeleton key={width} height={44} width={`${width}%`} radius="lg" ml={n % 2 ? 'auto' : 0} />)}</Stack>
}
