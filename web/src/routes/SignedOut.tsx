import { Navigate, Outlet, useSearchParams } from 'react-router'
import { useSession } from '@/api/session'

/** Only our own pages: `//elsewhere` would leave the site. */
const pathFrom = (from: string | null) => (from && /^\/(?!\/)/.test(from) && !from.startsWith('/\\') ? from : '/inbox')

export function SignedOut() {
  const [params] = useSearchParams()
  return useSession().state === 'in' ? <Navigate to={pathFrom(params.get('from'))} replace /> : <Outlet />
}
