import { Link } from 'react-router'
import type { Account, Notification } from '@/api/types'
import { dateAndTime, relativeTime } from '@/lib/format'
import { browserZone } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'
import classes from './Notifications.module.css'
import { lookOf, placeOf, wordsOf } from './words'

type Props = { notification: Notification; accounts: readonly Account[]; now: number; onOpen: (notification: Notification) => void }

/** Leads to where it is looked after. */
export function NotificationItem({ notification, accounts, now, onOpen }: Props) {
  const { texts, locale } = useTexts()
  const { title, about } = wordsOf(notification, accounts, texts, (at) => dateAndTime(at, locale, browserZone()))
  const { icon: Glyph, tone } = lookOf(notification.kind)
  const { contact, accountId, occurredAt, readAt } = notification
  const shop = accounts.find(({ id }) => id === accountId)?.username
  return (
    <Link to={placeOf(notification)} className={classes.item} data-unread={readAt === null || undefined} onClick={() => onOpen(notification)}>
      <span className={classes.sign}>
        {contact && <Picture url={contact.pictureUrl} name={contact.name ?? contact.username ?? ''} size={40} />}
        <span className={contact ? classes.small : classes.icon} data-tone={tone}><Glyph size={contact ? 13 : 20} stroke={1.9} aria-hidden /></span>
      </span>
      <span className={classes.words}>
        <span className={classes.title}>{title}</span>
        {about && <span className={classes.about}>{about}</span>}
        <span className={classes.meta}>{[shop && `@${shop}`, relativeTime(occurredAt, now, locale)].filter(Boolean).join(' · ')}</span>
      </span>
      {readAt === null && <span className={classes.dot}><span className="sr-only">{texts.notifications.unread}</span></span>}
    </Link>
  )
}
