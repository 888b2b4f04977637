import { Group, Select, Text } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import type { Account } from '@/api/types'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'

const all = 'all'

/** Narrows every page to one account; the choice is `?account=`. */
export function AccountFilter({ accounts }: { accounts: Account[] }) {
  const { common } = useTexts().texts
  const [params, change] = useSearch()
  const chosen = accounts.find((account) => account.id === params.get('account'))
  return (
    <Select
      aria-label={common.accountFilter}
      data={[{ value: all, label: common.allAccounts }, ...accounts.map((account) => ({ value: account.id, label: `@${account.username}` }))]}
      value={chosen?.id ?? all}
      onChange={(value) => change({ account: value && value !== all ? value : undefined })}
      allowDeselect={false}
      leftSection={chosen ? <Picture url={chosen.profilePictureUrl} name={chosen.username} size={22} /> : <IconStack2 size={18} aria-hidden />}
      renderOption={({ option }) => {
        const account = accounts.find(({ id }) => id === option.value)
        return (
          <Group gap="xs" wrap="nowrap">
            {account ? <Picture url={account.profilePictureUrl} name={account.username} size={22} /> : <IconStack2 size={20} aria-hidden />}
            <Text size="sm" truncate>{option.label}</Text>
          </Group>
        )
      }}
    />
  )
}
