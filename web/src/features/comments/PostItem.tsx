import { NavLink } from 'react-router'
import type { Account, CommentPost } from '@/api/types'
import { relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import classes from './Comments.module.css'
import { Thumb } from './Thumb'

type Props = { post: CommentPost; account: Account | undefined; search: string; now: number }

export function PostItem({ post, account, search, now }: Props) {
  const { texts, locale } = useTexts()
  const { comments } = texts
  const last = post.lastText ? comments.lastComment(post.lastAuthor ?? comments.unknownAuthor, post.lastText) : ''
  return (
    <NavLink to={{ pathname: `/comments/${post.id}`, search }} className={classes.item} data-unread={post.unreadCount > 0 || undefined}>
      <Thumb url={post.thumbnailUrl} size={48} />
      <div style={{ minWidth: 0 }}>
        <div className={classes.line}>
          <span className={classes.name}>{post.caption || comments.noCaption}</span>
          <time className={classes.when} dateTime={post.lastCommentAt}>{relativeTime(post.lastCommentAt, now, locale, 'narrow')}</time>
        </div>
        <div className={classes.line}>
          <span className={classes.preview}>{last}</span>
          {post.unreadCount > 0 && <span className={classes.badge}><span aria-hidden>{post.unreadCount > 99 ? '99+' : post.unreadCount}</span><span className="sr-only">{comments.unread(post.unreadCount)}</span></span>}
        </div>
        <div className={`${classes.line} ${classes.shop}`}><span>{[account && `@${account.username}`, post.openCount > 0 && comments.toAnswer(post.openCount)].filter(Boolean).join(' · ')}</span></div>
      </div>
    </NavLink>
  )
}
