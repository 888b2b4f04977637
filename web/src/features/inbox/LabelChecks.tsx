import { Checkbox, Stack, Text } from '@mantine/core'
import type { Label } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { Dot } from '@/ui/Dot'

type Props = { legend: string; labels: Label[]; chosen: string[]; onChange: (ids: string[]) => void }

/** Labels, or tags, to tick. */
export function LabelChecks({ legend, labels, chosen, onChange }: Props) {
  const { crm } = useTexts().texts
  if (labels.length === 0) return <Text size="sm" c="dimmed" maw={240}>{crm.noLabels}</Text>
  const known = chosen.filter((id) => labels.some((label) => label.id === id))
  return (
    <Checkbox.Group label={legend} value={known} onChange={onChange}>
      <Stack gap={8} mt={8} mah={280} miw={200} style={{ overflow: 'auto' }} p={2}>
        {labels.map(({ id, name, color }) => <Checkbox key={id} value={id} label={<><Dot color={color} /> {name}</>} />)}
      </Stack>
    </Checkbox.Group>
  )
}
