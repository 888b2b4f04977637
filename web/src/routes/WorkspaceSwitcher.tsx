import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconBriefcase, IconCheck, IconSelector } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from 'react-router'
import { choosePlace, usePlace } from '@/api/place'
import { workspacesQuery } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'
import { Picture } from '@/ui/Picture'
import { pageOf } from './pageOf'
import classes from './Shell.module.css'

/** For whoever is in several workspaces: which one the pages are about, and the way to another, or to all of them together. */
export function WorkspaceSwitcher({ compact = false }: { compact?: boolean }) {
  const { common } = useTexts().texts
  const { data: workspaces = [] } = useQuery(workspacesQuery)
  const place = usePlace()
  const location = useLocation()
  const navigate = useNavigate()
  if (workspaces.length < 2) return null
  const nameOf = (id: string | null) => workspaces.find((workspace) => workspace.id === id)?.name ?? common.allWorkspaces
  const glyphOf = (id: string | null, size: number) => (id ? <Picture url={null} name={nameOf(id)} size={size} /> : <IconBriefcase size={size - 2} stroke={1.7} aria-hidden />)
  const go = (id: string | null) => {
    choosePlace(id)
    // What is open and what is filtered by belongs to where one was.
    void navigate(pageOf(location))
    announce(common.workspaceNow(nameOf(id)))
  }
  return (
    <Menu position="bottom-start" shadow="lg" width={260} loop>
      <Menu.Target>
        <UnstyledButton className={compact ? classes.placeCompact : classes.place} aria-label={common.workspaceIs(nameOf(place))}>
          {glyphOf(place, compact ? 30 : 24)}
          {!compact && <Text size="sm" fw={600} truncate flex={1}>{nameOf(place)}</Text>}
          {!compact && <IconSelector size={16} aria-hidden />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="min(420px, 70vh)" style={{ overflowY: 'auto' }}>
        <Menu.Label>{common.workspaces}</Menu.Label>
        {[null, ...workspaces.map(({ id }) => id)].map((id) => (
          <Menu.Item key={id ?? 'all'} aria-current={id === place || undefined} leftSection={glyphOf(id, 22)} rightSection={id === place && <IconCheck size={16} aria-hidden />} onClick={() => go(id)}>
            <Text size="sm" truncate maw={160}>{nameOf(id)}</Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
