import { NavLink } from 'react-router'
import type { Account, Conversation } from '@/api/types'
import { relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'
import classes from './Inbox.module.css'
import { kindText, nameOf } from './names'

type Props = { conversation: Conversation; account: Account | undefined; search: string; now: number }

export function ConversationItem({ conversation, account, search, now }: Props) {
  const { texts, locale } = useTexts()
  const { contact, lastMessage, unreadCount } = conversation
  const name = nameOf(contact, texts)
  const words = lastMessage ? lastMessage.text || kindText(lastMessage.kind, texts) : ''
  return (
    <NavLink to={{ pathname: `/inbox/${conversation.id}`, search }} className={classes.item} data-unread={unreadCount > 0 || undefined} data-conversation={conversation.id}>
      <Picture url={contact.pictureUrl} name={name} size={46} />
      <div style={{ minWidth: 0 }}>
        <div className={classes.line}>
          <span className={classes.name}>{name}</span>
          <time className={classes.when} dateTime={conversation.lastMessageAt}>{relativeTime(conversation.lastMessageAt, now, locale, 'narrow')}</time>
        </div>
        <div className={classes.line}>
          <span className={classes.preview}>{lastMessage?.direction === 'outbound' ? texts.inbox.youPrefix(words) : words}</span>
          {unreadCount > 0 && <span className={classes.badge}><span aria-hidden>{unreadCount > 99 ? '99+' : unreadCount}</span><span className="sr-only">{texts.common.unread(unreadCount)}</span></span>}
        </div>
        {account && <div className={`${classes.line} ${classes.shop}`}><span>@{account.username}</span></div>}
      </div>
    </NavLink>
  )
}
