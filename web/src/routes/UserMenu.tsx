import { Box, Button, Divider, Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import { IconBellCog, IconKey, IconListSearch, IconLogout, IconPhoto, IconSelector, IconServerCog, IconShieldLock, IconUser, IconUsers, IconUserShield, IconWebhook } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
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
  const { activity, common, keys, library, notifications, privacy, profile, security, team, webhooks } = useTexts().texts
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const changeLanguage = useChangeLanguage()
  // The next person at this browser must not find what this one saw.
  const leave = () => signOut().then(() => client.clear())
  return (
    <Popover opened={open} onChange={setOpen} position={compact ? 'bottom-end' : 'right-end'} width={250} shadow="lg" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={compact ? undefined : classes.user} aria-label={compact ? common.userMenu(user.name) : undefined} onClick={() => setOpen(!open)}>
          {!compact && <span className="sr-only">{common.userMenu('')}</span>}
          <Picture url={null} name={user.name} size={compact ? 34 : 36} />
          {!compact && <Box flex={1} miw={0}><Text size="sm" fw={600} truncate>{user.name}</Text><Text size="xs" c="dimmed" truncate>{user.email}</Text></Box>}
          {!compact && <IconSelector size={16} aria-hidden />}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Stack gap="xs">
          {compact && <Box><Text size="sm" fw={600} truncate>{user.name}</Text><Text size="xs" c="dimmed" truncate mb={6}>{user.email}</Text><LivePill /></Box>}
          <Text size="xs" c="dimmed" aria-hidden>{common.language}</Text>
          <LanguageSwitch onChange={changeLanguage.mutate} />
          <Text size="xs" c="dimmed" aria-hidden>{common.theme}</Text>
          <ThemeSwitch />
          <Divider />
          {compact && <Button component={Link} to="/library" variant="subtle" color="gray" justify="flex-start" leftSection={<IconPhoto size={17} />} onClick={() => setOpen(false)}>{library.title}</Button>}
          {compact && user.role === 'operator' && <Button component={Link} to="/operators" variant="subtle" color="gray" justify="flex-start" leftSection={<IconServerCog size={17} />} onClick={() => setOpen(false)}>{common.operators}</Button>}
          <Button component={Link} to="/settings/profile" variant="subtle" color="gray" justify="flex-start" leftSection={<IconUser size={17} />} onClick={() => setOpen(false)}>{profile.title}</Button>
          <Button component={Link} to="/settings/team" variant="subtle" color="gray" justify="flex-start" leftSection={<IconUsers size={17} />} onClick={() => setOpen(false)}>{team.title}</Button>
          <Button component={Link} to="/settings/security" variant="subtle" color="gray" justify="flex-start" leftSection={<IconShieldLock size={17} />} onClick={() => setOpen(false)}>{security.title}</Button>
          <Button component={Link} to="/settings/notifications" variant="subtle" color="gray" justify="flex-start" leftSection={<IconBellCog size={17} />} onClick={() => setOpen(false)}>{notifications.settingsMenu}</Button>
          <Button component={Link} to="/settings/privacy" variant="subtle" color="gray" justify="flex-start" leftSection={<IconUserShield size={17} />} onClick={() => setOpen(false)}>{privacy.title}</Button>
          <Button component={Link} to="/settings/activity" variant="subtle" color="gray" justify="flex-start" leftSection={<IconListSearch size={17} />} onClick={() => setOpen(false)}>{activity.title}</Button>
          <Button component={Link} to="/settings/api-keys" variant="subtle" color="gray" justify="flex-start" leftSection={<IconKey size={17} />} onClick={() => setOpen(false)}>{keys.title}</Button>
          <Button component={Link} to="/settings/webhooks" variant="subtle" color="gray" justify="flex-start" leftSection={<IconWebhook size={17} />} onClick={() => setOpen(false)}>{webhooks.title}</Button>
          <Button variant="subtle" color="gray" justify="flex-start" leftSection={<IconLogout size={17} />} onClick={() => void leave()}>{common.signOut}</Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
