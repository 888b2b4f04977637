import { Checkbox } from '@mantine/core'
import { IconBellZ, IconFlag } from '@tabler/icons-react'
import { NavLink } from 'react-router'
import { useUser } from '@/api/session'
import type { Account, Conversation } from '@/api/types'
import { dateAndTime, relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { Dot } from '@/ui/Dot'
import { Picture } from '@/ui/Picture'
import classes from './Inbox.module.css'
import { kindText, nameOf } from './names'
import { memberName, stageName, type Workspace } from './workspace'

type Props = {
  conversation: Conversation; account: Account | undefined; workspace: Workspace; search: string; now: number
  /** Null while none can be chosen. */
  chosen: boolean | null
  onChoose: (on: boolean) => void
}

export function ConversationItem({ conversation, account, workspace, search, now, chosen, onChoose }: Props) {
  const { texts, locale } = useTexts()
  const { contact, lastMessage, unreadCount } = conversation
  const name = nameOf(contact, texts)
  const words = lastMessage ? lastMessage.text || kindText(lastMessage.kind, texts) : ''
  return (
    <div className={classes.row} data-choosing={chosen !== null || undefined}>
      {chosen !== null && <Checkbox checked={chosen} onChange={(event) => onChoose(event.currentTarget.checked)} aria-label={texts.crm.choose(name)} />}
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
          <Marks conversation={conversation} account={account} workspace={workspace} />
        </div>
      </NavLink>
    </div>
  )
}

/** Below the words: which shop, and what colleagues made of it. */
function Marks({ conversation, account, workspace }: Pick<Props, 'conversation' | 'account' | 'workspace'>) {
  const { texts, locale } = useTexts()
  const { crm } = texts
  const { timezone } = useUser()
  const { assigneeId, priority, labelIds, snoozedUntil, contact } = conversation
  const stage = workspace.stages.find(({ id }) => id === contact.stageId)
  const labels = workspace.labels.filter(({ id }) => labelIds.includes(id))
  return (
    <div className={`${classes.line} ${classes.shop}`}>
      <span>{account && `@${account.username}`}</span>
      <span className={classes.marks}>
        {snoozedUntil && <IconBellZ size={14} role="img" aria-label={crm.snoozedUntil(dateAndTime(snoozedUntil, locale, timezone))} />}
        {(priority === 'high' || priority === 'urgent') && <IconFlag size={14} role="img" className={classes.flag} data-priority={priority} aria-label={`${crm.priority}: ${crm.priorities[priority]}`} />}
        {stage && <span className={classes.mark}><Dot color={stage.color} size={7} /> {stageName(stage, texts)}</span>}
        {labels.slice(0, 2).map(({ id, name, color }) => <span key={id} className={classes.mark}><Dot color={color} size={7} /> {name}</span>)}
        {labels.length > 2 && <span className={classes.mark}>+{labels.length - 2}</span>}
        {assigneeId && <Picture url={null} name={memberName(workspace.members, assigneeId, texts)} size={18} />}
        {assigneeId && <span className="sr-only">{crm.assignedTo(memberName(workspace.members, assigneeId, texts))}</span>}
      </span>
    </div>
  )
}
