import { ActionIcon, Text, Textarea, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp, IconClockHour4, IconEye, IconSend2, IconTemplate, IconTextPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject } from 'react'
import { ApiError } from '@/api/problem'
import { useUser } from '@/api/session'
import type { Account, Conversation, Message, QuickReply, ReplyTemplate } from '@/api/types'
import { utf8Bytes } from '@/lib/bytes'
import { useNow } from '@/lib/clock'
import { dateAndTime, relativeTime } from '@/lib/format'
import { storage } from '@/lib/storage'
import type { Texts } from '@/texts/en'
import { errorText, useTexts } from '@/texts/Texts'
import composer from './Composer.module.css'
import { AttachButton, FileRow, useFiles } from './Files'
import classes from './Inbox.module.css'
import { matching } from './matching'
import { MissedDialog } from './MissedDialog'
import { kindText, nameOf } from './names'
import { QuickRepliesField } from './QuickRepliesField'
import { useSchedule } from './scheduled'
import { useForgetOutgoing, useOutgoing, useSeen, useSendMessage, useSignal, type Letter } from './sending'
import { SendLater } from './SendLater'
import { Suggestions } from './Suggestions'
import { templatesQuery, useRenderTemplate } from './templates'
import { TemplatesDialog } from './TemplatesDialog'
import { useTyping } from './useTyping'
import { Waiting } from './Waiting'

const limit = 1000

type Props = {
  conversation: Conversation; account: Account | undefined; field: RefObject<HTMLTextAreaElement | null>
  /** The message that is answered, if one was chosen. */
  replyTo: Message | null; onReplied: () => void
}

