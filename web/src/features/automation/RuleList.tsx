import { ActionIcon, Badge, Group, Switch, Text } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { AutoReplyRule } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import classes from './Automation.module.css'
import { formOf } from './draft'
import { useDeleteRule, useSwitchRule } from './queries'

/** The rules in the order in which they are tried; without `onEdit` they are only looked at. */
export function RuleList({ accountId, rules, onEdit }: { accountId: string; rules: AutoReplyRule[]; onEdit: ((rule: AutoReplyRule) => void) | null }) {
  const { automation, common } = useTexts().texts
  const [leaving, setLeaving] = useState<AutoReplyRule | null>(null)
  const turn = useSwitchRule(accountId)
  const remove = useDeleteRule(accountId)
  return (
    <>
      <ol className={classes.rows} aria-label={automation.rules}>
        {rules.map((rule) => {
          const form = formOf(rule)
          return (
            <li key={rule.id} className={`card ${classes.row}`} data-off={!rule.enabled || undefined}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Group gap="xs">
                  <Text fw={600}>{rule.name}</Text>
                  <Badge variant="light" color="gray">{automation.eventType[form.eventType]}</Badge>
                  <Badge variant="light">{automation.triggers[form.trigger]}</Badge>
                  {rule.privately && <Badge variant="light" color="grape">{automation.privateBadge}</Badge>}
                </Group>
                <Group gap={4} wrap="nowrap">
                  <Switch aria-label={automation.switchRule(rule.name)} checked={rule.enabled} disabled={turn.isPending || !onEdit} onChange={(event) => turn.mutate({ id: rule.id, enabled: event.currentTarget.checked })} />
                  {onEdit && <ActionIcon variant="subtle" color="gray" aria-label={automation.editRule(rule.name)} onClick={() => onEdit(rule)}><IconPencil size={18} aria-hidden /></ActionIcon>}
                  {onEdit && <ActionIcon variant="subtle" color="gray" aria-label={automation.deleteRule(rule.name)} onClick={() => setLeaving(rule)}><IconTrash size={18} aria-hidden /></ActionIcon>}
                </Group>
              </Group>
              {form.trigger === 'keyword' && <Text size="sm" c="dimmed">{`${automation.matches[form.match]}: ${rule.patterns.join(', ')}`}</Text>}
              <Text size="sm" className={classes.answer}>{rule.response}</Text>
              <Text size="xs" c="dimmed">{[automation.used(rule.usageCount), automation.priorityOf(rule.priority), form.when !== 'always' ? automation.when[form.when] : null].filter(Boolean).join(' · ')}</Text>
            </li>
          )
        })}
      </ol>
      <ConfirmDialog
        opened={leaving !== null} title={automation.deleteRule(leaving?.name ?? '')} text={automation.deleteText} confirm={automation.remove} cancel={common.cancel} pending={remove.isPending}
        onClose={() => setLeaving(null)} onConfirm={() => leaving && remove.mutate(leaving.id, { onSuccess: () => setLeaving(null) })}
      />
    </>
  )
}
