import { Button, Group, Text, Textarea } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'
import type { Comment } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import { useAnswer } from './queries'
import { characters, maxCharacters, refusedBecause } from './rules'
import { authorName } from './threads'

/** An answer for all to see. To a reply it begins with its author's name, as in the Instagram app: both stand on one level. */
export function ReplyForm({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const { texts } = useTexts()
  const { comments, common } = texts
  const answer = useAnswer()
  const [clientId] = useState(() => crypto.randomUUID())
  const [text, setText] = useState(() => (comment.isReply && comment.direction === 'inbound' && comment.author.username ? `@${comment.author.username} ` : ''))

  const left = maxCharacters - characters(text.trim())
  const refused = refusedBecause(text.trim())
  const send = () => {
    if (!refused && !answer.isPending) answer.mutate({ comment, clientId, text: text.trim(), isPrivate: false }, { onSuccess: onDone })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onDone()
    // While an input method composes a word, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const problem = answer.error ? errorText(answer.error, texts) : refused && refused !== 'empty' && (refused === 'too-long' ? comments.charactersOver(-left) : comments.rules[refused])
  return (
    <form aria-label={comments.replyTo(authorName(comment, comments.unknownAuthor))} onSubmit={(event) => { event.preventDefault(); send() }}>
      {/* eslint-disable-next-line jsx-a11y/no-autofocus -- Somebody has just asked to write here. */}
      <Textarea autoFocus
        aria-label={comments.write} placeholder={comments.write} autosize minRows={2} maxRows={8} value={text} error={problem || undefined} onKeyDown={onKeyDown}
        onChange={(event) => setText(event.currentTarget.value)} onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
      />
      <Group justify="space-between" mt={8} gap="xs">
        <Text size="xs" c="dimmed" aria-live="polite">{left <= 60 && left >= 0 ? comments.charactersLeft(left) : ''}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onDone}>{common.cancel}</Button>
          <Button size="xs" type="submit" loading={answer.isPending} disabled={refused !== null}>{comments.send}</Button>
        </Group>
      </Group>
    </form>
  )
}
