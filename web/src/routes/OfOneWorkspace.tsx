import { Skeleton } from '@mantine/core'
import { IconBriefcase } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { usePlace } from '@/api/place'
import type { Workspace } from '@/api/types'
import { workspacesQuery } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { WorkspaceSwitcher } from './WorkspaceSwitcher'

/** What can only be about one workspace: the one that was chosen, or the only one. Who looks at all of them is asked. */
export function OfOneWorkspace({ children }: { children: (workspace: Workspace) => ReactNode }) {
  const { common } = useTexts().texts
  const { data, error, refetch } = useQuery(workspacesQuery)
  const place = usePlace()
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={200} radius={14} />
  const workspace = data.length === 1 ? data[0] : data.find(({ id }) => id === place)
  if (workspace) return children(workspace)
  return <section className="card"><EmptyState icon={IconBriefcase} title={common.pickWorkspace} text={common.pickWorkspaceText}><WorkspaceSwitcher /></EmptyState></section>
}
