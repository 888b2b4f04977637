import { Navigate, useLocation } from 'react-router'
import { useSession } from '@/api/session'
import { Shell } from './Shell'

export function SignedIn() {
  const session = useSession()
  const { pathname, search } = useLocation()
  if (session.state === 'in') return <Shell user={session.user} />
  return <Navigate to={pathname === '/' ? '/login' : `/login?from=${encodeURIComponent(pathname + search)}`} replace />
}
