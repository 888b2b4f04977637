import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation } from 'react-router'
import { useSession } from '@/api/session'
import type { User } from '@/api/types'
import { Consenting } from '@/features/privacy/Consenting'
import { Leaving } from '@/features/privacy/Leaving'
import { consentsQuery, deletionQuery } from '@/features/privacy/queries'
import { Shell } from './Shell'

export function SignedIn() {
  const session = useSession()
  const { pathname, search } = useLocation()
  if (session.state === 'in') return <Inside user={session.user} />
  return <Navigate to={pathname === '/' ? '/login' : `/login?from=${encodeURIComponent(pathname + search)}`} replace />
}

/** Who has asked for their account to be erased is asked first whether that still holds; then everybody, whether they agree to the texts in force. */
function Inside({ user }: { user: User }) {
  const { data: deletion } = useQuery({ ...deletionQuery, staleTime: Infinity })
  const { data: consents } = useQuery({ ...consentsQuery, staleTime: Infinity })
  if (deletion?.scheduled) return <Leaving user={user} on={deletion.scheduled.deletionScheduledFor} />
  return consents && consents.asked.length > 0 ? <Consenting user={user} consents={consents} /> : <Shell user={user} />
}
