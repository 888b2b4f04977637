import { Anchor, Button } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconPhotoOff, IconRobot, IconWifiOff } from '@tabler/icons-react'
import { useState } from 'react'
import type { Message } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import classes from './Inbox.module.css'
import { attachmentText, kindText, originOf, signOf, statusText } from './names'
import { Origins } from './Origins'

export function Bubble({ message, quoted, found }: { message: Message; quoted: Message | undefined; found: boolean }) {
  const { texts } = useTexts()
  const quiet = message.kind === 'deleted' || message.kind === 'ephemeral' || (message.kind === 'unsupported' && !message.text)
  const what = message.kind === 'deleted' && message.direction === 'outbound' ? texts.inbox.deletedByUs : kindText(message.kind, texts)
  const attached = message.attachments.filter((attachment) => !originOf(attachment) && (message.kind !== 'text' || attachment.url))
  return (
    <div className={classes.bubble} data-message={message.id} data-found={found || undefined} data-quiet={quiet || undefined} data-failed={message.status === 'failed' || undefined}>
      {quoted && <div className={classes.quote}>{quoted.text.slice(0, 100) || kindText(quoted.kind, texts)}</div>}
      {quiet ? what : (
        <>
          <Origins attachments={message.attachments} />
          {message.kind !== 'text' && message.attachments.length === 0 && <em>{what}</em>}
          {attached.map((attachment, at) => (
            <Attachment key={at} type={attachment.type} url={attachment.url} preview={attachment.previewUrl} title={attachment.title} what={attachmentText(attachment.type, texts)} />
          ))}
          {message.text}
          {message.quickReplies && (
            <ul className={classes.pills} aria-label={texts.sending.buttonsOf}>{message.quickReplies.map(({ title }, at) => <li key={at}>{title}</li>)}</ul>
          )}
          {message.editedAt && <span className={classes.edited}>{texts.inbox.edited}</span>}
          {message.reactions?.map((reaction) => (
            <div key={reaction.by} className={classes.reactions}><span role="img" aria-label={(reaction.by === 'account' ? texts.sending.yourReaction : texts.inbox.reactedWith)(signOf(reaction))}>{signOf(reaction)}</span></div>
          ))}
        </>
      )}
    </div>
  )
}

function Attachment({ type, url, preview, title, what }: { type: string; url: string | null; preview: string | null; title: string | null; what: string }) {
  const { inbox } = useTexts().texts
  const [gone, setGone] = useState(false)
  const picture = preview ?? (type === 'image' || type === 'sticker' || type === 'template' ? url : null)
  if (type === 'like_heart') return <span className={classes.heart} role="img" aria-label={what}>❤️</span>
  if (gone || !(url ?? preview)) return <div><IconPhotoOff size={15} aria-hidden /> {title ?? what}: {inbox.attachmentGone}</div>
  if (type === 'video' && url?.startsWith('/media/')) {
    // eslint-disable-next-line jsx-a11y/media-has-caption -- What a shop sends to one customer has no captions.
    return <video className={classes.image} controls preload="metadata" src={url} aria-label={what} onError={() => setGone(true)} />
  }
  if (type === 'audio' && url) {
    // eslint-disable-next-line jsx-a11y/media-has-caption -- Instagram gives no transcript of a voice message.
    return <audio controls src={url} aria-label={what} onError={() => setGone(true)} />
  }
  return (
    <Anchor href={url ?? preview ?? ''} target="_blank" rel="noopener noreferrer" c="inherit" underline="always" aria-label={inbox.openAttachment(what)}>
      {picture ? <img className={classes.image} src={picture} alt={what} onError={() => setGone(true)} /> : title ? `${what}: ${title}` : what}
      {/* Of our own files the title is the file's name: no caption. */}
      {picture && title && !url?.startsWith('/media/') && <span className={classes.caption}>{title}</span>}
    </Anchor>
  )
}

const glyphs: Record<string, typeof IconCheck> = {
  waiting: IconWifiOff, queued: IconClock, sending: IconClock, sent: IconCheck, delivered: IconChecks, read: IconChecks, failed: IconAlertCircle, unconfirmed: IconAlertCircle,
}

/** Below a group: its time, and what became of its last message. */
export function GroupFoot({ time, status, automatic, reason, onResend, onDiscard }: {
  time: string; status?: string | undefined; automatic?: boolean; reason?: string | undefined; onResend?: () => void; onDiscard?: () => void
}) {
  const { texts } = useTexts()
  const Glyph = status ? glyphs[status] ?? IconClock : null
  return (
    <div className={classes.foot} data-failed={status === 'failed' || undefined}>
      {automatic && <><IconRobot size={14} aria-hidden />{texts.inbox.automatic} · </>}
      <span>{time}</span>
      {Glyph && status && <><Glyph size={15} aria-hidden color={status === 'read' ? 'var(--mantine-color-violet-4)' : undefined} /><span>{statusText(status, texts)}</span></>}
      {status === 'unconfirmed' && <span>{texts.inbox.unconfirmedHelp}</span>}
      {reason && <span>{reason}</span>}
      {onResend && <Button size="compact-xs" variant="light" onClick={onResend}>{texts.inbox.resend}</Button>}
      {onDiscard && <Button size="compact-xs" variant="subtle" color="gray" onClick={onDiscard}>{texts.inbox.discard}</Button>}
    </div>
  )
}
