import { Popover, Text, UnstyledButton } from '@mantine/core'
import { IconBriefcase, IconCheck, IconSelector } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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
  const [open, setOpen] = useState(false)
  if (workspaces.length < 2) return null
  const nameOf = (id: string | null) => workspaces.find((workspace) => workspace.id === id)?.name ?? common.allWorkspaces
  const glyphOf = (id: string | null, size: number) => (id ? <Picture url={null} name={nameOf(id)} size={size} /> : <IconBriefcase size={size - 2} stroke={1.7} aria-hidden />)
  const go = (id: string | null) => {
    setOpen(false)
    choosePlace(id)
    // What is open and what is filtered by belongs to where one was.
    void navigate(pageOf(location))
    announce(common.workspaceNow(nameOf(id)))
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={260} shadow="lg" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={compact ? classes.placeCompact : classes.place} onClick={() => setOpen(!open)}>
          <span className="sr-only">{common.workspaceIs(nameOf(place))}</span>
          {glyphOf(place, compact ? 30 : 24)}
          {!compact && <Text size="sm" fw={600} truncate flex={1} aria-hidden>{nameOf(place)}</Text>}
          {!compact && <IconSelector size={16} aria-hidden />}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={6} mah="min(420px, 70vh)" style={{ overflowY: 'auto' }} aria-label={common.workspaces}>
        {[null, ...workspaces.map(({ id }) => id)].map((id) => (
          <UnstyledButton key={id ?? 'all'} className={classes.user} aria-current={id === place || undefined} data-autofocus={id === place || undefined} onClick={() => go(id)}>
            {glyphOf(id, 22)}
            <Text size="sm" truncate flex={1}>{nameOf(id)}</Text>
            {id === place && <IconCheck size={16} aria-hidden />}
          </UnstyledButton>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}
