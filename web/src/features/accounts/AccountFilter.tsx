import { Group, Select, Text } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Account } from '@/api/types'
import { workspacesQuery } from '@/api/workspaces'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'

const all = 'all'

const option = ({ id, username }: Account) => ({ value: id, label: `@${username}` })

/** Narrows every page to one account; the choice is `?account=`. Accounts of several workspaces stand below the names of theirs. */
export function AccountFilter({ accounts }: { accounts: Account[] }) {
  const { common } = useTexts().texts
  const [params, change] = useSearch()
  const names = new Map(useQuery(workspacesQuery).data?.map(({ id, name }) => [id, name]))
  // Two workspaces may have the same name.
  const nameOf = ({ workspaceId }: Account) => names.get(workspaceId) ?? ''
  const workspaces = [...new Set(accounts.map(nameOf))].map((group) => ({ group, items: accounts.filter((account) => nameOf(account) === group).map(option) }))
  const chosen = accounts.find((account) => account.id === params.get('account'))
  return (
    <Select
      aria-label={common.accountFilter}
      data={[{ value: all, label: common.allAccounts }, ...(workspaces.length > 1 ? workspaces : accounts.map(option))]}
      value={chosen?.id ?? all}
      onChange={(value) => change({ account: value && value !== all ? value : undefined })}
      allowDeselect={false}
      leftSection={chosen ? <Picture url={chosen.profilePictureUrl} name={chosen.username} size={22} /> : <IconStack2 size={18} aria-hidden />}
      renderOption={({ option: { value, label } }) => {
        const account = accounts.find(({ id }) => id === value)
        return (
          <Group gap="xs" wrap="nowrap">
            {account ? <Picture url={account.profilePictureUrl} name={account.username} size={22} /> : <IconStack2 size={20} aria-hidden />}
            <Text size="sm" truncate>{label}</Text>
          </Group>
        )
      }}
    />
  )
}