export function Composer({ conversation, account, field, replyTo, onReplied }: Props) {
  const { texts, locale } = useTexts()
  const { inbox, sending } = texts
  const { timezone } = useUser()
  const now = useNow()
  const send = useSendMessage(conversation.id)
  const schedule = useSchedule(conversation.id)
  const signal = useSignal(conversation.id)
  const seen = useSeen(conversation.id)
  const files = useFiles(account?.workspaceId)
  const render = useRenderTemplate(conversation.id)
  const { data: templates = [] } = useQuery({ ...templatesQuery(account?.workspaceId ?? ''), enabled: account !== undefined })
  const listId = useId()
  const draft = `draft.${conversation.id}`
  const [text, setText] = useState(() => storage.get(draft) ?? '')
  const [templateId, setTemplateId] = useState<string | null>(null)
  const [buttons, setButtons] = useState<QuickReply[]>([])
  const [chosen, setChosen] = useState(0)
  const [quiet, setQuiet] = useState(false)
  const [asking, setAsking] = useState<'later' | 'templates' | null>(null)
  const typing = useTyping(() => signal.mutate('typing_on'))

  const words = text.trim()
  const left = limit - utf8Bytes(words)
  const replies = buttons.map((button) => ({ ...button, title: button.title.trim() })).filter(({ title }) => title !== '')
  const blocked = blockedBecause(conversation, account, now, inbox)
  const { closesAt } = conversation.replyWindow
  const busy = files.uploading.length > 0
  const lacksText = replies.length > 0 && words === ''
  const ready = !blocked && left >= 0 && !busy && !lacksText && (words !== '' || files.files.length > 0)
  // A slash at the beginning asks for a template.
  const slash = quiet ? null : /^\/([^\s/]*)$/.exec(text)?.[1] ?? null
  const offered = slash === null ? [] : matching(templates, slash).slice(0, 8)

  const write = (next: string) => {
    setText(next)
    storage.set(draft, next)
    setChosen(0)
    if (next === '') {
      setTemplateId(null)
      setQuiet(false)
    }
  }
  const letter = (): Letter => ({ clientMessageId: crypto.randomUUID(), text: words, files: files.files, quickReplies: replies, replyTo: replyTo?.platformMessageId ?? null, templateId, seen: seen() })
  const clear = () => {
    write('')
    setButtons([])
    files.replace([])
    typing.stop()
    onReplied()
  }
  const submit = () => {
    if (!ready) return
    send.mutate(letter())
    clear()
  }
  const sendLater = (at: Date) => schedule.mutate({ letter: letter(), sendAt: at.toISOString() }, {
    onSuccess: () => {
      setAsking(null)
      clear()
      notifications.show({ message: sending.laterDone(dateAndTime(at, locale, timezone)), color: 'violet' })
    },
  })
  const insert = (template: ReplyTemplate) => render.mutate(template.id, {
    onSuccess: (rendered) => {
      write(rendered.text)
      setTemplateId(template.id)
      setAsking(null)
      if (rendered.missing.length > 0) notifications.show({ message: sending.templateMissing(rendered.missing.join(', ')), color: 'orange' })
      field.current?.focus()
    },
    onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
  })
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter chooses it.
    if (event.nativeEvent.isComposing) return
    const template = offered[chosen]
    if (slash !== null && templates.length > 0 && ['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) {
      event.preventDefault()
      // Nothing fits: what was meant for this list is not sent to the customer. Escape makes it words.
      if (!template) return
      if (event.key === 'Enter') insert(template)
      else setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length)
      return
    }
    if (slash !== null && event.key === 'Escape') {
      event.preventDefault()
      setQuiet(true)
      return
    }
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    submit()
  }
  const take = (event: ClipboardEvent | DragEvent, given: FileList) => {
    if (given.length === 0 || blocked) return
    event.preventDefault()
    void files.upload([...given])
  }
  const tool = (label: string, Icon: typeof IconEye, onClick: () => void, disabled = false) => (
    <Tooltip label={label}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} disabled={disabled} onClick={onClick}><Icon size={20} /></ActionIcon></Tooltip>
  )
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Files may be dropped on it; the button beside the field does the same. */}
      <form
        className={classes.compose} aria-label={inbox.writeTo(nameOf(conversation.contact, texts))} onSubmit={(event) => { event.preventDefault(); submit() }}
        onDragOver={(event) => event.preventDefault()} onDrop={(event) => take(event, event.dataTransfer.files)}
      >
        <Notice conversation={conversation} blocked={blocked} />
        <Waiting conversationId={conversation.id} />
        {replyTo && (
          <div className={composer.reply}>
            <span><IconArrowBackUp size={14} aria-hidden /> {sending.replyingTo}: {replyTo.text.slice(0, 100) || kindText(replyTo.kind, texts)}</span>
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={sending.stopReplying} onClick={onReplied}><IconX size={15} /></ActionIcon>
          </div>
        )}
        <FileRow files={files} />
        {buttons.length > 0 && <QuickRepliesField replies={buttons} onChange={setButtons} />}
        <div className={classes.field} style={{ position: 'relative' }}>
          <Textarea
            ref={field} aria-label={inbox.write} placeholder={inbox.write} autosize minRows={1} maxRows={8} size="md" radius="lg" value={text} disabled={!!blocked}
            aria-controls={slash !== null ? listId : undefined} aria-activedescendant={slash !== null && offered.length > 0 ? `${listId}-${chosen}` : undefined}
            onChange={(event) => { write(event.currentTarget.value); if (event.currentTarget.value.trim()) typing.stroke() }} onKeyDown={onKeyDown} onPaste={(event) => take(event, event.clipboardData.files)}
            error={left < 0 ? inbox.bytesOver(-left) : lacksText ? sending.quickRepliesNeedText : undefined}
          />
          {slash !== null && templates.length > 0 && <Suggestions id={listId} templates={offered} chosen={chosen} onChoose={insert} />}
          <ActionIcon type="submit" size={42} radius="xl" aria-label={inbox.send} disabled={!ready}><IconSend2 size={20} /></ActionIcon>
        </div>
        <div className={composer.tools}>
          <AttachButton files={files} disabled={!!blocked} back={field} />
          {tool(sending.templates, IconTemplate, () => setAsking('templates'))}
          {tool(sending.quickReplies, IconTextPlus, () => setButtons(buttons.length > 0 ? [] : [{ title: '', payload: null }]), !!blocked)}
          {tool(sending.later, IconClockHour4, () => setAsking('later'), !ready)}
          {tool(sending.seen, IconEye, () => signal.mutate('seen', { onSuccess: () => notifications.show({ message: sending.seenDone, color: 'violet' }), onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }) }), !!blocked)}
          {!blocked && <Text size="xs" c="dimmed" aria-live="polite">{left <= 200 && left >= 0 ? inbox.bytesLeft(left) : `${inbox.sendHint}${templates.length > 0 ? ` · ${sending.templatesHint}` : ''}`}</Text>}
        </div>
      </form>
      {/* Outside the form: what is submitted in a dialog must not send the message. */}
      {closesAt && <SendLater opened={asking === 'later'} closesAt={closesAt} pending={schedule.isPending} error={schedule.error} onClose={() => { setAsking(null); schedule.reset() }} onChoose={sendLater} />}
      {account && <TemplatesDialog workspaceId={account.workspaceId} opened={asking === 'templates'} onClose={() => setAsking(null)} onUse={blocked ? undefined : insert} />}
      <Missed conversation={conversation} onEdit={(missed) => { write(missed.text); setButtons(missed.quickReplies); files.replace(missed.files); field.current?.focus() }} />
    </>
  )
}

