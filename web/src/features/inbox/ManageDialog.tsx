import { ActionIcon, Button, Group, Modal, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import type { Account, Label, Stage } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import { stageName, useAddLabel, useChangeLabel, useDeleteLabel, useReplacePipeline, useWorkspace } from './workspace'

const colors = ['#2f6fed', '#1e9e5a', '#e8820c', '#e03a43', '#9442ff', '#0c8599', '#c2255c', '#7b7d8f']
const nextColor = (used: number) => colors[used % colors.length] ?? '#7b7d8f'

/** The labels, tags and stages of the workspace whose accounts are shown. */
export function ManageDialog({ opened, onClose, accounts }: { opened: boolean; onClose: () => void; accounts: Account[] }) {
  const { crm, common } = useTexts().texts
  const workspaceId = accounts[0]?.workspaceId
  return (
    <Modal opened={opened && workspaceId !== undefined} onClose={onClose} title={<Text fw={650} size="lg">{crm.manage}</Text>} closeButtonProps={{ 'aria-label': common.close }} size="md">
      {workspaceId && <Manage workspaceId={workspaceId} />}
    </Modal>
  )
}

function Manage({ workspaceId }: { workspaceId: string }) {
  const { crm } = useTexts().texts
  const { labels, tags, stages } = useWorkspace(workspaceId)
  return (
    <Tabs defaultValue="labels">
      <Tabs.List mb="md">
        <Tabs.Tab value="labels">{crm.labels}</Tabs.Tab>
        <Tabs.Tab value="tags">{crm.tags}</Tabs.Tab>
        <Tabs.Tab value="stages">{crm.pipeline}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="labels"><Labels workspaceId={workspaceId} scope="conversation" labels={labels} /></Tabs.Panel>
      <Tabs.Panel value="tags"><Labels workspaceId={workspaceId} scope="contact" labels={tags} /></Tabs.Panel>
      <Tabs.Panel value="stages"><Pipeline key={stages.map(({ id, name, color }) => id + name + color).join()} workspaceId={workspaceId} stages={stages} /></Tabs.Panel>
    </Tabs>
  )
}

function Labels({ workspaceId, scope, labels }: { workspaceId: string; scope: 'conversation' | 'contact'; labels: Label[] }) {
  const { texts } = useTexts()
  const { crm } = texts
  const [add, change, remove] = [useAddLabel(workspaceId), useChangeLabel(workspaceId), useDeleteLabel(workspaceId)]
  const [name, setName] = useState('')
  const error = add.error ?? change.error ?? remove.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const added = name.trim()
    // What was typed meanwhile stays.
    if (added) add.mutate({ scope, name: added, color: nextColor(labels.length) }, { onSuccess: () => setName((now) => (now.trim() === added ? '' : now)) })
  }
  return (
    <Stack gap="xs">
      {labels.map((label) => (
        <Group key={label.id} gap={6} wrap="nowrap">
          <Color value={label.color} name={label.name} onChange={(color) => change.mutate({ id: label.id, color })} />
          <TextInput
            flex={1} size="sm" aria-label={`${crm.name}: ${label.name}`} defaultValue={label.name} maxLength={40}
            onBlur={(event) => { const next = event.currentTarget.value.trim(); if (next && next !== label.name) change.mutate({ id: label.id, name: next }) }}
          />
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={crm.remove(label.name)} onClick={() => remove.mutate(label.id)}><IconTrash size={17} /></ActionIcon>
        </Group>
      ))}
      <form onSubmit={submit}>
        <Group gap={6} wrap="nowrap">
          <TextInput flex={1} size="sm" aria-label={scope === 'contact' ? crm.newTag : crm.newLabel} placeholder={scope === 'contact' ? crm.newTag : crm.newLabel} value={name} maxLength={40} onChange={(event) => setName(event.currentTarget.value)} />
          <Button type="submit" size="sm" variant="light" loading={add.isPending} disabled={!name.trim()}>{crm.add}</Button>
        </Group>
      </form>
      {error && <Text size="sm" c="var(--mantine-color-error)" role="alert">{errorText(error, texts)}</Text>}
    </Stack>
  )
}

type Draft = { id: string | null; name: string; color: string; shown: string }

function Pipeline({ workspaceId, stages }: { workspaceId: string; stages: Stage[] }) {
  const { texts } = useTexts()
  const { crm } = texts
  const replace = useReplacePipeline(workspaceId)
  // A stage that keeps its name keeps it in every language: what is shown is not what is stored.
  const [drafts, setDrafts] = useState<Draft[]>(() => stages.map((stage) => ({ id: stage.id, name: stage.name, color: stage.color, shown: stageName(stage, texts) })))
  const edit = (at: number, members: Partial<Draft>) => setDrafts(drafts.map((draft, n) => (n === at ? { ...draft, ...members } : draft)))
  const move = (at: number, to: number) => setDrafts(drafts.with(at, drafts[to] as Draft).with(to, drafts[at] as Draft))
  return (
    <form onSubmit={(event) => { event.preventDefault(); replace.mutate(drafts.map(({ id, name, color }) => ({ id, name: name.trim(), color }))) }}>
      <Stack gap="xs">
        {drafts.map((draft, at) => (
          <Group key={draft.id ?? `new-${at}`} gap={4} wrap="nowrap">
            <Color value={draft.color} name={draft.shown} onChange={(color) => edit(at, { color })} />
            <TextInput flex={1} size="sm" aria-label={`${crm.name}: ${draft.shown}`} value={draft.shown} maxLength={40} required onChange={(event) => edit(at, { shown: event.currentTarget.value, name: event.currentTarget.value })} />
            <ActionIcon variant="subtle" color="gray" aria-label={crm.up(draft.shown)} disabled={at === 0} onClick={() => move(at, at - 1)}><IconArrowUp size={16} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={crm.down(draft.shown)} disabled={at === drafts.length - 1} onClick={() => move(at, at + 1)}><IconArrowDown size={16} /></ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={crm.remove(draft.shown)} disabled={drafts.length === 1} onClick={() => setDrafts(drafts.filter((_, n) => n !== at))}><IconTrash size={16} /></ActionIcon>
          </Group>
        ))}
        <Text size="xs" c="dimmed">{crm.pipelineHelp}</Text>
        {replace.error && <Text size="sm" c="var(--mantine-color-error)" role="alert">{errorText(replace.error, texts)}</Text>}
        <Group justify="space-between">
          <Button variant="default" size="sm" disabled={drafts.length >= 20} onClick={() => setDrafts([...drafts, { id: null, name: crm.newStage, shown: crm.newStage, color: nextColor(drafts.length) }])}>{crm.newStage}</Button>
          <Button type="submit" size="sm" loading={replace.isPending} disabled={drafts.some(({ name }) => !name.trim())}>{crm.save}</Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The browser's own colour field: it works with keyboard and screen reader everywhere. Stored when it is left. */
function Color({ value, name, onChange }: { value: string; name: string; onChange: (color: string) => void }) {
  const { crm } = useTexts().texts
  return (
    <input
      type="color" aria-label={`${crm.color}: ${name}`} defaultValue={value} key={value} style={{ width: 32, height: 32, padding: 2, border: '1px solid var(--line)', borderRadius: 8, background: 'none', flex: 'none' }}
      onBlur={(event) => event.currentTarget.value !== value && onChange(event.currentTarget.value)}
    />
  )
}
