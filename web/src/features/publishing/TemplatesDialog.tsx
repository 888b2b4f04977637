import { Accordion, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { ApiError } from '@/api/problem'
import type { PostTemplate } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { postTemplatesQuery, useChangeTemplate, useDeleteTemplate } from './queries'

/** The workspace's captions that are written often: to rename, to change, to delete. */
export function TemplatesDialog({ workspaceId, onClose }: { workspaceId: string; onClose: () => void }) {
  const { publishing, common } = useTexts().texts
  const { data: templates = [], error, refetch } = useQuery(postTemplatesQuery(workspaceId))
  return (
    <Modal opened onClose={onClose} closeOnEscape={useIsTop(true)} size="lg" title={<Text fw={650} size="lg">{publishing.templates}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      {error && <ErrorAlert error={error} retry={() => void refetch()} />}
      {templates.length === 0 && !error && <Text c="dimmed">{publishing.noTemplates}</Text>}
      <Accordion>
        {templates.map((template) => (
          <Accordion.Item key={template.id} value={template.id}>
            <Accordion.Control>{template.name}</Accordion.Control>
            <Accordion.Panel><TemplateForm template={template} /></Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Modal>
  )
}

function TemplateForm({ template }: { template: PostTemplate }) {
  const { publishing, common } = useTexts().texts
  const change = useChangeTemplate(template.workspaceId)
  const remove = useDeleteTemplate(template.workspaceId)
  const [name, setName] = useState(template.name)
  const [caption, setCaption] = useState(template.caption)
  const [asking, setAsking] = useState(false)
  const failure = change.error ?? remove.error
  const problem = failure instanceof ApiError ? failure : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ id: template.id, name: name.trim(), caption }, { onSuccess: () => notifications.show({ message: publishing.templateSaved, color: 'violet' }) })
  }
  return (
    <form onSubmit={submit} aria-label={template.name}>
      <Stack gap="sm">
        {failure && <ErrorAlert error={failure} />}
        <TextInput label={publishing.templateName} required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} error={problem?.field('name')} />
        <Textarea label={publishing.caption} required autosize minRows={3} maxRows={10} value={caption} onChange={(event) => setCaption(event.currentTarget.value)} error={problem?.field('caption')} />
        <Group justify="space-between">
          <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setAsking(true)}>{publishing.deleteTemplate}</Button>
          <Button type="submit" loading={change.isPending} disabled={!name.trim() || !caption.trim()}>{publishing.save}</Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asking} title={publishing.deleteTemplate} text={publishing.deleteTemplateText} confirm={publishing.deleteTemplate} cancel={common.cancel} pending={remove.isPending}
        onClose={() => setAsking(false)} onConfirm={() => remove.mutate(template.id, { onSettled: () => setAsking(false) })}
      />
    </form>
  )
}
