import { Alert, Button, Group, Modal, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useUser } from '@/api/session'
import type { Media } from '@/api/types'
import { longDate } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { useIsTop } from '@/ui/layers'
import { LibraryGrid } from './LibraryGrid'
import { LibraryTools } from './LibraryTools'
import type { MediaFilter } from './mediaQueries'

type Props = { workspaceId: string | undefined; kinds: readonly Media['kind'][]; many: boolean; title: string; onPick: (media: Media[]) => void; onClose: () => void }

/** Takes files from the library, in the order in which they are chosen. */
export function LibraryPicker({ workspaceId, kinds, many, title, onPick, onClose }: Props) {
  const { texts: { library, common }, locale } = useTexts()
  const { timezone } = useUser()
  const [filter, setFilter] = useState<MediaFilter>({ workspaceId: workspaceId ?? null, kind: kinds.length === 1 ? (kinds[0] ?? null) : null, tag: null, q: '' })
  const [q] = useDebouncedValue(filter.q.trim(), 250)
  const [chosen, setChosen] = useState<Media[]>([])
  const [gone, setGone] = useState<Media | null>(null)
  const pick = (file: Media) => {
    if (!kinds.includes(file.kind)) return
    setGone(file.originalRemovedAt ? file : null)
    if (file.originalRemovedAt) return
    if (!many) {
      onPick([file])
      onClose()
    } else setChosen(chosen.some(({ id }) => id === file.id) ? chosen.filter(({ id }) => id !== file.id) : [...chosen, file])
  }
  const take = () => {
    onPick(chosen)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} closeOnEscape={useIsTop(true)} size="xl" title={<Text fw={650} size="lg">{title}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <LibraryTools filter={filter} kinds={kinds} onChange={(members) => setFilter({ ...filter, ...members })} />
      {gone?.originalRemovedAt && <Alert color="yellow" role="alert" mb="md" p="xs"><Text size="sm">{library.gone(gone.fileName, longDate(gone.originalRemovedAt, locale, timezone))}</Text></Alert>}
      <LibraryGrid picking filter={{ ...filter, q }} chosen={many ? chosen.map(({ id }) => id) : undefined} onPick={pick} />
      {many && (
        <Group justify="flex-end" mt="lg" style={{ position: 'sticky', bottom: 0, background: 'var(--mantine-color-body)', padding: '10px 0' }}>
          <Button variant="default" onClick={onClose}>{common.cancel}</Button>
          <Button disabled={chosen.length === 0} onClick={take}>{library.take(chosen.length)}</Button>
        </Group>
      )}
    </Modal>
  )
}
