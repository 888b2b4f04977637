import { Modal, Skeleton, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconBrandInstagram } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { PostForm } from './PostForm'
import { postQuery } from './queries'

/** `asked`: null is closed, `new` writes a post, anything else is the id of the one to change. */
type Props = { asked: string | null; accounts: Account[]; preferredAccount: string | null; onClose: () => void }

export function PostEditor({ asked, accounts, preferredAccount, onClose }: Props) {
  const { publishing, common } = useTexts().texts
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false })
  const isNew = asked === 'new'
  const { data: post, error, refetch } = useQuery({ ...postQuery(asked ?? ''), enabled: asked !== null && !isNew })
  const [touched, setTouched] = useState(false)
  const [asking, setAsking] = useState(false)
  const usable = accounts.filter(({ status }) => status === 'active')

  const close = () => {
    setTouched(false)
    setAsking(false)
    onClose()
  }
  return (
    <>
      <Modal
        opened={asked !== null} onClose={touched ? () => setAsking(true) : close} size={1040} fullScreen={narrow ?? false} title={<Text fw={650} size="lg">{isNew ? publishing.newPost : publishing.edit}</Text>}
        closeButtonProps={{ 'aria-label': common.close }}
      >
        {isNew && usable.length === 0 && <EmptyState icon={IconBrandInstagram} title={publishing.noAccountTitle} text={publishing.noAccountText} />}
        {error && <ErrorAlert error={error} retry={() => void refetch()} />}
        {!isNew && !post && !error && <Skeleton height={420} />}
        {((isNew && usable.length > 0) || post) && (
          <PostForm key={asked} post={isNew ? undefined : post} accounts={isNew ? usable : accounts} preferredAccount={preferredAccount} onTouch={() => setTouched(true)} onDone={close} />
        )}
      </Modal>
      <ConfirmDialog opened={asking} title={publishing.unsavedTitle} text={publishing.unsavedText} confirm={publishing.discard} cancel={publishing.keep} onClose={() => setAsking(false)} onConfirm={close} />
    </>
  )
}
