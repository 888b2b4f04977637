import { ActionIcon, Button, Input, Progress, Text, UnstyledButton } from '@mantine/core'
import { IconArrowLeft, IconFolderOpen, IconPencil, IconPhotoPlus, IconX } from '@tabler/icons-react'
import { useId, useRef, useState, type DragEvent } from 'react'
import { uploadMedia } from '@/api/upload'
import type { Media, PostDetails } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import { fileOf, withFile } from './details'
import { FileDialog } from './FileDialog'
import { LibraryPicker } from './LibraryPicker'
import { useRefreshLibrary } from './mediaQueries'
import classes from './PostForm.module.css'
import type { PostType } from './status'

type Sending = { key: string; name: string; part: number }
type Props = {
  /** Whose library the files come from and go into. */
  workspaceId: string | undefined
  media: Media[]; type: PostType; details: PostDetails; error: string | false | undefined
  onChange: (change: (media: Media[]) => Media[]) => void; onDetails: (change: (details: PostDetails) => PostDetails) => void; onUploading: (busy: boolean) => void
}

export function MediaField({ workspaceId, media, type, details, error, onChange, onDetails, onUploading }: Props) {
  const { texts } = useTexts()
  const { publishing } = texts
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const refresh = useRefreshLibrary()
  const running = useRef(0)
  const [sending, setSending] = useState<Sending[]>([])
  const [failed, setFailed] = useState('')
  const [over, setOver] = useState(false)
  const [picking, setPicking] = useState(false)
  const [described, setDescribed] = useState<Media | null>(null)

  // One after the other: the order in which they were chosen is the order of a carousel.
  const add = async (files: File[]) => {
    const queue = files.map((file) => ({ key: crypto.randomUUID(), name: file.name, part: 0, file }))
    setFailed('')
    setSending((now) => [...now, ...queue])
    running.current += 1
    onUploading(true)
    for (const { key, name, file } of queue) {
      try {
        const stored = await uploadMedia(file, workspaceId, (part) => setSending((now) => now.map((one) => (one.key === key ? { ...one, part } : one))))
        onChange((now) => [...now, stored])
        void refresh()
      } catch (failure) {
        setFailed(`${name}: ${errorText(failure, texts)}`)
      }
      setSending((now) => now.filter((one) => one.key !== key))
    }
    running.current -= 1
    onUploading(running.current > 0)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void add([...event.dataTransfer.files])
  }
  const earlier = (at: number) => onChange((now) => now.map((one, i) => (i === at - 1 ? now[at] : i === at ? now[at - 1] : one) ?? one))
  return (
    <Input.Wrapper label={publishing.media} labelElement="div" error={error || failed}>
      <input
        ref={input} id={id} type="file" accept="image/jpeg,image/png,image/webp,video/mp4,video/quicktime" multiple hidden aria-label={publishing.addMedia}
        onChange={(event) => { void add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = '' }}
      />
      {(media.length > 0 || sending.length > 0) && (
        <ul className={classes.files} style={{ margin: '6px 0 10px' }}>
          {media.map((one, at) => (
            <li key={one.id} className={classes.file}>
              {one.kind === 'video' && !one.originalRemovedAt ? <video src={one.url} muted preload="metadata" aria-label={one.fileName} /> : <img src={one.thumbnailUrl ?? one.url} alt={one.fileName} />}
              {one.originalRemovedAt && <span className={classes.gone}>{texts.library.goneMark}</span>}
              {at > 0 && <ActionIcon size="sm" color="dark" radius="xl" style={{ left: 4 }} aria-label={publishing.moveEarlier(one.fileName)} onClick={() => earlier(at)}><IconArrowLeft size={14} /></ActionIcon>}
              <ActionIcon size="sm" color="dark" radius="xl" style={{ right: 4 }} aria-label={publishing.removeMedia(one.fileName)} onClick={() => onChange((now) => now.filter(({ id }) => id !== one.id))}><IconX size={14} /></ActionIcon>
              {type !== 'story' && <ActionIcon size="sm" color="dark" radius="xl" style={{ top: 'auto', bottom: 4, right: 4 }} aria-label={publishing.describe(one.fileName)} onClick={() => setDescribed(one)}><IconPencil size={14} /></ActionIcon>}
            </li>
          ))}
          {sending.map((one) => (
            <li key={one.key} className={classes.file}>
              <div className={classes.wait}><Progress.Root w="100%"><Progress.Section value={one.part * 100} aria-label={publishing.uploading(one.name)} /></Progress.Root></div>
            </li>
          ))}
        </ul>
      )}
      <UnstyledButton
        className={classes.drop} data-over={over || undefined} onClick={() => input.current?.click()}
        onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)} onDrop={drop}
      >
        <IconPhotoPlus size={26} stroke={1.6} aria-hidden />
        <Text fw={550}>{publishing.addMedia}</Text>
        <Text size="xs" c="dimmed">{publishing.mediaHelp}</Text>
      </UnstyledButton>
      <Button size="compact-sm" variant="light" mt="xs" leftSection={<IconFolderOpen size={16} aria-hidden />} onClick={() => setPicking(true)}>{publishing.fromLibrary}</Button>
      {picking && <LibraryPicker workspaceId={workspaceId} kinds={['image', 'video']} many title={publishing.fromLibrary} onPick={(files) => onChange((now) => [...now, ...files.filter(({ id }) => now.every((one) => one.id !== id))])} onClose={() => setPicking(false)} />}
      {described && (
        <FileDialog media={described} details={fileOf(details, described.id)} canDescribe={described.kind === 'image' && type !== 'reel'} onSave={(said) => onDetails((now) => withFile(now, described.id, said))} onClose={() => setDescribed(null)} />
      )}
    </Input.Wrapper>
  )
}
