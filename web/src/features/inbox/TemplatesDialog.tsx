import { ActionIcon, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPencil, IconPlus, IconTemplate, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError } from '@/api/problem'
import type { ReplyTemplate } from '@/api/types'
import { utf8Bytes } from '@/lib/bytes'
import { languages, useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Inbox.module.css'
import { matching } from './matching'
import { templatesQuery, useDeleteTemplate, useSaveTemplate } from './templates'

type Props = { workspaceId: string; opened: boolean; onClose: () => void; onUse: ((template: ReplyTemplate) => void) | undefined }

/** The workspace's reply templates: to use, to write, to change. */
export function TemplatesDialog({ workspaceId, opened, onClose, onUse }: Props) {
  const { sending, common } = useTexts().texts
  const [editing, setEditing] = useState<ReplyTemplate | 'new' | null>(null)
  const title = editing === 'new' ? sending.templateNew : editing ? sending.templateEdit : sending.templates
  return (
    <Modal opened={opened} onClose={() => { setEditing(null); onClose() }} size="lg" title={<Text fw={650} size="lg">{title}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      {editing ? <TemplateForm workspaceId={workspaceId} template={editing === 'new' ? null : editing} onDone={() => setEditing(null)} /> : <TemplateList workspaceId={workspaceId} onUse={onUse} onEdit={setEditing} />}
    </Modal>
  )
}

function TemplateList({ workspaceId, onUse, onEdit }: { workspaceId: string; onUse: Props['onUse']; onEdit: (template: ReplyTemplate | 'new') => void }) {
  const { sending, common } = useTexts().texts
  const { data: templates = [], error, refetch } = useQuery(templatesQuery(workspaceId))
  const remove = useDeleteTemplate()
  const [typed, setTyped] = useState('')
  const [deleting, setDeleting] = useState<ReplyTemplate | null>(null)
  return (
    <Stack gap="sm">
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      <Group wrap="nowrap">
        <TextInput type="search" flex={1} aria-label={sending.templates} placeholder={sending.templates} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} data-autofocus />
        <Button leftSection={<IconPlus size={16} />} onClick={() => onEdit('new')}>{sending.templateNew}</Button>
      </Group>
      {templates.length === 0 && !error && <EmptyState icon={IconTemplate} title={sending.templatesNone} text={sending.templatesNoneText} />}
      <ul className={classes.items} style={{ padding: 0 }}>
        {matching(templates, typed.trim()).map((template) => (
          <li key={template.id}>
            <Group wrap="nowrap" gap="xs" py="xs" align="flex-start">
              <div style={{ flex: 1, minWidth: 0 }}>
                <Text fw={550}>{template.name} {template.shortcut && <Text span c="dimmed" size="sm">/{template.shortcut}</Text>}</Text>
                <Text size="sm" lineClamp={2} style={{ whiteSpace: 'pre-wrap' }}>{template.text}</Text>
                <Text size="xs" c="dimmed">{sending.categories[template.category as keyof typeof sending.categories]} · {sending.templateUsed(template.usageCount)}</Text>
              </div>
              {onUse && <Button size="compact-sm" variant="light" onClick={() => onUse(template)}>{sending.templateUse}</Button>}
              <ActionIcon variant="subtle" color="gray" aria-label={`${sending.templateEdit}: ${template.name}`} onClick={() => onEdit(template)}><IconPencil size={17} /></ActionIcon>
              <ActionIcon variant="subtle" color="gray" aria-label={`${sending.templateDelete}: ${template.name}`} onClick={() => setDeleting(template)}><IconTrash size={17} /></ActionIcon>
            </Group>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        opened={!!deleting} title={sending.templateDeleteAsk(deleting?.name ?? '')} text={sending.templateDeleteText} confirm={sending.templateDelete} cancel={common.cancel} pending={remove.isPending}
        onClose={() => setDeleting(null)} onConfirm={() => deleting && remove.mutate(deleting.id, { onSettled: () => setDeleting(null) })}
      />
    </Stack>
  )
}

const limit = 1000

function TemplateForm({ workspaceId, template, onDone }: { workspaceId: string; template: ReplyTemplate | null; onDone: () => void }) {
  const { sending, inbox, common } = useTexts().texts
  const save = useSaveTemplate(workspaceId)
  const [fields, setFields] = useState({
    name: template?.name ?? '', text: template?.text ?? '', shortcut: template?.shortcut ?? '', category: template?.category ?? 'other', language: template?.language ?? '',
  })
  const set = (members: Partial<typeof fields>) => setFields({ ...fields, ...members })
  const over = utf8Bytes(fields.text) - limit
  const problem = save.error instanceof ApiError ? save.error : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fields.name.trim() && fields.text.trim() && over <= 0) save.mutate({ id: template?.id ?? null, fields }, { onSuccess: onDone })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label={sending.templateName} required maxLength={100} value={fields.name} onChange={(event) => set({ name: event.currentTarget.value })} error={problem?.field('name')} data-autofocus />
        <TextInput
          label={sending.templateShortcut} description={sending.templateShortcutHelp} leftSection="/" maxLength={32} value={fields.shortcut}
          onChange={(event) => set({ shortcut: event.currentTarget.value.replace(/[^\p{L}\p{N}_-]/gu, '').toLocaleLowerCase() })} error={problem?.field('shortcut')}
        />
        <Textarea
          label={sending.templateText} description={sending.templateTextHelp} required autosize minRows={3} maxRows={10} value={fields.text}
          onChange={(event) => set({ text: event.currentTarget.value })} error={over > 0 ? inbox.bytesOver(over) : problem?.field('text')}
        />
        <Group grow>
          <Select label={sending.templateCategory} allowDeselect={false} value={fields.category} onChange={(category) => set({ category: category ?? 'other' })} data={Object.entries(sending.categories).map(([value, label]) => ({ value, label }))} />
          <Select label={sending.templateLanguage} allowDeselect={false} value={fields.language} onChange={(language) => set({ language: language ?? '' })} data={[{ value: '', label: sending.templateAnyLanguage }, ...Object.entries(languages).map(([value, label]) => ({ value, label }))]} />
        </Group>
        {problem && Object.keys(problem.errors).length === 0 && <ErrorAlert error={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>{common.cancel}</Button>
          <Button type="submit" loading={save.isPending} disabled={over > 0}>{sending.save}</Button>
        </Group>
      </Stack>
    </form>
  )
}
