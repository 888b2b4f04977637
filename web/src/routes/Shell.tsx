import { useMediaQuery } from '@mantine/hooks'
import { IconAt, IconCalendarEvent, IconInbox, IconMessageCircle, IconPhoto, IconRobot, IconServerCog } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { NavLink, Outlet, useLocation, useSearchParams } from 'react-router'
import { accountsQuery, within } from '@/api/accounts'
import { useFollow, usePlace } from '@/api/place'
import type { User } from '@/api/types'
import { workspacesQuery } from '@/api/workspaces'
import { AccountFilter } from '@/features/accounts/AccountFilter'
import { countsQuery } from '@/features/comments/queries'
import { Bell } from '@/features/notifications/Bell'
import { useTexts } from '@/texts/Texts'
import { ErrorBoundary } from '@/ui/ErrorBoundary'
import { Logo } from '@/ui/Logo'
import classes from './Shell.module.css'
import { LivePill } from './LivePill'
import { useLive } from './useLive'
import { UserMenu } from './UserMenu'
import { WorkspaceSwitcher } from './WorkspaceSwitcher'

const none: never[] = []

export function Shell({ user }: { user: User }) {
  const { automation, common, comments, library } = useTexts().texts
  const { data: accounts = none } = useQuery(accountsQuery)
  const { data: workspaces = none } = useQuery(workspacesQuery)
  const here = within(accounts, usePlace())
  const { pathname } = useLocation()
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false })
  const account = useSearchParams()[0].get('account')
  const { data: counts = none } = useQuery(countsQuery)
  useLive(accounts)
  useFollow(accounts.find(({ id }) => id === account)?.workspaceId)

  const shown = here.filter(({ id }) => !account || id === account)
  const unread = shown.reduce((sum, { unreadCount }) => sum + unreadCount, 0)
  const unreadComments = counts.filter(({ accountId }) => shown.some(({ id }) => id === accountId)).reduce((sum, { unreadCount }) => sum + unreadCount, 0)
  const pages = [
    { to: '/inbox', label: common.inbox, icon: IconInbox, count: unread, counted: common.unread },
    { to: '/comments', label: comments.title, icon: IconMessageCircle, count: unreadComments, counted: comments.unread },
    { to: '/calendar', label: common.calendar, icon: IconCalendarEvent, count: 0, counted: common.unread },
    // On a telephone there is room for five; the others stand in the user's menu.
    ...(narrow ? [] : [{ to: '/library', label: library.title, icon: IconPhoto, count: 0, counted: common.unread }]),
    { to: '/automation', label: automation.title, icon: IconRobot, count: 0, counted: common.unread },
    { to: '/accounts', label: common.accounts, icon: IconAt, count: 0, counted: common.unread },
    ...(user.role === 'operator' && !narrow ? [{ to: '/operators', label: common.operators, icon: IconServerCog, count: 0, counted: common.unread }] : []),
  ]
  return (
    <div className={classes.shell}>
      <a className="skip-link" href="#content">{common.skipToContent}</a>
      {narrow && (
        <section className={classes.top} aria-label={common.appName}>
          {workspaces.length > 1 ? <WorkspaceSwitcher compact /> : <Logo size={28} />}
          <AccountFilter accounts={here} />
          <Bell accounts={accounts} />
          <UserMenu user={user} compact />
        </section>
      )}
      <div className={classes.sidebar}>
        {!narrow && (
          <section aria-label={common.appName} className={classes.head}>
            <div className={classes.brand}><Logo /><span>{common.appName}</span><Bell accounts={accounts} /></div>
            <WorkspaceSwitcher />
            <AccountFilter accounts={here} />
          </section>
        )}
        <nav aria-label={common.navigation} className={classes.links}>
          {pages.map(({ to, label, icon: Glyph, count, counted }) => (
            <NavLink key={to} to={{ pathname: to, search: account ? `?account=${account}` : '' }} className={classes.link}>
              <Glyph size={21} stroke={1.8} aria-hidden />
              <span>{label}</span>
              {count > 0 && <span className={classes.count}><span aria-hidden>{count > 99 ? '99+' : count}</span><span className="sr-only">{counted(count)}</span></span>}
            </NavLink>
          ))}
        </nav>
        {!narrow && <section aria-label={user.name} className={classes.foot}><LivePill /><UserMenu user={user} /></section>}
      </div>
      <main id="content" tabIndex={-1} className={classes.main}><ErrorBoundary resetKey={pathname}><Outlet /></ErrorBoundary></main>
    </div>
  )
}
