import { NativeSelect, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Media } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import classes from './Library.module.css'
import { tagsQuery, type MediaFilter } from './mediaQueries'

type Props = { filter: MediaFilter; kinds?: readonly Media['kind'][]; onChange: (members: Partial<MediaFilter>) => void }

export function LibraryTools({ filter, kinds = ['image', 'video', 'audio'], onChange }: Props) {
  const { library } = useTexts().texts
  const { data: tags = [] } = useQuery(tagsQuery(filter.workspaceId))
  return (
    <search className={classes.tools} aria-label={library.find}>
      <TextInput type="search" aria-label={library.find} placeholder={library.find} leftSection={<IconSearch size={17} aria-hidden />} value={filter.q} onChange={(event) => onChange({ q: event.currentTarget.value })} />
      <NativeSelect
        aria-label={library.kind} value={filter.kind ?? ''} onChange={(event) => onChange({ kind: (event.currentTarget.value || null) as MediaFilter['kind'] })}
        data={[{ value: '', label: library.anyKind }, ...kinds.map((kind) => ({ value: kind, label: library.plural[kind as keyof typeof library.plural] ?? kind }))]}
      />
      <NativeSelect
        aria-label={library.tag} value={filter.tag ?? ''} disabled={tags.length === 0 && !filter.tag} onChange={(event) => onChange({ tag: event.currentTarget.value || null })}
        data={[{ value: '', label: library.anyTag }, ...tags.map(({ tag, files }) => ({ value: tag, label: `${tag} (${files})` }))]}
      />
    </search>
  )
}
