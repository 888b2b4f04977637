import { Chip, Group, Input, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { firstDayOfWeek } from '@/lib/months'
import { shortWeekday, weekdayName, weekdaysFrom } from '@/lib/weekdays'
import { useTexts } from '@/texts/Texts'
import type { Repeat } from './recurrence'

const most = 366

type Props = { repeat: Repeat; from: string; units: readonly Repeat['unit'][]; error?: string; onChange: (repeat: Repeat) => void }

/** Whether a post comes again at the same time of day, and on which days. */
export function RepeatField({ repeat, from, units, error, onChange }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const days = weekdaysFrom(firstDayOfWeek(locale))
  const set = (members: Partial<Repeat>) => onChange({ ...repeat, ...members })
  return (
    <Stack gap="xs">
      <Group grow align="flex-start">
        <Select
          label={publishing.repeat} allowDeselect={false} value={repeat.unit} data={units.map((value) => ({ value, label: publishing.repeats[value] }))} error={error}
          description={repeat.unit === 'never' ? undefined : publishing.repeatHelp} inputWrapperOrder={['label', 'input', 'error', 'description']}
          onChange={(value) => set({ unit: units.find((unit) => unit === value) ?? repeat.unit })}
        />
        {repeat.unit !== 'never' && (
          <Group grow align="flex-start" gap="xs">
            <NumberInput label={publishing.repeatEvery[repeat.unit]} min={1} max={most} allowDecimal={false} value={repeat.every} onChange={(value) => set({ every: Math.min(Math.max(Number(value) || 1, 1), most) })} />
            <TextInput type="date" label={publishing.repeatUntil} min={from} value={repeat.until} onChange={(event) => set({ until: event.currentTarget.value })} />
          </Group>
        )}
      </Group>
      {repeat.unit === 'weekly' && (
        <Input.Wrapper label={publishing.repeatOn} labelElement="div" description={repeat.weekdays.length === 0 && publishing.repeatOnHelp}>
          <Chip.Group multiple value={repeat.weekdays} onChange={(chosen) => set({ weekdays: days.filter((day) => chosen.includes(day)) })}>
            <Group gap={6} mt={6}>{days.map((day) => <Chip key={day} value={day} size="xs" aria-label={weekdayName(day, locale)}>{shortWeekday(day, locale)}</Chip>)}</Group>
          </Chip.Group>
        </Input.Wrapper>
      )}
    </Stack>
  )
}
