import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconSend, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useUser } from '@/api/session'
import type { Account, Post } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { policyQuery, useJudgePost } from './queries'

/** What a workspace that wants approval asks of its people: nobody judges what they have written themselves. */
export function ApprovalActions({ post, account }: { post: Post; account: Account | undefined }) {
  const { publishing } = useTexts().texts
  const me = useUser()
  const judge = useJudgePost()
  const { data: policy } = useQuery({ ...policyQuery(account?.workspaceId ?? ''), enabled: account !== undefined })
  const mayWrite = useMay('content:write', account?.workspaceId)
  const mayJudge = useMay('content:publish', account?.workspaceId)
  const [reason, setReason] = useState<string | null>(null)
  const own = [post.approval?.submittedBy, post.authorId].includes(me.id)
  const tell = (message: string) => ({ onSuccess: () => { notifications.show({ message, color: 'violet' }); setReason(null) } })
  return (
    <Stack gap="xs">
      {post.approval?.reason && <Alert color="yellow" title={publishing.rejectedBecause}>{post.approval.reason}</Alert>}
      {judge.error && <ErrorAlert error={judge.error} />}
      {mayWrite && post.status === 'draft' && post.scheduledAt && (post.approval ?? policy?.postsNeedApproval) && (
        <Button variant="light" leftSection={<IconSend size={16} aria-hidden />} loading={judge.isPending} onClick={() => judge.mutate({ post, verdict: 'submit' }, tell(publishing.submitted))}>{publishing.submit}</Button>
      )}
      {post.status === 'awaiting_approval' && own && <Text size="sm" c="dimmed">{publishing.ownPost}</Text>}
      {mayJudge && post.status === 'awaiting_approval' && !own && reason === null && (
        <Group gap="xs">
          <Button leftSection={<IconCheck size={16} aria-hidden />} loading={judge.isPending} onClick={() => judge.mutate({ post, verdict: 'approve' }, tell(publishing.approved))}>{publishing.approve}</Button>
          <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={() => setReason('')}>{publishing.reject}</Button>
        </Group>
      )}
      {reason !== null && (
        <form onSubmit={(event) => { event.preventDefault(); if (reason.trim()) judge.mutate({ post, verdict: 'reject', reason: reason.trim() }, tell(publishing.rejected)) }}>
          <Textarea label={publishing.rejectReason} required autosize minRows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group gap="xs" mt="xs"><Button type="submit" disabled={!reason.trim()} loading={judge.isPending}>{publishing.reject}</Button><Button variant="default" onClick={() => setReason(null)}>{publishing.keep}</Button></Group>
        </form>
      )}
    </Stack>
  )
}