/** A letter that was refused because somebody had answered: asks what to do with it. */
function Missed({ conversation, onEdit }: { conversation: Conversation; onEdit: (letter: Letter) => void }) {
  const { texts } = useTexts()
  const send = useSendMessage(conversation.id)
  const forget = useForgetOutgoing(conversation.id)
  const refused = useOutgoing(conversation.id).find(({ error }) => error instanceof ApiError && error.code === 'answered-meanwhile')
  if (!refused || !(refused.error instanceof ApiError)) return null
  const { letter, error } = refused
  const settle = (then: () => void) => () => {
    forget(letter.clientMessageId)
    then()
  }
  return (
    <MissedDialog
      missed={error.missed} name={nameOf(conversation.contact, texts)}
      onSend={settle(() => send.mutate({ ...letter, override: true }))} onEdit={settle(() => onEdit(letter))}
    />
  )
}

/** How long an answer is possible, when that is worth knowing, or why none is. */
function Notice({ conversation, blocked }: { conversation: Conversation; blocked: string | undefined }) {
  const { texts, locale } = useTexts()
  const { inbox, sending } = texts
  const now = useNow()
  const { closesAt, standardClosesAt, tag } = conversation.replyWindow
  if (blocked) return <div className={classes.notice} data-tone="grey" role="status">{blocked}</div>
  const freeUntil = tag === 'none' && standardClosesAt ? Date.parse(standardClosesAt) : 0
  if (closesAt && freeUntil <= now) return <div className={classes.notice} data-tone="orange" role="status">{inbox.windowHuman(inbox.windowEnds(relativeTime(closesAt, now, locale)))}</div>
  if (standardClosesAt && freeUntil - now < 3_600_000) return <div className={classes.notice} data-tone="orange" role="status">{sending.windowLeft(relativeTime(standardClosesAt, now, locale))}</div>
  return null
}

/** Why nothing may be written now; undefined when it may. */
function blockedBecause({ replyWindow }: Conversation, account: Account | undefined, now: number, inbox: Texts['inbox']): string | undefined {
  if (account && account.status !== 'active') return inbox.accountInactive
  if (!replyWindow.closesAt) return inbox.windowNever
  return replyWindow.tag === 'closed' || Date.parse(replyWindow.closesAt) <= now ? inbox.windowClosed : undefined
}
