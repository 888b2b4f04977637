import { Button, Group, Paper, Text, Textarea, UnstyledButton } from '@mantine/core'
import { useMergedRef } from '@mantine/hooks'
import { useRef, useState, type KeyboardEvent, type Ref } from 'react'
import type { Member } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import classes from './Inbox.module.css'
import { mentionAt, mentioned } from './mentions'
import { useAddNote } from './notes'

type Props = { about: { kind: 'conversation' | 'contact'; id: string }; members: Member[]; field?: Ref<HTMLTextAreaElement> }

/** A note for colleagues. While a name is written after an @, those who may be meant are offered. */
export function NoteForm({ about, members, field: outer }: Props) {
  const { texts } = useTexts()
  const { crm } = texts
  const add = useAddNote(about)
  const [text, setText] = useState('')
  const [begun, setBegun] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const field = useRef<HTMLTextAreaElement>(null)
  const offered = begun === null ? [] : members.filter(({ name }) => name.toLocaleLowerCase().startsWith(begun.toLocaleLowerCase()) && name.toLocaleLowerCase() !== begun.toLocaleLowerCase()).slice(0, 5)

  const write = (next: string, cursor: number) => {
    setText(next)
    setBegun(mentionAt(next, cursor))
    setAt(0)
  }
  const complete = (name: string) => {
    const cursor = field.current?.selectionStart ?? text.length
    const before = text.slice(0, cursor - (begun?.length ?? 0))
    write(`${before}${name} ${text.slice(cursor)}`, 0)
    field.current?.focus()
  }
  const submit = () => {
    const body = text.trim()
    if (body) add.mutate({ body, mentions: mentioned(body, members) }, { onSuccess: () => setText((now) => (now.trim() === body ? '' : now)) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const chosen = offered[at]
    if (chosen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) setAt((at + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length)
    else if (chosen && (event.key === 'Enter' || event.key === 'Tab')) complete(chosen.name)
    else if (event.key === 'Enter' && !event.shiftKey) submit()
    else return
    event.preventDefault()
  }
  return (
    <form aria-label={crm.noteTo} className={classes.noteForm} onSubmit={(event) => { event.preventDefault(); submit() }}>
      {offered.length > 0 && (
        <Paper withBorder shadow="md" p={4} className={classes.offered}>
          <ul aria-label={crm.mention} style={{ margin: 0, padding: 0, listStyle: 'none' }}>
            {offered.map(({ userId, name }, n) => (
              <li key={userId}><UnstyledButton className={classes.offer} data-chosen={n === at || undefined} onClick={() => complete(name)}>{name}</UnstyledButton></li>
            ))}
          </ul>
        </Paper>
      )}
      <Textarea
        ref={useMergedRef(field, outer ?? null)} aria-label={crm.noteTo} placeholder={crm.noteTo} autosize minRows={1} maxRows={8} radius="lg" maxLength={4_000} value={text}
        onChange={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart)} onKeyDown={onKeyDown} error={add.error ? errorText(add.error, texts) : undefined}
      />
      <Group justify="space-between" gap="xs" mt={6} wrap="nowrap">
        <Text size="xs" c="dimmed">{crm.noteHint}</Text>
        <Button type="submit" size="compact-sm" variant="light" color="orange.9" loading={add.isPending} disabled={text.trim() === ''} style={{ flex: 'none' }}>{crm.addNote}</Button>
      </Group>
    </form>
  )
}
