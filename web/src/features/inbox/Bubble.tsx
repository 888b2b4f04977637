import { Anchor, Button } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconPhotoOff, IconRobot, IconWifiOff } from '@tabler/icons-react'
import { useState } from 'react'
import type { Attachment as MessageAttachment, Message } from '@/api/types'
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
            <Attachment
              // Our copy takes the place of a link that may have failed: it is tried anew.
              key={`${at} ${attachment.state ?? ''}`} attachment={attachment} what={attachmentText(attachment.type, texts)} ours={message.direction === 'outbound' && !attachment.state}
            />
          ))}
          {message.text}
          {message.quickReplies && (
            <ul className={classes.pills} aria-label={texts.sending.buttonsOf}>{message.quickReplies.map(({ title }, at) => <li key={at}>{title}</li>)}</ul>
          )}
          {message.sentAtAssumed && <span className={classes.aside}>{texts.inbox.timeAssumed}</span>}
          {message.editedAt && <span className={classes.edited}>{texts.inbox.edited}</span>}
          {message.reactions?.map((reaction) => (
            <div key={reaction.by} className={classes.reactions}><span role="img" aria-label={(reaction.by === 'account' ? texts.sending.yourReaction : texts.inbox.reactedWith)(signOf(reaction))}>{signOf(reaction)}</span></div>
          ))}
        </>
      )}
    </div>
  )
}

type AttachmentProps = { attachment: MessageAttachment; what: string; ours: boolean }

/** A file as our copy shows it; until there is one, as far as Meta's link does. */
function Attachment({ attachment: { type, url, previewUrl, title, mimeType, state }, what, ours }: AttachmentProps) {
  const { inbox } = useTexts().texts
  const [gone, setGone] = useState(false)
  // Our own copy's first bytes say what it is: a story may be a picture or a video.
  const kind = mimeType?.split('/')[0] ?? (type === 'sticker' || type === 'template' ? 'image' : type)
  const picture = previewUrl ?? (kind === 'image' ? url : null)
  if (type === 'like_heart') return <span className={classes.heart} role="img" aria-label={what}>❤️</span>
  if (gone || !(url ?? previewUrl)) return <div><IconPhotoOff size={15} aria-hidden /> {title ?? what}: {inbox.attachmentGone}</div>
  // Of our own files the title is the file's name: no caption.
  const caption = (ours ? null : title) ?? (kind === type || !picture ? null : what)
  const note = state && state in inbox.notKept ? <span className={classes.aside}>{inbox.notKept[state as keyof typeof inbox.notKept]}</span> : null
  if (kind === 'video' && url?.startsWith('/media/')) {
    // eslint-disable-next-line jsx-a11y/media-has-caption -- Nobody captions what is sent to one person.
    return <>{type !== kind && <div>{what}</div>}<video className={classes.image} controls preload="metadata" src={url} aria-label={what} onError={() => setGone(true)} /></>
  }
  if (kind === 'audio' && url) {
    // eslint-disable-next-line jsx-a11y/media-has-caption -- Instagram gives no transcript of a voice message.
    return <audio className={classes.audio} controls preload="metadata" src={url} aria-label={what} onError={() => setGone(true)} />
  }
  return (
    <>
      <Anchor href={url ?? previewUrl ?? ''} target="_blank" rel="noopener noreferrer" c="inherit" underline="always" aria-label={inbox.openAttachment(what)}>
        {picture ? <img className={classes.image} src={picture} alt={what} onError={() => setGone(true)} /> : title ? `${what}: ${title}` : what}
        {picture && caption && <span className={classes.caption}>{caption}</span>}
      </Anchor>
      {note}
    </>
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
