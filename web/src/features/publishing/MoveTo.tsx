import { Button, Group, TextInput } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useUser } from '@/api/session'
import { localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { useMove, type Movable } from './useMove'

/** Another time for a post, without opening all of it. */
export function MoveTo({ post }: { post: Movable }) {
  const { publishing, common } = useTexts().texts
  const { timezone } = useUser()
  const move = useMove()
  const [local, setLocal] = useState<string | null>(null)
  const [moving, setMoving] = useState(false)
  const [date = '', time = ''] = local?.split('T') ?? []
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMoving(true)
    if (await move(post, { localTime: `${date}T${time}`, timeZone: timezone })) setLocal(null)
    setMoving(false)
  }
  if (local === null) return <Button variant="default" leftSection={<IconCalendarTime size={16} aria-hidden />} onClick={() => setLocal(localTime(new Date(post.scheduledAt), timezone))}>{publishing.moveTo}</Button>
  return (
    <form onSubmit={(event) => void submit(event)} aria-label={publishing.moveTo} style={{ flexBasis: '100%' }}>
      <Group grow>
        <TextInput type="date" label={publishing.date} required min={localTime(new Date(), timezone).slice(0, 10)} value={date} onChange={(event) => setLocal(`${event.currentTarget.value}T${time}`)} data-autofocus />
        <TextInput type="time" label={publishing.time} required value={time} onChange={(event) => setLocal(`${date}T${event.currentTarget.value}`)} />
      </Group>
      <Group gap="xs" mt="xs"><Button type="submit" loading={moving} disabled={!date || !time}>{publishing.move}</Button><Button variant="default" onClick={() => setLocal(null)}>{common.cancel}</Button></Group>
    </form>
  )
}
