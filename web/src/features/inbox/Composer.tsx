import { ActionIcon, Text, Textarea } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { useState, type KeyboardEvent, type Ref } from 'react'
import type { Account, Conversation } from '@/api/types'
import { utf8Bytes } from '@/lib/bytes'
import { useNow } from '@/lib/clock'
import { relativeTime } from '@/lib/format'
import { storage } from '@/lib/storage'
import type { Texts } from '@/texts/en'
import { useTexts } from '@/texts/Texts'
import classes from './Inbox.module.css'
import { nameOf } from './names'
import { useSendMessage } from './sending'

const limit = 1000

type Props = { conversation: Conversation; account: Account | undefined; field: Ref<HTMLTextAreaElement> }

export function Composer({ conversation, account, field }: Props) {
  const { texts, locale } = useTexts()
  const { inbox } = texts
  const now = useNow()
  const send = useSendMessage(conversation.id)
  const draft = `draft.${conversation.id}`
  const [text, setText] = useState(() => storage.get(draft) ?? '')

  const left = limit - utf8Bytes(text.trim())
  const blocked = blockedBecause(conversation, account, now, inbox)
  const { closesAt, tag } = conversation.replyWindow
  const write = (next: string) => {
    setText(next)
    storage.set(draft, next)
  }
  const submit = () => {
    if (blocked || left < 0 || text.trim() === '') return
    send.mutate({ clientMessageId: crypto.randomUUID(), text: text.trim() })
    write('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  return (
    <form className={classes.compose} aria-label={inbox.writeTo(nameOf(conversation.contact, texts))} onSubmit={(event) => { event.preventDefault(); submit() }}>
      {blocked && <div className={classes.notice} data-tone="grey" role="status">{blocked}</div>}
      {!blocked && tag === 'human_agent' && closesAt && (
        <div className={classes.notice} data-tone="orange" role="status">{inbox.windowHuman(inbox.windowEnds(relativeTime(closesAt, now, locale)))}</div>
      )}
      <div className={classes.field}>
        <Textarea
          ref={field} aria-label={inbox.write} placeholder={inbox.write} autosize minRows={1} maxRows={8} size="md" radius="lg" value={text} disabled={!!blocked}
          onChange={(event) => write(event.currentTarget.value)} onKeyDown={onKeyDown} error={left < 0 ? inbox.bytesOver(-left) : undefined}
        />
        <ActionIcon type="submit" size={42} radius="xl" aria-label={inbox.send} disabled={!!blocked || left < 0 || text.trim() === ''}><IconSend2 size={20} /></ActionIcon>
      </div>
      {!blocked && <Text size="xs" c="dimmed" mt={6} aria-live="polite">{left <= 200 && left >= 0 ? inbox.bytesLeft(left) : inbox.sendHint}</Text>}
    </form>
  )
}

/** Why nothing may be written now; undefined when it may. */
function blockedBecause({ replyWindow }: Conversation, account: Account | undefined, now: number, inbox: Texts['inbox']): string | undefined {
  if (account && account.status !== 'active') return inbox.accountInactive
  if (!replyWindow.closesAt) return inbox.windowNever
  return replyWindow.tag === 'closed' || Date.parse(replyWindow.closesAt) <= now ? inbox.windowClosed : undefined
}
