import { Button, Drawer, Group, NumberInput, Select, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '@/api/problem'
import type { AutoReplyRule } from '@/api/types'
import { utf8Bytes } from '@/lib/bytes'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { DryRun } from './DryRun'
import { draftOf, formOf, matches, missing, triggers, type RuleForm } from './draft'
import { HoursField } from './HoursField'
import { useSaveRule } from './queries'

const maxBytes = 1_000

type Props = { accountId: string; zone: string; rule: AutoReplyRule | null; onClose: () => void }

/** Writes a rule, and shows what it would have answered before it is saved. */
export function RuleEditor({ accountId, zone, rule, onClose }: Props) {
  const { automation, common } = useTexts().texts
  const [form, setForm] = useState<RuleForm>(() => formOf(rule))
  const [tried, setTried] = useState(false)
  const save = useSaveRule(accountId, rule?.id ?? null)
  const change = (members: Partial<RuleForm>) => setForm((before) => ({ ...before, ...members }))
  const gap = missing(form)
  const refused = save.error instanceof ApiError ? save.error : null
  const errorOf = (field: 'name' | 'patterns' | 'response' | 'hours') => (tried && gap === field ? automation.missing[field] : refused?.field(field))
  const over = utf8Bytes(form.response) - maxBytes
  const submit = () => {
    setTried(true)
    if (!gap && over <= 0) save.mutate(draftOf(form), { onSuccess: onClose })
  }
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={<Text fw={650} size="lg">{rule ? automation.edit : automation.add}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
        <Stack gap="md">
          <TextInput label={automation.name} required maxLength={100} data-autofocus value={form.name} error={errorOf('name')} onChange={(event) => change({ name: event.currentTarget.value })} />
          <Group grow align="flex-start">
            <Select
              label={automation.answers} allowDeselect={false} value={form.eventType} onChange={(value) => change({ eventType: value === 'comment' ? 'comment' : 'message' })}
              data={[{ value: 'message', label: automation.eventType.message }, { value: 'comment', label: automation.eventType.comment }]}
            />
            <Select
              label={automation.trigger} allowDeselect={false} value={form.trigger} data={triggers.map((value) => ({ value, label: automation.triggers[value] }))}
              onChange={(value) => change({ trigger: triggers.find((t) => t === value) ?? 'keyword', ...(value === 'away' && form.when === 'always' ? { when: 'outside' as const } : {}) })}
            />
          </Group>
          {form.trigger === 'keyword' && (
            <Group grow align="flex-start">
              <TagsInput
                label={automation.patterns} description={automation.patternsHelp} value={form.patterns} onChange={(patterns) => change({ patterns })} maxTags={50} acceptValueOnBlur
                // A comma is a separator for words, and part of an expression.
                splitChars={form.match === 'regex' ? [] : [',']} error={errorOf('patterns')} required
              />
              <Select
                label={automation.match} description={automation.matchHelp[form.match]} allowDeselect={false} value={form.match} data={matches.map((value) => ({ value, label: automation.matches[value] }))}
                onChange={(value) => change({ match: matches.find((m) => m === value) ?? 'contains' })}
              />
            </Group>
          )}
          {form.trigger !== 'keyword' && <Text size="sm" c="dimmed">{automation.triggerHelp[form.trigger]}</Text>}
          <Textarea
            label={automation.response} description={automation.responseHelp} required autosize minRows={3} maxRows={10} value={form.response}
            error={over > 0 ? automation.bytesOver(over) : errorOf('response')} onChange={(event) => change({ response: event.currentTarget.value })}
          />
          {form.eventType === 'comment' && <Switch label={automation.privately} description={automation.privatelyHelp} checked={form.privately} onChange={(event) => change({ privately: event.currentTarget.checked })} />}
          <HoursField form={form} zone={zone} error={errorOf('hours')} onChange={change} />
          <NumberInput label={automation.priority} description={automation.priorityHelp} allowDecimal={false} min={-1000} max={1000} value={form.priority} onChange={(value) => change({ priority: typeof value === 'number' ? value : 10 })} />
          {refused && Object.keys(refused.errors).length === 0 && <ErrorAlert error={refused} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{common.cancel}</Button>
            <Button type="submit" loading={save.isPending}>{automation.save}</Button>
          </Group>
          <DryRun accountId={accountId} rules={gap ? undefined : [draftOf(form)]} disabled={gap !== null} />
        </Stack>
      </form>
    </Drawer>
  )
}
