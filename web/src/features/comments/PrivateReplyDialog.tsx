import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useUser } from '@/api/session'
import type { Comment } from '@/api/types'
import { utf8Bytes } from '@/lib/bytes'
import { dateAndTime } from '@/lib/format'
import { errorText, useTexts } from '@/texts/Texts'
import { useAnswer } from './queries'

const limit = 1000

type Props = { comment: Comment; name: string; opened: boolean; onClose: () => void }

/** The one direct message that a comment may be answered with. */
export function PrivateReplyDialog({ comment, name, opened, onClose }: Props) {
  const { texts, locale } = useTexts()
  const { comments, common } = texts
  const { timezone } = useUser()
  const answer = useAnswer()
  const [clientId] = useState(() => crypto.randomUUID())
  const [text, setText] = useState('')
  const over = utf8Bytes(text.trim()) - limit
  const send = () => answer.mutate({ comment, clientId, text: text.trim(), isPrivate: true }, { onSuccess: onClose })
  return (
    <Modal opened={opened} onClose={onClose} centered title={<Text fw={650} size="lg">{comments.privatelyTo(name)}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <form onSubmit={(event) => { event.preventDefault(); send() }}>
        <Stack gap="md">
          {comment.text && <Text size="sm" lineClamp={3} style={{ borderLeft: '2px solid var(--line)', paddingLeft: 10 }}>{comment.text}</Text>}
          <Textarea
            data-autofocus label={comments.privateText} autosize minRows={3} maxRows={10} value={text} onChange={(event) => setText(event.currentTarget.value)}
            error={answer.error ? errorText(answer.error, texts) : over > 0 ? comments.bytesOver(over) : undefined}
          />
          <Text size="sm" c="dimmed">{comment.privateReplyUntil && comments.privateHelp(dateAndTime(comment.privateReplyUntil, locale, timezone))}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{common.cancel}</Button>
            <Button type="submit" loading={answer.isPending} disabled={over > 0 || text.trim() === ''}>{comments.privateSend}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
