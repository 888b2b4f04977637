import { Group, Select, TextInput } from '@mantine/core'
import { useTexts } from '@/texts/Texts'

export const repeats = ['never', 'daily', 'weekly', 'monthly'] as const
export type Repeat = { unit: (typeof repeats)[number]; until: string }

type Props = { repeat: Repeat; from: string; onChange: (repeat: Repeat) => void }

/** Whether a post comes again at the same time of day. */
export function RepeatField({ repeat, from, onChange }: Props) {
  const { publishing } = useTexts().texts
  return (
    <Group grow align="flex-start">
      <Select
        label={publishing.repeat} allowDeselect={false} value={repeat.unit} data={repeats.map((value) => ({ value, label: publishing.repeats[value] }))}
        description={repeat.unit === 'never' ? undefined : publishing.repeatHelp} inputWrapperOrder={['label', 'input', 'error', 'description']}
        onChange={(value) => onChange({ ...repeat, unit: repeats.find((unit) => unit === value) ?? 'never' })}
      />
      {repeat.unit !== 'never' && <TextInput type="date" label={publishing.repeatUntil} min={from} value={repeat.until} onChange={(event) => onChange({ ...repeat, until: event.currentTarget.value })} />}
    </Group>
  )
}
