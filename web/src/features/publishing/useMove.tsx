import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useUser } from '@/api/session'
import { dateAndTime } from '@/lib/format'
import { instantOf } from '@/lib/zones'
import { errorText, useTexts } from '@/texts/Texts'
import type { PostItem } from './cache'
import { at, type When } from './plan'
import { useChangePost, useReplanPost } from './queries'
import { may, statusNamed } from './status'

export type Movable = Pick<PostItem, 'id' | 'version' | 'status' | 'timeZone'> & { scheduledAt: string }

/** Gives a post another time, says so, and offers the way back where it only was moved. Resolves to whether it was moved. */
export function useMove() {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const change = useChangePost()
  const replan = useReplanPost()
  const go = async (post: Movable, time: When, isWayBack: boolean): Promise<boolean> => {
    try {
      const isReplanned = may.replan(statusNamed(post.status))
      const moved = isReplanned
        ? await replan.mutateAsync({ id: post.id, version: post.version, time })
        : await change.mutateAsync({ id: post.id, version: { current: post.version }, change: time, then: null })
      const waits = moved.status === 'awaiting_approval' && post.status !== moved.status
      const id = noticeOf(post.id, moved.version)
      const said = isReplanned && !waits ? publishing.scheduled : publishing.moved
      // The way back from the move before this one is none any more.
      notifications.hide(noticeOf(post.id, post.version))
      const goBack = () => {
        notifications.hide(id)
        void go({ ...post, version: moved.version, status: moved.status }, at(post.scheduledAt, post.timeZone ?? timezone), true)
      }
      notifications.show({
        id: isWayBack ? undefined : id, color: 'violet', autoClose: 20_000,
        message: (
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm">{said(dateAndTime(moved.scheduledAt ?? moved.createdAt, locale, timezone))}{waits && ` ${publishing.submitted}`}</Text>
            {!isWayBack && !isReplanned && <Button size="compact-sm" variant="light" onClick={goBack}>{publishing.undo}</Button>}
          </Group>
        ),
      })
      return true
    } catch (failure) {
      notifications.show({ message: errorText(failure, texts), color: 'red' })
      return false
    }
  }
  return (post: Movable, time: When): Promise<boolean> => {
    const instant = 'scheduledAt' in time ? new Date(time.scheduledAt) : instantOf(time.localTime, time.timeZone)
    if (instant.getTime() > Date.now()) return go(post, time, false)
    notifications.show({ message: publishing.inThePast, color: 'red' })
    return Promise.resolve(false)
  }
}

const noticeOf = (postId: string, version: number) => `moved.${postId}.${version}`
