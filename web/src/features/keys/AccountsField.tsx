import { MultiSelect, Stack, Switch } from '@mantine/core'
import type { Account } from '@/api/types'
import { useTexts } from '@/texts/Texts'

/** `chosen`: the only accounts that the key sees; null for all. `whole`: what it may do is of the whole workspace, so it cannot be kept to some. */
type Props = { accounts: readonly Account[]; chosen: readonly string[] | null; whole: boolean; error: string | false; onChange: (chosen: string[] | null) => void }

export function AccountsField({ accounts, chosen, whole, error, onChange }: Props) {
  const { keys } = useTexts().texts
  return (
    <Stack gap="xs">
      <Switch
        label={keys.allAccounts} description={whole ? keys.wholeOnly : keys.allAccountsHelp} checked={chosen === null} disabled={whole && chosen === null}
        onChange={(event) => onChange(event.currentTarget.checked ? null : [])}
      />
      {chosen && (
        <MultiSelect label={keys.chosenAccounts} searchable error={error} value={[...chosen]} onChange={onChange} data={accounts.map(({ id, username }) => ({ value: id, label: `@${username}` }))} />
      )}
    </Stack>
  )
}
