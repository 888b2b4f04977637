import { Center, Loader, VisuallyHidden } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { Button } from '@mantine/core'
import { Outlet } from 'react-router'
import { start, useSession } from '@/api/session'
import { useTexts } from '@/texts/Texts'
import { LiveRegion } from '@/ui/announce'
import { EmptyState } from '@/ui/EmptyState'

/** Nothing is shown before it is known who is signed in: no page flickers between login and inbox. */
export function Root() {
  const session = useSession()
  const { common } = useTexts().texts
  if (session.state === 'starting') return <Center h="100vh"><Loader /><VisuallyHidden>{common.loading}</VisuallyHidden></Center>
  if (session.state === 'unreachable') {
    return (
      <Center h="100vh">
        <EmptyState icon={IconCloudOff} title={common.unreachableTitle} text={common.unreachableText}><Button onClick={() => void start()}>{common.retry}</Button></EmptyState>
      </Center>
    )
  }
  return <><LiveRegion /><Outlet /></>
}
