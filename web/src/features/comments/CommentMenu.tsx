import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Comment } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { useChangeComment, useDeleteComment } from './queries'

/** What is done at Instagram to a comment that should not stand as it is. */
export function CommentMenu({ comment, name }: { comment: Comment; name: string }) {
  const { texts } = useTexts()
  const { comments, common } = texts
  const [deleting, setDeleting] = useState(false)
  const change = useChangeComment()
  const remove = useDeleteComment()

  const tell = (message: string) => notifications.show({ message, color: 'violet' })
  const complain = (error: unknown) => notifications.show({ message: errorText(error, texts), color: 'red' })
  const setHidden = (hidden: boolean) => change.mutate({ comment, change: { hidden } }, { onSuccess: () => tell(hidden ? comments.hidden : comments.shown), onError: complain })
  const drop = () => remove.mutate(comment, { onSuccess: () => tell(comments.removed), onError: complain, onSettled: () => setDeleting(false) })
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target><ActionIcon variant="subtle" color="gray" loading={change.isPending} aria-label={comments.moreFor(name)}><IconDots size={18} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {comment.direction === 'inbound' && (comment.hidden
            ? <Menu.Item leftSection={<IconEye size={17} />} onClick={() => setHidden(false)}>{comments.show}</Menu.Item>
            : <Menu.Item leftSection={<IconEyeOff size={17} />} onClick={() => setHidden(true)}>{comments.hide}</Menu.Item>)}
          <Menu.Item color="red" leftSection={<IconTrash size={17} />} onClick={() => setDeleting(true)}>{comments.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={deleting} title={comments.removeTitle} text={comments.removeText} confirm={comments.remove} cancel={common.cancel} pending={remove.isPending} onConfirm={drop}
        onClose={() => setDeleting(false)}
      />
    </>
  )
}
