import { ActionIcon, Chip, Group, Indicator, NativeSelect, Popover, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useState } from 'react'
import type { Contact } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { nameOf } from './names'
import type { SearchFilter, searchNames } from './search'
import classes from './Search.module.css'

type Props = {
  filter: SearchFilter
  /** Of the conversation that is open. */
  contact: Contact | undefined
  onChange: (members: Partial<Record<(typeof searchNames)[number], string | undefined>>) => void
}

const kinds = ['text', 'image', 'video', 'audio', 'file', 'share', 'story_reply', 'story_mention'] as const

/** What narrows a search. Which side and which contact stand open, the others behind a button that counts them. */
export function SearchFilters({ filter, contact, onChange }: Props) {
  const { texts } = useTexts()
  const { search, inbox } = texts
  const [open, setOpen] = useState(false)
  const hidden = [filter.media, filter.kind, filter.from, filter.to].filter(Boolean).length
  const label = hidden > 0 ? search.filtersOn(hidden) : search.filters
  const only = filter.contactId && filter.contactId !== contact?.id ? search.oneContact : contact && search.onlyWith(nameOf(contact, texts))
  return (
    <Group gap={6} wrap="nowrap" role="group" aria-label={search.filters}>
      <NativeSelect
        size="xs" flex={1} aria-label={search.direction} value={filter.direction ?? ''}
        data={[{ value: '', label: search.bothSides }, { value: 'inbound', label: search.fromCustomers }, { value: 'outbound', label: search.fromUs }]}
        onChange={(event) => onChange({ direction: event.currentTarget.value || undefined })}
      />
      {only && <Chip size="xs" checked={filter.contactId !== null} onChange={(on) => onChange({ contact: on ? contact?.id : undefined })}>{only}</Chip>}
      <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus>
        <Tooltip label={label}>
          <Indicator disabled={hidden === 0} label={hidden} size={15} offset={4}>
            <Popover.Target><ActionIcon variant="default" size={30} aria-label={label} aria-expanded={open} onClick={() => setOpen(!open)}><IconAdjustmentsHorizontal size={17} /></ActionIcon></Popover.Target>
          </Indicator>
        </Tooltip>
        <Popover.Dropdown>
          <Stack gap="sm" w={270}>
            <Chip size="xs" checked={filter.media} onChange={(on) => onChange({ media: on ? '1' : undefined })}>{search.withMedia}</Chip>
            <NativeSelect
              size="xs" label={search.kind} value={filter.kind ?? ''} data={[{ value: '', label: search.anyKind }, ...kinds.map((value) => ({ value, label: value === 'text' ? search.textOnly : inbox.kind[value] }))]}
              onChange={(event) => onChange({ kind: event.currentTarget.value || undefined })}
            />
            <div className={classes.days}>
              <TextInput size="xs" type="date" label={search.from} value={filter.from ?? ''} max={filter.to ?? undefined} onChange={(event) => onChange({ from: event.currentTarget.value || undefined })} />
              <TextInput size="xs" type="date" label={search.to} value={filter.to ?? ''} min={filter.from ?? undefined} onChange={(event) => onChange({ to: event.currentTarget.value || undefined })} />
            </div>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}
