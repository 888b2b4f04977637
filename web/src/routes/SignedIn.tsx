import { useQuery } from '@tanstack/react-query'
import { Navigate, useLocation } from 'react-router'
import { useSession } from '@/api/session'
import type { User } from '@/api/types'
import { Leaving } from '@/features/privacy/Leaving'
import { deletionQuery } from '@/features/privacy/queries'
import { Shell } from './Shell'

export function SignedIn() {
  const session = useSession()
  const { pathname, search } = useLocation()
  if (session.state === 'in') return <Inside user={session.user} />
  return <Navigate to={pathname === '/' ? '/login' : `/login?from=${encodeURIComponent(pathname + search)}`} replace />
}

/** Who has asked for their account to be erased is asked first whether that still holds. */
function Inside({ user }: { user: User }) {
  const { data } = useQuery({ ...deletionQuery, staleTime: Infinity })
  return data?.scheduled ? <Leaving user={user} on={data.scheduled.deletionScheduledFor} /> : <Shell user={user} />
}
