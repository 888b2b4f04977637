import { Alert, Button, Drawer, Group, Skeleton, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCrop, IconDownload, IconTrash, IconVideo } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { useUser } from '@/api/session'
import { ApiError } from '@/api/problem'
import type { Media } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { longDate } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useIsTop } from '@/ui/layers'
import classes from './Library.module.css'
import { mediaQuery, tagsQuery, usageQuery, useChangeMedia, useDeleteMedia } from './mediaQueries'
import { ReshapeDialog } from './ReshapeDialog'
import { bytes } from './sizes'
import { statusNamed, typeOf } from './status'

type Props = { mediaId: string | null; onClose: () => void }

export function LibraryDrawer({ mediaId, onClose }: Props) {
  const { library, common } = useTexts().texts
  const { data: file, error, refetch } = useQuery({ ...mediaQuery(mediaId ?? ''), enabled: mediaId !== null })
  return (
    <Drawer opened={mediaId !== null} onClose={onClose} closeOnEscape={useIsTop(mediaId !== null)} position="right" size="md" title={<Text fw={650} size="lg">{library.details}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      {file ? <Details key={file.id} file={file} onClose={onClose} /> : error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={420} radius="md" />}
    </Drawer>
  )
}

function Details({ file, onClose }: { file: Media; onClose: () => void }) {
  const { texts, locale } = useTexts()
  const { library, publishing } = texts
  const { timezone } = useUser()
  const { data: known = [] } = useQuery(tagsQuery(file.workspaceId))
  const { data: usage } = useQuery(usageQuery(file.id))
  const mayWrite = useMay('content:write', file.workspaceId)
  const mayCopy = useMay('messages:write', file.workspaceId) || mayWrite
  const change = useChangeMedia()
  const remove = useDeleteMedia()
  const [name, setName] = useState(file.fileName)
  // The server's answers come later than the next tag is typed.
  const [tags, setTags] = useState(file.tags ?? [])
  const [asking, setAsking] = useState(false)
  const [shaping, setShaping] = useState(false)
  const gone = file.originalRemovedAt
  const inUse = remove.error instanceof ApiError && remove.error.code === 'media-in-use'
  const rename = () => {
    const next = name.trim()
    if (next && next !== file.fileName) change.mutate({ id: file.id, fileName: next })
    else setName(file.fileName)
  }
  const tag = (next: string[]) => {
    setTags(next)
    change.mutate({ id: file.id, tags: next })
  }
  const drop = (force: boolean) => remove.mutate({ id: file.id, force }, {
    onSuccess: () => {
      notifications.show({ message: library.deleted, color: 'violet' })
      onClose()
    },
    onSettled: () => setAsking(false),
  })
  const facts: [string, string | null | undefined][] = [
    [library.size, bytes(file.size, locale)],
    [library.measures, file.width && file.height ? `${file.width} × ${file.height}` : null],
    [library.duration, file.durationSeconds ? new Intl.NumberFormat(locale, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }).format(file.durationSeconds) : null],
    [library.format, file.mimeType],
    [library.since, longDate(file.createdAt, locale, timezone)],
  ]
  return (
    <Stack>
      <div className={classes.shown}>
        {(file.kind === 'image' || (gone && file.thumbnailUrl)) && <img src={file.url} alt={file.fileName} />}
        {gone && file.kind === 'video' && !file.thumbnailUrl && <IconVideo size={44} stroke={1.3} aria-hidden />}
        {/* A video of the library has no captions: it is what the user has uploaded. */}
        {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
        {file.kind === 'video' && !gone && <video src={file.url} controls preload="metadata" poster={file.thumbnailUrl ?? undefined} aria-label={file.fileName} />}
        {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
        {file.kind === 'audio' && <audio src={file.url} controls preload="metadata" aria-label={file.fileName} />}
      </div>
      {gone && <Alert color="yellow" title={library.goneTitle(longDate(gone, locale, timezone))}>{library.goneText}</Alert>}
      {!mayWrite && <Text size="sm" c="dimmed">{texts.common.lookOnly}</Text>}
      <TextInput label={library.name} value={name} maxLength={255} readOnly={!mayWrite} onChange={(event) => setName(event.currentTarget.value)} onBlur={rename} onKeyDown={(event) => event.key === 'Enter' && rename()} />
      <TagsInput label={library.tags} description={mayWrite ? library.tagsHelp : undefined} readOnly={!mayWrite} data={known.map(({ tag }) => tag)} maxTags={20} maxLength={40} acceptValueOnBlur value={tags} onChange={tag} />
      {change.error && <ErrorAlert error={change.error} />}
      <dl className={classes.facts}>
        {facts.filter(([, value]) => value).map(([label, value]) => [<dt key={label}>{label}</dt>, <dd key={`${label}.`}>{value}</dd>])}
      </dl>
      <section aria-label={library.usedIn}>
        <Text size="sm" fw={550} mb={6}>{library.usedIn}</Text>
        {usage && usage.posts.length === 0 && usage.waitingMessages === 0 && <Text size="sm" c="dimmed">{library.unused}</Text>}
        <ul className={classes.uses}>
          {usage?.posts.map((post) => (
            <li key={post.postId}>
              <Text component={Link} to={`/calendar?post=${post.postId}`} size="sm" td="underline">{post.caption || publishing.noCaption}</Text>
              <Text size="xs" c="dimmed">{publishing.type[typeOf(post.type)]} · {publishing.status[statusNamed(post.status)]}</Text>
            </li>
          ))}
        </ul>
        {usage && usage.waitingMessages > 0 && <Text size="sm">{library.waiting(usage.waitingMessages)}</Text>}
      </section>
      {remove.error && !inUse && <ErrorAlert error={remove.error} />}
      {inUse && <Alert color="yellow" role="alert" title={library.inUseTitle}>{library.inUseText}<div><Button size="xs" mt="xs" variant="default" onClick={() => drop(true)}>{library.deleteAnyway}</Button></div></Alert>}
      <Group gap="xs">
        {mayCopy && !gone && file.kind === 'image' && <Button variant="light" leftSection={<IconCrop size={17} aria-hidden />} onClick={() => setShaping(true)}>{library.reshape}</Button>}
        {!gone && <Button component="a" href={file.url} download={file.fileName} variant="default" leftSection={<IconDownload size={17} aria-hidden />}>{library.download}</Button>}
        {mayWrite && <Button variant="default" leftSection={<IconTrash size={17} aria-hidden />} onClick={() => setAsking(true)}>{library.delete}</Button>}
      </Group>
      {shaping && <ReshapeDialog file={file} onClose={() => setShaping(false)} onMade={() => notifications.show({ message: library.reshaped, color: 'violet' })} />}
      <ConfirmDialog opened={asking} title={library.deleteTitle} text={library.deleteText} confirm={library.delete} cancel={publishing.keep} pending={remove.isPending} onClose={() => setAsking(false)} onConfirm={() => drop(false)} />
    </Stack>
  )
}
