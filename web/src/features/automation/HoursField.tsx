import { ActionIcon, Button, Chip, Fieldset, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTexts } from '@/texts/Texts'
import { days, officeHours, type RuleForm, type Span } from './draft'

type Props = { form: RuleForm; zone: string; error: string | undefined; onChange: (members: Pick<RuleForm, 'when' | 'spans'>) => void }

/** When a rule applies: always, within hours of the week, or outside them. */
export function HoursField({ form, zone, error, onChange }: Props) {
  const { automation } = useTexts().texts
  const { when, spans } = form
  const replace = (index: number, members: Partial<Span>) => onChange({ when, spans: spans.map((span, i) => (i === index ? { ...span, ...members } : span)) })
  return (
    <Fieldset legend={automation.hours} radius="md">
      <SegmentedControl
        aria-label={automation.hours} fullWidth value={when}
        onChange={(value) => onChange({ when: value, spans: value !== 'always' && spans.length === 0 ? [officeHours()] : spans })}
        data={[{ value: 'always', label: automation.when.always }, { value: 'during', label: automation.when.during }, { value: 'outside', label: automation.when.outside }]}
      />
      {when !== 'always' && (
        <Stack gap="md" mt="md">
          {spans.map((span, index) => (
            <div key={index} role="group" aria-label={automation.span(index + 1)}>
              <Chip.Group multiple value={span.days} onChange={(chosen) => replace(index, { days: days.filter((day) => chosen.includes(day)) })}>
                <Group gap={6}>{days.map((day) => <Chip key={day} value={day} size="xs">{automation.days[day]}</Chip>)}</Group>
              </Chip.Group>
              <Group align="flex-end" mt="xs" gap="sm" wrap="nowrap">
                <TextInput type="time" label={automation.from} value={span.from} onChange={(event) => replace(index, { from: event.currentTarget.value })} />
                <TextInput type="time" label={automation.to} value={span.to} onChange={(event) => replace(index, { to: event.currentTarget.value })} />
                <ActionIcon variant="subtle" color="gray" size={36} aria-label={automation.removeSpan(index + 1)} onClick={() => onChange({ when, spans: spans.filter((_, i) => i !== index) })}><IconTrash size={18} aria-hidden /></ActionIcon>
              </Group>
            </div>
          ))}
          <Button variant="default" size="xs" leftSection={<IconPlus size={16} aria-hidden />} style={{ alignSelf: 'flex-start' }} onClick={() => onChange({ when, spans: [...spans, officeHours()] })}>{automation.addSpan}</Button>
          <Text size="xs" c="dimmed">{automation.zoneOf(zone)}</Text>
        </Stack>
      )}
      {error && <Text c="var(--mantine-color-error)" size="sm" mt={6} role="alert">{error}</Text>}
    </Fieldset>
  )
}
