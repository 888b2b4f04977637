import { ActionIcon, Box, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { Link } from 'react-router'
import { useMayAt } from '@/api/accounts'
import { useFollow } from '@/api/place'
import type { Account, Comment } from '@/api/types'
import { useVisible } from '@/lib/useVisible'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useShortcuts } from '@/ui/useShortcuts'
import classes from './Comments.module.css'
import { commentsQuery, postQuery, useMarkPostRead } from './queries'
import { Thread } from './Thread'
import { isAtInstagram, toThreads } from './threads'
import { Thumb } from './Thumb'

const keys = ['r'] as const

export function PostPane({ postId, accounts, search }: { postId: string; accounts: Account[]; search: string }) {
  const { comments, common } = useTexts().texts
  const { data: post, error, refetch } = useQuery(postQuery(postId))
  const list = useInfiniteQuery(commentsQuery(postId))
  const [answering, setAnswering] = useState<Comment | null>(null)
  const account = accounts.find(({ id }) => id === post?.accountId)
  const mayWriteAt = useMayAt('messages:write')
  const mayWrite = post && mayWriteAt?.(post.accountId)
  useReadingPost(postId, mayWrite ? post.unreadCount : 0)
  useFollow(account?.workspaceId)

  const loaded = list.data?.pages.flatMap((page) => page.items)
  useShortcuts(keys, () => {
    const open = loaded?.find((comment) => comment.direction === 'inbound' && comment.status === 'open' && isAtInstagram(comment))
    if (open && mayWrite) setAnswering(open)
  })
  const failure = error ?? list.error
  if (!post || !loaded) {
    return (
      <section className={`${classes.pane} ${classes.main}`}>
        {failure ? <Box p="lg"><ErrorAlert error={failure} retry={() => void Promise.all([refetch(), list.refetch()])} /></Box> : <Stack p="lg" gap="lg">{[1, 2, 3].map((n) => <Skeleton key={n} height={72} radius="lg" />)}</Stack>}
      </section>
    )
  }
  const caption = post.caption || comments.noCaption
  return (
    <section className={`${classes.pane} ${classes.main}`} aria-label={comments.commentsOn(caption)}>
      <header className={classes.head}>
        <ActionIcon component={Link} to={{ pathname: '/comments', search }} variant="subtle" color="gray" hiddenFrom="sm" aria-label={common.back}><IconArrowLeft /></ActionIcon>
        <Thumb url={post.thumbnailUrl} size={44} />
        <Box flex={1} miw={0}>
          <Title order={2} size="h5" lineClamp={1}>{caption}</Title>
          <Text size="sm" c="dimmed" truncate>{[account && `@${account.username}`, post.openCount > 0 && comments.toAnswer(post.openCount)].filter(Boolean).join(' · ')}</Text>
        </Box>
        {post.permalink && (
          <ActionIcon component="a" href={post.permalink} target="_blank" rel="noopener noreferrer" variant="subtle" color="gray" size="lg" aria-label={comments.openPost}><IconExternalLink size={20} /></ActionIcon>
        )}
      </header>
      {mayWrite === false && <Text size="sm" c="dimmed" px="lg" pt="sm" role="status">{common.lookOnly}</Text>}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls has to be reachable by keyboard. */}
      <div className={classes.threads} tabIndex={0} role="region" aria-label={comments.commentsOn(caption)}>
        <ul className={classes.log}>
          {toThreads(loaded).map((thread) => <Thread key={thread.id} thread={thread} search={search} answering={answering} onAnswer={mayWrite ? setAnswering : null} />)}
        </ul>
        {list.hasNextPage && <Group justify="center" p="md"><Button variant="subtle" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{common.loadMore}</Button></Group>}
      </div>
    </section>
  )
}

/** Marks what stands under a post read once it has been on a visible page for a second. */
function useReadingPost(postId: string, unread: number) {
  const markRead = useMarkPostRead()
  const shown = useVisible()
  const read = useEffectEvent(() => markRead.mutate(postId))
  useEffect(() => {
    if (!shown || unread === 0) return
    const timer = setTimeout(() => read(), 1_000)
    return () => clearTimeout(timer)
  }, [postId, unread, shown])
}
