import { Alert, Anchor, Button, Drawer, Group, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBrandInstagram, IconCopy, IconPencil, IconPlayerPlay, IconRefresh, IconTrash, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFollow } from '@/api/place'
import type { Account, Post } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { Attempt } from '@/lib/attempt'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { StatusBadge } from '@/ui/StatusBadge'
import { ApprovalActions } from './ApprovalActions'
import { Findings } from './Findings'
import { MoveTo } from './MoveTo'
import { PostFacts } from './PostFacts'
import { policyQuery, postQuery, useDeleteDraft, useDuplicatePost, usePostAction, type PostAction } from './queries'
import { SeriesNote } from './SeriesNote'
import { isOnItsWay, isSought, isUnderWay, may, statusOf, toneOf } from './status'
import { Timeline } from './Timeline'

type Props = { postId: string | null; accounts: Account[]; onClose: () => void; onEdit: (id: string) => void }

export function PostDrawer({ postId, accounts, onClose, onEdit }: Props) {
  const { publishing, common } = useTexts().texts
  const { data: post, error, refetch } = useQuery({ ...postQuery(postId ?? ''), enabled: postId !== null })
  return (
    <Drawer
      opened={postId !== null} onClose={onClose} closeOnEscape={useIsTop(postId !== null)} position="right" size="md" title={<Text fw={650} size="lg">{publishing.details}</Text>}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {post ? <Details post={post} account={accounts.find(({ id }) => id === post.accountId)} onClose={onClose} onEdit={onEdit} />
        : error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={360} radius="md" />}
    </Drawer>
  )
}

function Details({ post, account, onClose, onEdit }: { post: Post; account: Account | undefined; onClose: () => void; onEdit: (id: string) => void }) {
  const { publishing } = useTexts().texts
  const status = statusOf(post)
  const mayPublish = useMay('content:publish', account?.workspaceId)
  useFollow(account?.workspaceId)
  return (
    <Stack>
      <div role="status" aria-live="polite">
        <StatusBadge tone={toneOf(status)} busy={isUnderWay(status)}>{publishing.status[status]}</StatusBadge>
        <Text size="sm" c="dimmed" mt={6}>{publishing.statusHelp[status]}</Text>
      </div>
      {post.failure && <Failure failure={post.failure} isOver={status === 'failed' || status === 'cancelled'} />}
      {status !== 'published' && status !== 'cancelled' && <Findings findings={post.findings} />}
      <PostFacts post={post} account={account} />
      {post.permalink && (
        <Anchor href={post.permalink} target="_blank" rel="noopener noreferrer" underline="always"><IconBrandInstagram size={16} aria-hidden /> {publishing.viewOnInstagram}</Anchor>
      )}
      {post.seriesId && <SeriesNote seriesId={post.seriesId} mayChange={mayPublish} />}
      <ApprovalActions post={post} account={account} />
      <Actions post={post} account={account} onClose={onClose} onEdit={onEdit} />
      <Timeline postId={post.id} />
    </Stack>
  )
}

/** In the reader's language, but for what Instagram says in its own words. A post that waits has a reason too. */
function Failure({ failure: { code, message }, isOver }: { failure: NonNullable<Post['failure']>; isOver: boolean }) {
  const { publishing } = useTexts().texts
  const known: Record<string, string> = publishing.failure
  return (
    <Alert color={isOver ? 'red' : 'yellow'} title={isOver ? publishing.failedBecause : publishing.waitsBecause}>
      {known[code] ?? message}
      {code === 'refused' && <Text size="sm" mt={4} fs="italic">{message}</Text>}
    </Alert>
  )
}

function Actions({ post, account, onClose, onEdit }: { post: Post; account: Account | undefined; onClose: () => void; onEdit: (id: string) => void }) {
  const { publishing } = useTexts().texts
  const status = statusOf(post)
  const action = usePostAction()
  const remove = useDeleteDraft()
  const copy = useDuplicatePost()
  const { data: policy } = useQuery({ ...policyQuery(account?.workspaceId ?? ''), enabled: account !== undefined })
  const [attempt] = useState(() => new Attempt())
  const [asking, setAsking] = useState(false)
  const said: Record<PostAction, string> = { cancel: publishing.cancelled, 'publish-now': publishing.published, retry: publishing.published }
  const run = (name: PostAction) => action.mutate({ id: post.id, action: name }, { onSuccess: () => notifications.show({ message: said[name], color: 'violet' }), onSettled: () => setAsking(false) })
  const drop = () => remove.mutate(post.id, {
    onSuccess: () => {
      notifications.show({ message: publishing.deleted, color: 'violet' })
      onClose()
    },
    onSettled: () => setAsking(false),
  })
  const duplicate = () => copy.mutate({ id: post.id, key: attempt.keyOf(post.id) }, {
    onSuccess: (made) => {
      attempt.succeeded()
      notifications.show({ message: publishing.duplicated, color: 'violet' })
      onEdit(made.id)
    },
  })
  const draft = status === 'draft'
  const mayWrite = useMay('content:write', account?.workspaceId)
  const mayPublish = useMay('content:publish', account?.workspaceId)
  const sought = isSought(post)
  // Where posts need approval, one that is not on its way has to be submitted first.
  const mayGoNow = mayPublish && may.publishNow(status) && (isOnItsWay(status) || policy?.postsNeedApproval === false)
  return (
    <>
      {(action.error ?? remove.error ?? copy.error) && <ErrorAlert error={action.error ?? remove.error ?? copy.error} />}
      <Group gap="xs">
        {mayWrite && may.edit(status) && !sought && <Button leftSection={<IconPencil size={16} />} onClick={() => onEdit(post.id)}>{publishing.edit}</Button>}
        {mayGoNow && <Button variant="light" leftSection={<IconPlayerPlay size={16} />} loading={action.isPending} onClick={() => run('publish-now')}>{publishing.publishNow}</Button>}
        {mayPublish && may.retry(status) && !sought && <Button variant="light" leftSection={<IconRefresh size={16} />} loading={action.isPending} onClick={() => run('retry')}>{publishing.retry}</Button>}
        {mayPublish && (may.move(status) || (may.replan(status) && !sought)) && post.scheduledAt && <MoveTo post={{ ...post, scheduledAt: post.scheduledAt }} />}
        {mayWrite && <Button variant="default" leftSection={<IconCopy size={16} />} loading={copy.isPending} onClick={duplicate}>{publishing.duplicate}</Button>}
        {(draft ? mayWrite : mayPublish && may.cancel(status) && !sought) && (
          <Button variant="default" leftSection={draft ? <IconTrash size={16} /> : <IconX size={16} />} onClick={() => setAsking(true)}>{draft ? publishing.deleteDraft : publishing.cancelPost}</Button>
        )}
      </Group>
      <ConfirmDialog
        opened={asking} onClose={() => setAsking(false)} cancel={publishing.keep} pending={action.isPending || remove.isPending}
        title={draft ? publishing.deleteDraft : publishing.cancelPost} text={draft ? publishing.deleteText : publishing.cancelText}
        confirm={draft ? publishing.deleteDraft : publishing.cancelPost} onConfirm={draft ? drop : () => run('cancel')}
      />
    </>
  )
}
