import { ActionIcon, Button, Group, Menu, Text, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArchive, IconArrowBackUp, IconCheck, IconMailOpened, IconTag, IconUser } from '@tabler/icons-react'
import { useUser } from '@/api/session'
import { errorText, useTexts } from '@/texts/Texts'
import { Dot } from '@/ui/Dot'
import classes from './Inbox.module.css'
import { useChangeConversations, type ConversationChange } from './queries'
import type { Workspace } from './workspace'

const most = 100
type Props = { chosen: string[]; loaded: string[]; workspace: Workspace; isOpenList: boolean; onChoose: (ids: string[]) => void; onDone: () => void }

/** One change for all that are chosen, at most a hundred. */
export function BulkBar({ chosen, loaded, workspace, isOpenList, onChoose, onDone }: Props) {
  const { texts } = useTexts()
  const { inbox, crm } = texts
  const me = useUser().id
  const bulk = useChangeConversations()
  const apply = (change: ConversationChange) =>
    bulk.mutate({ ids: chosen, change }, {
      onSuccess: (results) => {
        const failed = results.filter(({ code }) => code !== null)
        if (failed.length < results.length) notifications.show({ message: crm.changed(results.length - failed.length), color: 'violet' })
        if (failed.length > 0) notifications.show({ message: crm.notChanged(failed.length), color: 'red' })
        onChoose(failed.map(({ id }) => id))
        if (failed.length === 0) onDone()
      },
      onError: (error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
    })
  const none = chosen.length === 0 || bulk.isPending
  const act = (label: string, Glyph: typeof IconCheck, change: ConversationChange) => (
    <Tooltip label={label}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} disabled={none} onClick={() => apply(change)}><Glyph size={19} /></ActionIcon></Tooltip>
  )
  return (
    <div className={classes.bulk} role="toolbar" aria-label={crm.bulkActions}>
      <Group justify="space-between" gap={4}>
        <Text size="sm" fw={600} role="status">{crm.chosen(chosen.length)}</Text>
        <Button size="compact-xs" variant="subtle" onClick={() => onChoose(loaded.slice(0, most))}>{crm.chooseLoaded}</Button>
      </Group>
      <Group gap={2}>
        {act(crm.markRead, IconMailOpened, { read: true })}
        {isOpenList ? act(inbox.closeIt, IconCheck, { status: 'closed' }) : act(inbox.reopen, IconArrowBackUp, { status: 'open' })}
        {act(inbox.archive, IconArchive, { status: 'archived' })}
        <Menu position="bottom" shadow="md">
          <Menu.Target><Tooltip label={crm.assign}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={crm.assign} disabled={none}><IconUser size={19} /></ActionIcon></Tooltip></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => apply({ assignee: { id: me } })}>{crm.me}</Menu.Item>
            {workspace.members.filter(({ userId }) => userId !== me).map(({ userId, name }) => <Menu.Item key={userId} onClick={() => apply({ assignee: { id: userId } })}>{name}</Menu.Item>)}
            <Menu.Divider />
            <Menu.Item onClick={() => apply({ assignee: { id: null } })}>{crm.nobody}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Menu position="bottom" shadow="md">
          <Menu.Target><Tooltip label={crm.labels}><ActionIcon variant="subtle" color="gray" size="lg" aria-label={crm.labels} disabled={none || workspace.labels.length === 0}><IconTag size={19} /></ActionIcon></Tooltip></Menu.Target>
          <Menu.Dropdown>
            {workspace.labels.map(({ id, name, color }) => <Menu.Item key={id} leftSection={<Dot color={color} />} onClick={() => apply({ addLabelIds: [id] })}>{name}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </div>
  )
}
