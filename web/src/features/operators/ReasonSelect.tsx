import { Select } from '@mantine/core'
import { useTexts } from '@/texts/Texts'
import { isReason, reasons, type Reason } from './queries'

const any = 'any'

export function ReasonSelect({ value, onChange }: { value: Reason | null; onChange: (reason: Reason | null) => void }) {
  const { operators } = useTexts().texts
  return (
    <Select
      label={operators.reason} allowDeselect={false} value={value ?? any} onChange={(chosen) => onChange(isReason(chosen) ? chosen : null)}
      data={[{ value: any, label: operators.anyReason }, ...reasons.map((reason) => ({ value: reason, label: operators.reasons[reason] }))]}
    />
  )
}
