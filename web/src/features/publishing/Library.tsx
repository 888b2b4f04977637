import { Button, Group, Menu, Progress, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconChevronDown, IconUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type DragEvent } from 'react'
import { usePlace } from '@/api/place'
import { uploadMedia } from '@/api/upload'
import { useMayIn, workspacesQuery } from '@/api/workspaces'
import { useSearch } from '@/lib/useSearch'
import { errorText, useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'
import { PageHeader } from '@/ui/PageHeader'
import { LibraryDrawer } from './LibraryDrawer'
import { LibraryGrid } from './LibraryGrid'
import { LibraryTools } from './LibraryTools'
import { storageQuery, useRefreshLibrary, type MediaFilter } from './mediaQueries'
import { bytes } from './sizes'

const accepted = 'image/jpeg,image/png,image/webp,video/mp4,video/quicktime,audio/mpeg,audio/mp4,audio/aac,audio/wav,audio/ogg'

/** Every file of the workspace, or of all of them together: found, tagged, used, deleted. */
export function Library() {
  const { texts, locale } = useTexts()
  const { library } = texts
  const [params, change] = useSearch()
  const kind = params.get('kind')
  const place = usePlace()
  const shown = useQuery(workspacesQuery).data?.filter(({ id }) => !place || id === place) ?? []
  const [mayWrite, mayAnswer] = [useMayIn('content:write'), useMayIn('messages:write')]
  const places = shown.filter(({ id }) => mayWrite?.has(id) || mayAnswer?.has(id))
  const only = places.length === 1 ? places[0] : undefined
  const filter: MediaFilter = { workspaceId: place, kind: kind === 'image' || kind === 'video' || kind === 'audio' ? kind : null, tag: params.get('tag'), q: params.get('q') ?? '' }
  const [q] = useDebouncedValue(filter.q.trim(), 250)
  const { data: storage } = useQuery({ ...storageQuery(shown[0]?.id ?? ''), enabled: shown.length === 1 })
  const input = useRef<HTMLInputElement>(null)
  // Where the files go that are about to be chosen.
  const target = useRef<string | undefined>(undefined)
  const refresh = useRefreshLibrary()
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null)
  const [failed, setFailed] = useState<string[]>([])

  const add = async (files: File[], workspaceId: string | undefined) => {
    setFailed([])
    let added = 0
    for (const file of files) {
      setSending({ name: file.name, part: 0 })
      try {
        await uploadMedia(file, workspaceId, (part) => setSending({ name: file.name, part }))
        added += 1
      } catch (failure) {
        setFailed((before) => [...before, `${file.name}: ${errorText(failure, texts)}`])
      }
    }
    setSending(null)
    if (added > 0) announce(library.added(added))
    await refresh()
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    if (only) void add([...event.dataTransfer.files], only.id)
  }
  const pick = (workspaceId: string) => {
    target.current = workspaceId
    input.current?.click()
  }
  return (
    // Dropping files is a shortcut for the button.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="page" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <PageHeader title={library.title} subtitle={storage ? library.stored(storage.files, bytes(storage.bytes, locale), storage.limitBytes ? bytes(storage.limitBytes, locale) : null) : library.subtitle}>
        {only && <Button leftSection={<IconUpload size={18} aria-hidden />} loading={sending !== null} onClick={() => pick(only.id)}>{library.upload}</Button>}
        {places.length > 1 && (
          <Menu position="bottom-end" shadow="lg">
            <Menu.Target><Button leftSection={<IconUpload size={18} aria-hidden />} rightSection={<IconChevronDown size={16} aria-hidden />} loading={sending !== null}>{library.upload}</Button></Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{library.uploadTo}</Menu.Label>
              {places.map(({ id, name }) => <Menu.Item key={id} onClick={() => pick(id)}>{name}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>
        )}
      </PageHeader>
      <input ref={input} type="file" multiple hidden accept={accepted} aria-label={library.upload} onChange={(event) => { void add([...(event.currentTarget.files ?? [])], target.current); event.currentTarget.value = '' }} />
      {sending && (
        <Group mb="md" gap="sm" wrap="nowrap">
          <Text size="sm" truncate>{sending.name}</Text>
          <Progress.Root flex={1}><Progress.Section value={sending.part * 100} aria-label={texts.publishing.uploading(sending.name)} /></Progress.Root>
        </Group>
      )}
      {failed.map((text) => <Text key={text} c="var(--mantine-color-error)" size="sm" role="alert">{text}</Text>)}
      <LibraryTools filter={filter} onChange={(members) => change(Object.fromEntries(Object.entries(members).map(([name, value]) => [name, value || undefined])))} />
      <LibraryGrid filter={{ ...filter, q }} onPick={({ id }) => change({ file: id }, { push: true })} />
      <LibraryDrawer mediaId={params.get('file')} onClose={() => change({ file: undefined })} />
    </div>
  )
}
