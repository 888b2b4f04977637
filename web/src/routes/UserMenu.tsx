import { Box, Menu, Text, UnstyledButton } from '@mantine/core'
import { IconLogout, IconSelector } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { signOut } from '@/api/session'
import type { User } from '@/api/types'
import { useChangeLanguage } from '@/features/identity/queries'
import { useTexts } from '@/texts/Texts'
import { LanguageSwitch } from '@/ui/LanguageSwitch'
import { Picture } from '@/ui/Picture'
import { ThemeSwitch } from '@/ui/ThemeSwitch'
import { LivePill } from './LivePill'
import classes from './Shell.module.css'

export function UserMenu({ user, compact = false }: { user: User; compact?: boolean }) {
  const { common } = useTexts().texts
  const client = useQueryClient()
  const changeLanguage = useChangeLanguage()
  // The next person at this browser must not find what this one saw.
  const leave = () => signOut().then(() => client.clear())
  return (
    <Menu position={compact ? 'bottom-end' : 'right-end'} width={250} shadow="lg">
      <Menu.Target>
        <UnstyledButton className={compact ? undefined : classes.user} aria-label={common.userMenu(user.name)}>
          <Picture url={null} name={user.name} size={compact ? 34 : 36} />
          {!compact && <Box flex={1} miw={0}><Text size="sm" fw={600} truncate>{user.name}</Text><Text size="xs" c="dimmed" truncate>{user.email}</Text></Box>}
          {!compact && <IconSelector size={16} aria-hidden />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {compact && <Box px="sm" pt="xs"><Text size="sm" fw={600} truncate>{user.name}</Text><Box mt={6}><LivePill /></Box></Box>}
        <Menu.Label>{common.language}</Menu.Label>
        <Box px="sm"><LanguageSwitch onChange={changeLanguage.mutate} /></Box>
        <Menu.Label>{common.theme}</Menu.Label>
        <Box px="sm" pb="xs"><ThemeSwitch /></Box>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={17} />} onClick={() => void leave()}>{common.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
