import { Anchor, Group, Stack, Text, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTexts } from '@/texts/Texts'
import { LanguageSwitch } from '@/ui/LanguageSwitch'
import { Logo } from '@/ui/Logo'
import { ThemeSwitch } from '@/ui/ThemeSwitch'
import classes from './Welcome.module.css'

/** The frame around login and registration. */
export function Welcome({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const { identity, common, policies } = useTexts().texts
  return (
    <div className={classes.page}>
      <main className={classes.form} id="content">
        <Group gap="sm"><Logo /><Text fw={700} size="lg">{common.appName}</Text></Group>
        <div className={classes.inner}>
          <Title order={1} size="h2">{title}</Title>
          <Text c="dimmed" mb="xl">{text}</Text>
          {children}
        </div>
        <Stack gap="sm">
          <Group gap="md" justify="center"><LanguageSwitch /><ThemeSwitch /></Group>
          <Group gap="md" justify="center">
            {(['terms', 'privacy'] as const).map((policy) => <Anchor key={policy} component={Link} to={`/${policy}`} size="sm" c="dimmed" underline="always">{policies.names[policy]}</Anchor>)}
          </Group>
        </Stack>
      </main>
      <aside className={classes.pitch}>
        <h2>{identity.pitch}</h2>
        <ul className={classes.points}>
          {identity.pitchPoints.map((point) => <li key={point}><IconCheck aria-hidden />{point}</li>)}
        </ul>
      </aside>
    </div>
  )
}
