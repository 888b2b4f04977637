import { ActionIcon, Button, Group, SegmentedControl, Title } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { dayName, monthName } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import type { Period, View } from './period'

type Props = { period: Period; onGo: (key: string | undefined) => void; onView: (view: View) => void }

export function CalendarTools({ period, onGo, onView }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const isWeek = period.view === 'week'
  const first = period.days[0] ?? ''
  const last = period.days.at(-1) ?? ''
  return (
    <Group justify="space-between" mb="md">
      <Group gap="xs">
        <ActionIcon variant="default" size="lg" aria-label={isWeek ? publishing.previousWeek : publishing.previousMonth} onClick={() => onGo(period.previous)}><IconChevronLeft size={18} /></ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={isWeek ? publishing.nextWeek : publishing.nextMonth} onClick={() => onGo(period.next)}><IconChevronRight size={18} /></ActionIcon>
        <Title order={2} size="h4" ml={4} aria-live="polite">{isWeek ? `${dayName(first, locale)} – ${dayName(last, locale)}` : monthName(period.key, locale)}</Title>
        {!period.isNow && <Button variant="subtle" size="xs" onClick={() => onGo(undefined)}>{publishing.today}</Button>}
      </Group>
      <SegmentedControl
        aria-label={publishing.view} value={period.view} onChange={(value) => onView(value === 'week' || value === 'list' ? value : 'month')}
        data={[{ value: 'month', label: publishing.month }, { value: 'week', label: publishing.week }, { value: 'list', label: publishing.list }]}
      />
    </Group>
  )
}
