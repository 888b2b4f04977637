import { ActionIcon, Alert, Menu, Modal, Progress, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { IconFileMusic, IconPaperclip, IconPhotoUp, IconPhotoSearch, IconVideo, IconX } from '@tabler/icons-react'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useRef, useState, type RefObject } from 'react'
import { api, unwrap } from '@/api/client'
import { useUser } from '@/api/session'
import type { Media } from '@/api/types'
import { uploadMedia } from '@/api/upload'
import { longDate } from '@/lib/format'
import { errorText, useTexts } from '@/texts/Texts'
import classes from './Composer.module.css'

/** Meta gets one call for each: more would take a while. */
const most = 10

const libraryQuery = (workspaceId: string | undefined) =>
  queryOptions({
    queryKey: ['media', 'newest', workspaceId] as const,
    queryFn: ({ signal }) => unwrap(api.GET('/api/media', { params: { query: { WorkspaceId: workspaceId, limit: 100 } }, signal })).then((page) => page.items),
  })

/** Files on their way into a message: picked, pasted or dropped. They come from the library of the workspace, and go into it. */
export function useFiles(workspaceId: string | undefined) {
  const { texts } = useTexts()
  const [files, setFiles] = useState<Media[]>([])
  const [uploading, setUploading] = useState<{ key: string; name: string; part: number }[]>([])
  const [failed, setFailed] = useState('')

  const attach = (media: Media) => setFiles((now) => (now.length < most ? [...now, media] : now))
  const upload = async (chosen: File[]) => {
    setFailed(files.length + chosen.length > most ? texts.sending.tooMany : '')
    const queue = chosen.slice(0, most - files.length).map((file) => ({ key: crypto.randomUUID(), name: file.name, part: 0, file }))
    setUploading((now) => [...now, ...queue])
    // One after the other: the order in which they were chosen is the order of sending.
    for (const { key, name, file } of queue) {
      try {
        attach(await uploadMedia(file, workspaceId, (part) => setUploading((now) => now.map((one) => (one.key === key ? { ...one, part } : one)))))
      } catch (failure) {
        setFailed(`${name}: ${errorText(failure, texts)}`)
      }
      setUploading((now) => now.filter((one) => one.key !== key))
    }
  }
  const remove = (media: Media) => setFiles((now) => now.filter((one) => one !== media))
  const replace = (all: Media[]) => {
    setFiles(all)
    setFailed('')
  }
  return { workspaceId, files, uploading, failed, attach, upload, remove, replace }
}

export type Files = ReturnType<typeof useFiles>

export function AttachButton({ files, disabled, back }: { files: Files; disabled: boolean; back: RefObject<HTMLTextAreaElement | null> }) {
  const { sending } = useTexts().texts
  const input = useRef<HTMLInputElement>(null)
  const [library, setLibrary] = useState(false)
  return (
    <>
      <input
        ref={input} type="file" multiple hidden aria-label={sending.attachUpload} accept="image/jpeg,image/png,image/webp,video/mp4,video/quicktime,audio/mp4,audio/aac,audio/wav,audio/x-m4a"
        onChange={(event) => { void files.upload([...(event.currentTarget.files ?? [])]); event.currentTarget.value = '' }}
      />
      <Menu position="top-start" shadow="md">
        <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" disabled={disabled} aria-label={sending.attach}><IconPaperclip size={20} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPhotoUp size={17} />} onClick={() => input.current?.click()}>{sending.attachUpload}</Menu.Item>
          <Menu.Item leftSection={<IconPhotoSearch size={17} />} onClick={() => setLibrary(true)}>{sending.attachLibrary}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Library workspaceId={files.workspaceId} opened={library} onClose={() => { setLibrary(false); back.current?.focus() }} onPick={(media) => { files.attach(media); setLibrary(false); back.current?.focus() }} />
    </>
  )
}

function Library({ workspaceId, opened, onClose, onPick }: { workspaceId: string | undefined; opened: boolean; onClose: () => void; onPick: (media: Media) => void }) {
  const { texts: { sending, common, library }, locale } = useTexts()
  const { timezone } = useUser()
  const [gone, setGone] = useState<Media | null>(null)
  const { data } = useQuery({ ...libraryQuery(workspaceId), enabled: opened, staleTime: 0 })
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={<Text fw={650} size="lg">{sending.libraryTitle}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      {!data && <Skeleton height={160} radius="lg" />}
      {data?.length === 0 && <Text c="dimmed">{sending.libraryEmpty}</Text>}
      {gone?.originalRemovedAt && <Alert color="yellow" role="alert" mb="md" p="xs"><Text size="sm">{library.gone(gone.fileName, longDate(gone.originalRemovedAt, locale, timezone))}</Text></Alert>}
      <ul className={classes.files}>
        {data?.map((media) => (
          <li key={media.id}>
            <UnstyledButton
              className={classes.file} aria-disabled={media.originalRemovedAt !== null || undefined} aria-label={media.originalRemovedAt ? `${media.fileName}, ${library.goneMark}` : sending.libraryPick(media.fileName)}
              title={media.originalRemovedAt ? `${media.fileName}: ${library.goneMark}` : media.fileName} onClick={() => (media.originalRemovedAt ? setGone(media) : onPick(media))}
            >
              <Glimpse media={media} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Modal>
  )
}

/** What will be sent before the text, in order. */
export function FileRow({ files }: { files: Files }) {
  const { sending } = useTexts().texts
  if (files.files.length + files.uploading.length === 0 && !files.failed) return null
  return (
    <div>
      <ul className={classes.files} aria-label={sending.attached}>
        {files.files.map((media) => (
          <li key={media.id} className={classes.file}>
            <Glimpse media={media} />
            <ActionIcon className={classes.remove} size="sm" color="dark" radius="xl" aria-label={sending.removeFile(media.fileName)} onClick={() => files.remove(media)}><IconX size={14} /></ActionIcon>
          </li>
        ))}
        {files.uploading.map((one) => (
          <li key={one.key} className={classes.file}><Progress.Root w="100%" m="auto"><Progress.Section value={one.part * 100} aria-label={sending.uploading(one.name)} /></Progress.Root></li>
        ))}
      </ul>
      {files.failed && <Text size="sm" c="var(--mantine-color-error)" role="alert">{files.failed}</Text>}
    </div>
  )
}

/** A file, small. */
export function Glimpse({ media }: { media: Media }) {
  const picture = media.thumbnailUrl ?? (media.kind === 'image' ? media.url : null)
  if (picture) return <img src={picture} alt={media.fileName} loading="lazy" />
  const Icon = media.kind === 'audio' ? IconFileMusic : IconVideo
  return <span className={classes.glyph}><Icon size={24} aria-hidden /><span className="sr-only">{media.fileName}</span></span>
}
