import { Checkbox, Text } from '@mantine/core'
import { useId } from 'react'
import type { AccountChoice } from '@/api/types'
import { compactNumber } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'
import { StatusBadge } from '@/ui/StatusBadge'
import classes from './ChooseAccounts.module.css'

type Props = { account: AccountChoice['accounts'][number]; checked: boolean; onToggle: () => void }

/** One of the accounts to choose from: the whole row is its box. */
export function ChoosableAccount({ account, checked, onToggle }: Props) {
  const { texts, locale } = useTexts()
  const { accounts } = texts
  const about = useId()
  const facts = [account.displayName, accounts.followers(compactNumber(account.followerCount, locale)), account.pageName && accounts.choose.page(account.pageName)].filter(Boolean)
  return (
    <label className={classes.row}>
      <Checkbox checked={checked} onChange={onToggle} aria-label={`@${account.username}`} aria-describedby={about} />
      <Picture url={account.profilePictureUrl} name={account.displayName ?? account.username} size={44} />
      <span className={classes.words}>
        <Text component="span" fw={600} className={classes.name}>@{account.username}</Text>
        <Text component="span" size="sm" c="dimmed" id={about}>{facts.join(' · ')}</Text>
        {account.connected && <StatusBadge tone="green">{accounts.choose.already}</StatusBadge>}
      </span>
    </label>
  )
}
