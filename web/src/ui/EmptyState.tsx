import { Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

type Props = { icon: Icon; title: string; text: string; children?: ReactNode }

export function EmptyState({ icon: Glyph, title, text, children }: Props) {
  return (
    <Stack align="center" justify="center" gap="sm" p="xl" mih={240} h="100%" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light" aria-hidden><Glyph size={28} stroke={1.6} /></ThemeIcon>
      <Title order={2} size="h4">{title}</Title>
      <Text c="dimmed" maw={380}>{text}</Text>
      {children}
    </Stack>
  )
}
