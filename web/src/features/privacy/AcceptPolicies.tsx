import { Checkbox, Stack } from '@mantine/core'
import { useTexts } from '@/texts/Texts'
import { PolicyLink } from './PolicyLink'
import type { PolicyName } from './policies'

type Accepted = Record<PolicyName, boolean>

/** A box for each text, and none ticked before somebody ticks it. */
export function AcceptPolicies({ asked, accepted, errors = {}, onChange }: {
  asked: PolicyName[]; accepted: Accepted; errors?: Partial<Record<PolicyName, string | false>>; onChange: (accepted: Accepted) => void
}) {
  const { policies } = useTexts().texts
  return (
    <Stack gap="sm">
      {asked.map((policy) => (
        <Checkbox
          key={policy} size="md" checked={accepted[policy]} error={errors[policy]} onChange={(event) => onChange({ ...accepted, [policy]: event.currentTarget.checked })}
          label={policies.accept[policy]} description={<PolicyLink policy={policy}>{policies.read[policy]}</PolicyLink>}
        />
      ))}
    </Stack>
  )
}
