import { Button, Group, Menu, Modal, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '@/api/types'
import { Attempt } from '@/lib/attempt'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import { postTemplatesQuery, useAddTemplate, useRenderTemplate } from './queries'
import { TemplatesDialog } from './TemplatesDialog'

type Props = { account: Account; caption: string; onUse: (caption: string) => void }

/** Captions that are written often. */
export function TemplateMenu({ account, caption, onUse }: Props) {
  const { publishing, common } = useTexts().texts
  const { data: templates = [] } = useQuery(postTemplatesQuery(account.workspaceId))
  const render = useRenderTemplate()
  const add = useAddTemplate(account.workspaceId)
  const [attempt] = useState(() => new Attempt())
  const [managing, setManaging] = useState(false)
  const [name, setName] = useState<string | null>(null)
  const save = () => {
    const template = { name: name?.trim() ?? '', caption }
    add.mutate({ key: attempt.keyOf(template), ...template }, {
      onSuccess: () => {
        attempt.succeeded()
        notifications.show({ message: publishing.templateSaved, color: 'violet' })
        setName(null)
      },
    })
  }
  return (
    <>
      <Menu position="bottom-start" shadow="md">
        <Menu.Target><Button size="compact-sm" variant="light" leftSection={<IconTemplate size={16} aria-hidden />} loading={render.isPending} style={{ alignSelf: 'flex-start' }}>{publishing.useTemplate}</Button></Menu.Target>
        <Menu.Dropdown>
          {templates.length === 0 && <Text size="sm" c="dimmed" p="xs" maw={260}>{publishing.noTemplates}</Text>}
          {templates.map((template) => (
            <Menu.Item key={template.id} onClick={() => render.mutate({ id: template.id, accountId: account.id }, { onSuccess: ({ text }) => onUse(text) })}>{template.name}</Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item disabled={!caption.trim()} onClick={() => setName('')}>{publishing.saveTemplate}</Menu.Item>
          <Menu.Item disabled={templates.length === 0} onClick={() => setManaging(true)}>{publishing.manageTemplates}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {managing && <TemplatesDialog workspaceId={account.workspaceId} onClose={() => setManaging(false)} />}
      {render.error && <ErrorAlert error={render.error} />}
      <Modal opened={name !== null} onClose={() => setName(null)} closeOnEscape={useIsTop(name !== null)} centered title={<Text fw={650} size="lg">{publishing.saveTemplate}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
        <TextInput label={publishing.templateName} required maxLength={100} data-autofocus value={name ?? ''} onChange={(event) => setName(event.currentTarget.value)} />
        {add.error && <ErrorAlert error={add.error} />}
        <Group justify="flex-end" mt="md"><Button variant="default" onClick={() => setName(null)}>{common.cancel}</Button><Button loading={add.isPending} disabled={!name?.trim()} onClick={save}>{publishing.saveTemplate}</Button></Group>
      </Modal>
    </>
  )
}
