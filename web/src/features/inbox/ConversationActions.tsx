import { ActionIcon, Button, Menu, Popover, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconBellZ, IconFlag, IconMail, IconMailOpened, IconTag, IconUser, IconUserCheck } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useUser } from '@/api/session'
import type { Conversation } from '@/api/types'
import { dateAndTime } from '@/lib/format'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { priorities } from './filter'
import { LabelChecks } from './LabelChecks'
import type { ConversationChange } from './queries'
import { snoozeTimes } from './snooze'
import { memberName, type Workspace } from './workspace'

export type ActionMenu = 'assign' | 'labels' | 'priority' | 'snooze'
type Props = { conversation: Conversation; workspace: Workspace; opened: ActionMenu | null; onOpened: (menu: ActionMenu | null) => void; onChange: (change: ConversationChange) => void }

/** What is done with a conversation besides answering. Each has a key of its own. */
export function ConversationActions({ conversation, workspace, opened, onOpened, onChange }: Props) {
  const { texts } = useTexts()
  const { crm } = texts
  const user = useUser()
  const of = (menu: ActionMenu) => ({ opened: opened === menu, onChange: (open: boolean) => onOpened(open ? menu : null) })
  const { assigneeId, priority, unreadCount } = conversation
  const assign = (id: string | null) => onChange({ assignee: { id } })
  return (
    <>
      <Menu position="bottom-end" shadow="md" {...of('assign')}>
        <Menu.Target>
          <Act label={assigneeId ? crm.assignedTo(memberName(workspace.members, assigneeId, texts)) : crm.assign} shortcut="a" on={assigneeId !== null}>{assigneeId ? <IconUserCheck size={19} /> : <IconUser size={19} />}</Act>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{crm.assignee}</Menu.Label>
          <Menu.Item onClick={() => assign(user.id)} aria-current={assigneeId === user.id || undefined}>{crm.me}</Menu.Item>
          {workspace.members.filter(({ userId }) => userId !== user.id).map(({ userId, name }) => <Menu.Item key={userId} onClick={() => assign(userId)} aria-current={assigneeId === userId || undefined}>{name}</Menu.Item>)}
          <Menu.Divider />
          <Menu.Item disabled={!assigneeId} onClick={() => assign(null)}>{crm.nobody}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Popover position="bottom-end" shadow="md" trapFocus returnFocus {...of('labels')}>
        <Popover.Target>
          <Act label={crm.labels} shortcut="l" on={conversation.labelIds.length > 0} onClick={() => onOpened(opened === 'labels' ? null : 'labels')}><IconTag size={19} /></Act>
        </Popover.Target>
        <Popover.Dropdown p="sm"><LabelChecks legend={crm.labels} labels={workspace.labels} chosen={conversation.labelIds} onChange={(labelIds) => onChange({ labelIds })} /></Popover.Dropdown>
      </Popover>
      <Menu position="bottom-end" shadow="md" {...of('priority')}>
        <Menu.Target><Act label={`${crm.priority}: ${crm.priorities[priority as keyof typeof crm.priorities]}`} shortcut="p" on={priority !== 'normal'}><IconFlag size={19} /></Act></Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{crm.priority}</Menu.Label>
          {priorities.toReversed().map((name) => <Menu.Item key={name} onClick={() => onChange({ priority: name })} aria-current={priority === name || undefined}>{crm.priorities[name]}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      <Popover position="bottom-end" shadow="md" trapFocus returnFocus {...of('snooze')}>
        <Popover.Target><Act label={crm.snooze} shortcut="s" on={conversation.status === 'snoozed'} onClick={() => onOpened(opened === 'snooze' ? null : 'snooze')}><IconBellZ size={19} /></Act></Popover.Target>
        <Popover.Dropdown p="xs"><SnoozeTimes onPick={(at) => { onOpened(null); onChange({ snoozedUntil: at.toISOString() }) }} /></Popover.Dropdown>
      </Popover>
      <Act label={unreadCount > 0 ? crm.markRead : crm.markUnread} shortcut="u" on={false} onClick={() => onChange({ read: unreadCount > 0 })}>{unreadCount > 0 ? <IconMailOpened size={19} /> : <IconMail size={19} />}</Act>
    </>
  )
}

function Act({ label, shortcut, on, children, ...rest }: { label: string; shortcut: string; on: boolean; children: ReactNode; onClick?: () => void }) {
  return (
    <Tooltip label={`${label} (${shortcut})`}>
      <ActionIcon variant={on ? 'light' : 'subtle'} color={on ? 'violet' : 'gray'} size="lg" aria-label={label} {...rest}>{children}</ActionIcon>
    </Tooltip>
  )
}

function SnoozeTimes({ onPick }: { onPick: (at: Date) => void }) {
  const { texts, locale } = useTexts()
  const { crm } = texts
  const { timezone } = useUser()
  const times = snoozeTimes(new Date(), timezone)
  const [own, setOwn] = useState(() => localTime(times.tomorrow, timezone))
  const at = own ? instantOf(own, timezone) : null
  return (
    <Stack gap={4} w={260}>
      {(['hour', 'hours', 'tomorrow', 'week'] as const).map((name) => (
        <Button key={name} variant="subtle" color="gray" justify="flex-start" size="sm" fw={500} title={dateAndTime(times[name], locale, timezone)} onClick={() => onPick(times[name])}>{crm.snoozes[name]}</Button>
      ))}
      <form onSubmit={(event) => { event.preventDefault(); if (at && at > new Date()) onPick(at) }}>
        <Stack gap={6} px={6} pb={4}>
          <TextInput type="datetime-local" label={crm.snoozeAt} size="sm" value={own} onChange={(event) => setOwn(event.currentTarget.value)} required />
          <Button type="submit" size="sm" disabled={!at || at <= new Date()}>{crm.snooze}</Button>
          <Text size="xs" c="dimmed">{crm.snoozeHelp}</Text>
        </Stack>
      </form>
    </Stack>
  )
}
