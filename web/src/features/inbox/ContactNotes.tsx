import { Button, Stack, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useUser } from '@/api/session'
import type { Member } from '@/api/types'
import { dateAndTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { NoteBubble } from './NoteBubble'
import { NoteForm } from './NoteForm'
import { notesQuery } from './notes'

/** Notes beside a contact, and beside whom it is merged with. */
export function ContactNotes({ contactId, members, mayWrite }: { contactId: string; members: Member[]; mayWrite: boolean }) {
  const { texts, locale } = useTexts()
  const { timezone } = useUser()
  const notes = useInfiniteQuery(notesQuery({ kind: 'contact', id: contactId }))
  const items = notes.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Stack gap="xs">
      <Title order={3} size="sm">{texts.crm.notes}</Title>
      {mayWrite && <NoteForm about={{ kind: 'contact', id: contactId }} members={members} />}
      {items.map((note) => <NoteBubble key={note.id} note={note} time={dateAndTime(note.createdAt, locale, timezone)} />)}
      {notes.hasNextPage && <Button variant="subtle" size="xs" loading={notes.isFetchingNextPage} onClick={() => void notes.fetchNextPage()}>{texts.common.loadMore}</Button>}
    </Stack>
  )
}
