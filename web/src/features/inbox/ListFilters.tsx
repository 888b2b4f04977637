import { ActionIcon, Button, Group, Indicator, NativeSelect, Popover, Stack, Switch, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconListCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useUser } from '@/api/session'
import { useTexts } from '@/texts/Texts'
import { filterNames, priorities, statuses } from './filter'
import type { ConversationFilter } from './queries'
import { stageName, type Workspace } from './workspace'

type Props = {
  filter: ConversationFilter; workspace: Workspace; choosing: boolean
  onChange: (members: Partial<Record<(typeof filterNames)[number], string | undefined>>) => void; onChoosing: ((on: boolean) => void) | null; onManage: (() => void) | null
}

/** Whose and which conversations are listed. The two that are changed all day stand open, the others behind a button that counts them. */
export function ListFilters({ filter, workspace, choosing, onChange, onChoosing, onManage }: Props) {
  const { texts } = useTexts()
  const { inbox, crm } = texts
  const me = useUser().id
  const [open, setOpen] = useState(false)
  const hidden = [filter.unread, filter.label, filter.stage, filter.priority].filter(Boolean).length
  const select = (name: 'assignee' | 'label' | 'stage' | 'priority', label: string, any: string, options: { value: string; label: string }[], bare = false) => (
    <NativeSelect
      size="xs" flex={bare ? 1 : undefined} {...(bare ? { 'aria-label': label } : { label })} value={filter[name] ?? ''} data={[{ value: '', label: any }, ...options]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value || undefined })}
    />
  )
  return (
    <Group gap={6} wrap="nowrap" role="group" aria-label={crm.filters}>
      <NativeSelect
        size="xs" flex={1} aria-label={inbox.statusTabs} value={filter.status} data={statuses.map((value) => ({ value, label: inbox.status[value] }))}
        onChange={(event) => onChange({ status: event.currentTarget.value === 'open' ? undefined : event.currentTarget.value })}
      />
      {select('assignee', crm.assignee, crm.everyone, [
        { value: 'me', label: crm.me }, { value: 'none', label: crm.unassigned },
        ...workspace.members.filter(({ userId }) => userId !== me).map(({ userId, name }) => ({ value: userId, label: name })),
      ], true)}
      <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus>
        <Tooltip label={hidden > 0 ? crm.filtersOn(hidden) : crm.filters}>
          <Indicator disabled={hidden === 0} label={hidden} size={15} offset={4}>
            <Popover.Target><ActionIcon variant="default" size={30} aria-label={hidden > 0 ? crm.filtersOn(hidden) : crm.filters} aria-expanded={open} onClick={() => setOpen(!open)}><IconAdjustmentsHorizontal size={17} /></ActionIcon></Popover.Target>
          </Indicator>
        </Tooltip>
        <Popover.Dropdown>
          <Stack gap="sm" w={230}>
            <Switch label={inbox.unreadOnly} checked={filter.unread} onChange={(event) => onChange({ unread: event.currentTarget.checked ? '1' : undefined })} />
            {select('label', crm.labels, crm.any, workspace.labels.map(({ id, name }) => ({ value: id, label: name })))}
            {select('stage', crm.stage, crm.any, workspace.stages.map((stage) => ({ value: stage.id, label: stageName(stage, texts) })))}
            {select('priority', crm.priority, crm.any, priorities.toReversed().map((value) => ({ value, label: crm.priorities[value] })))}
            {onManage && <Button variant="subtle" size="xs" onClick={() => { setOpen(false); onManage() }}>{crm.manage}</Button>}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {onChoosing && <Tooltip label={choosing ? crm.chooseNone : crm.chooseMany}>
        <ActionIcon variant={choosing ? 'filled' : 'default'} size={30} aria-label={crm.chooseMany} aria-pressed={choosing} onClick={() => onChoosing(!choosing)}><IconListCheck size={17} /></ActionIcon>
      </Tooltip>}
    </Group>
  )
}
