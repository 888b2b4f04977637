import { ActionIcon, Text } from '@mantine/core'
import { IconLock, IconX } from '@tabler/icons-react'
import { useUser } from '@/api/session'
import type { Note } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import classes from './Inbox.module.css'
import { useRemoveNote } from './notes'

/** A note, in a thread or beside a contact: yellow, so that nobody takes it for a message. */
export function NoteBubble({ note, time }: { note: Note; time: string }) {
  const { crm } = useTexts().texts
  const me = useUser().id
  const remove = useRemoveNote()
  const author = note.authorName ?? crm.formerColleague
  return (
    <div className={classes.note} role="group" aria-label={crm.noteFrom(author)}>
      <div className={classes.noteHead}>
        <IconLock size={13} aria-hidden />
        <Text size="xs" fw={600} component="span">{author}</Text>
        <Text size="xs" component="span" flex={1}>{time}</Text>
        {note.authorId === me && <ActionIcon size={24} variant="subtle" color="gray" aria-label={crm.removeNote} loading={remove.isPending} onClick={() => remove.mutate(note.id)}><IconX size={14} /></ActionIcon>}
      </div>
      <div style={{ whiteSpace: 'pre-wrap' }}>{note.body}</div>
    </div>
  )
}
