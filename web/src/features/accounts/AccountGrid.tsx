import { Skeleton } from '@mantine/core'
import { IconBrandInstagram } from '@tabler/icons-react'
import type { Account } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { AccountCard } from './AccountCard'
import classes from './AccountCard.module.css'
import { ConnectButton } from './ConnectButton'

export function AccountGrid({ accounts }: { accounts: Account[] }) {
  const { texts } = useTexts()
  if (accounts.length === 0) {
    return <div className="card"><EmptyState icon={IconBrandInstagram} title={texts.accounts.emptyTitle} text={texts.accounts.emptyText}><ConnectButton /></EmptyState></div>
  }
  return <ul className={classes.grid}>{accounts.map((account) => <li key={account.id} style={{ display: 'grid' }}><AccountCard account={account} /></li>)}</ul>
}

export function AccountGridSkeleton() {
  return <div className={classes.grid}>{[1, 2, 3].map((n) => <Skeleton key={n} height={320} radius={14} />)}</div>
}
