import { Group, Stack, Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'

export function Card({ title, badge, children }: { title: string; badge?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <Stack p="lg" gap="md" align="stretch">
        <Group justify="space-between"><Title order={2} size="h4" id={id}>{title}</Title>{badge}</Group>
        {children}
      </Stack>
    </section>
  )
}
