import { Alert, Button, Group, Modal, Skeleton, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconBrandInstagram } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { within } from '@/api/accounts'
import { usePlace } from '@/api/place'
import { useUser } from '@/api/session'
import type { Account } from '@/api/types'
import { useMayIn } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { begunQuery, forgetBegun } from './begun'
import { PostForm } from './PostForm'
import { postQuery } from './queries'

/** `asked`: null is closed, `new` writes a post, anything else is the id of the one to change. */
type Props = { asked: string | null; accounts: Account[]; preferredAccount: string | null; onClose: () => void }

export function PostEditor({ asked, accounts, preferredAccount, onClose }: Props) {
  const { publishing, common } = useTexts().texts
  const { id: userId } = useUser()
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false })
  const isNew = asked === 'new'
  const { data: post, error, refetch } = useQuery({ ...postQuery(asked ?? ''), enabled: asked !== null && !isNew })
  // Not state: Escape may follow the last letter before this has been rendered again.
  const touched = useRef(false)
  const [asking, setAsking] = useState(false)
  const places = useMayIn('content:write')
  const place = usePlace()
  const mayChange = accounts.some(({ id, workspaceId }) => id === post?.accountId && places?.has(workspaceId))
  const usable = within(accounts, place).filter(({ status, workspaceId }) => status === 'active' && places?.has(workspaceId))

  const onTouch = (isTouched: boolean) => {
    touched.current = isTouched
  }
  const leave = () => {
    touched.current = false
    setAsking(false)
    onClose()
  }
  const done = () => {
    if (isNew) forgetBegun(userId, place)
    leave()
  }
  return (
    <>
      <Modal
        opened={asked !== null} onClose={() => (touched.current ? setAsking(true) : leave())} closeOnEscape={useIsTop(asked !== null)} size={1040} fullScreen={narrow ?? false} title={<Text fw={650} size="lg">{isNew ? publishing.newPost : publishing.edit}</Text>}
        closeButtonProps={{ 'aria-label': common.close }}
      >
        {isNew && !places && <Skeleton height={420} />}
        {isNew && places && (usable.length > 0 ? <NewPost accounts={usable} preferredAccount={preferredAccount} onTouch={onTouch} onDone={done} /> : <EmptyState icon={IconBrandInstagram} title={publishing.noAccountTitle} text={publishing.noAccountText} />)}
        {error && <ErrorAlert error={error} retry={() => void refetch()} />}
        {!isNew && !post && !error && <Skeleton height={420} />}
        {!isNew && post && places && !mayChange && <Text c="dimmed">{common.lookOnly}</Text>}
        {!isNew && post && mayChange && <PostForm key={asked} post={post} begun={null} accounts={accounts} preferredAccount={preferredAccount} onTouch={onTouch} onDone={done} />}
      </Modal>
      <ConfirmDialog opened={asking} title={publishing.unsavedTitle} text={publishing.unsavedText} confirm={publishing.discard} cancel={publishing.keep} onClose={() => setAsking(false)} onConfirm={done} />
    </>
  )
}

/** A new post, or the one that was being written in this tab. */
function NewPost(props: { accounts: Account[]; preferredAccount: string | null; onTouch: (touched: boolean) => void; onDone: () => void }) {
  const { publishing } = useTexts().texts
  const { id } = useUser()
  const place = usePlace()
  const { data: begun, error, refetch } = useQuery(begunQuery(id, place))
  const [afresh, setAfresh] = useState(false)
  const forget = () => {
    forgetBegun(id, place)
    setAfresh(true)
  }
  if (begun === undefined) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={420} />
  return (
    <>
      {begun && !afresh && (
        <Alert mb="md" color="violet" role="status">
          <Group justify="space-between" gap="xs"><Text size="sm">{publishing.begun}</Text><Button size="compact-sm" variant="default" onClick={forget}>{publishing.startAfresh}</Button></Group>
        </Alert>
      )}
      <PostForm key={String(afresh)} post={undefined} begun={afresh ? null : begun} {...props} />
    </>
  )
}
