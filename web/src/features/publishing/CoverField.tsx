import { Button, Group, Input, Text } from '@mantine/core'
import { IconPhoto, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Media } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { LibraryPicker } from './LibraryPicker'
import { Thumb } from './Thumb'

type Props = { workspaceId: string | undefined; cover: Media | null; error: string | undefined; onChange: (cover: Media | null) => void }

/** The picture that stands for a reel until it is played. */
export function CoverField({ workspaceId, cover, error, onChange }: Props) {
  const { publishing } = useTexts().texts
  const [picking, setPicking] = useState(false)
  return (
    <Input.Wrapper label={publishing.cover} labelElement="div" description={publishing.coverHelp} error={error}>
      <Group mt={6} gap="sm">
        {cover && <Thumb picture={cover.thumbnailUrl ?? cover.url} />}
        {cover && <Text size="sm" truncate maw={220}>{cover.fileName}</Text>}
        <Button size="compact-sm" variant="light" leftSection={<IconPhoto size={16} aria-hidden />} onClick={() => setPicking(true)}>{publishing.chooseCover}</Button>
        {cover && <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconX size={16} aria-hidden />} onClick={() => onChange(null)}>{publishing.removeCover}</Button>}
      </Group>
      {picking && <LibraryPicker workspaceId={workspaceId} kinds={['image']} many={false} title={publishing.chooseCover} onPick={([file]) => file && onChange(file)} onClose={() => setPicking(false)} />}
    </Input.Wrapper>
  )
}
