import { Button, Group, TextInput } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useUser } from '@/api/session'
import { localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { useFocusAtStart } from '@/ui/useFocusAtStart'
import { comingTime, inZoneOf } from './plan'
import { may, statusNamed } from './status'
import { useMove, type Movable } from './useMove'

/** Another time for a post, without opening all of it; one that failed or was cancelled is on its way again then. */
export function MoveTo({ post }: { post: Movable }) {
  const { publishing } = useTexts().texts
  const label = may.replan(statusNamed(post.status)) ? publishing.scheduleAgain : publishing.moveTo
  const [step, setStep] = useState<'closed' | 'open' | 'closed again'>('closed')
  return step === 'open' ? <MoveForm post={post} label={label} onClose={() => setStep('closed again')} /> : <MoveButton label={label} isBack={step === 'closed again'} onOpen={() => setStep('open')} />
}

function MoveButton({ label, isBack, onOpen }: { label: string; isBack: boolean; onOpen: () => void }) {
  return <Button ref={useFocusAtStart<HTMLButtonElement>(isBack)} variant="default" leftSection={<IconCalendarTime size={16} aria-hidden />} onClick={onOpen}>{label}</Button>
}

function MoveForm({ post, label, onClose }: { post: Movable; label: string; onClose: () => void }) {
  const { publishing, common } = useTexts().texts
  const { timezone } = useUser()
  const move = useMove()
  const field = useFocusAtStart()
  const [local, setLocal] = useState(() => comingTime(localTime(new Date(post.scheduledAt), timezone), localTime(new Date(), timezone)))
  const [moving, setMoving] = useState(false)
  const [date = '', time = ''] = local.split('T')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setMoving(true)
    const isMoved = await move(post, inZoneOf(post.timeZone, `${date}T${time}`, timezone))
    setMoving(false)
    if (isMoved) onClose()
  }
  return (
    <form onSubmit={(event) => void submit(event)} aria-label={label} style={{ flexBasis: '100%' }}>
      <Group grow>
        <TextInput type="date" label={publishing.date} ref={field} required min={localTime(new Date(), timezone).slice(0, 10)} value={date} onChange={(event) => setLocal(`${event.currentTarget.value}T${time}`)} />
        <TextInput type="time" label={publishing.time} required value={time} onChange={(event) => setLocal(`${date}T${event.currentTarget.value}`)} />
      </Group>
      <Group gap="xs" mt="xs"><Button type="submit" loading={moving} disabled={!date || !time}>{may.replan(statusNamed(post.status)) ? publishing.schedule : publishing.move}</Button><Button variant="default" onClick={onClose}>{common.cancel}</Button></Group>
    </form>
  )
}
