import { ActionIcon, Button, Group, Modal, Stack, Text, TextInput, Textarea } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { Media, UserTag } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { useIsTop } from '@/ui/layers'
import { moved, type FileDetails } from './details'
import classes from './FileDialog.module.css'

const mostTags = 20
const step = 0.02
const arrows: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }

type Props = { media: Media; details: FileDetails; canDescribe: boolean; onSave: (details: FileDetails) => void; onClose: () => void }

/** What a picture shows, and who is on it. People are put where the picture is clicked, and moved by the arrow keys. */
export function FileDialog({ media, details, canDescribe, onSave, onClose }: Props) {
  const { publishing, common } = useTexts().texts
  const [altText, setAltText] = useState(details.altText)
  const [tags, setTags] = useState<UserTag[]>(details.userTags)
  const isPicture = media.kind === 'image'
  const add = (x: number, y: number) => tags.length < mostTags && setTags([...tags, isPicture ? { username: '', x, y } : { username: '' }])
  const change = (at: number, tag: UserTag) => setTags(tags.map((one, i) => (i === at ? tag : one)))
  const put = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    add((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  }
  const move = (at: number) => (event: KeyboardEvent) => {
    const way = arrows[event.key]
    const tag = tags[at]
    if (!way || !tag) return
    event.preventDefault()
    change(at, moved(tag, ...way))
  }
  const save = () => {
    onSave({ altText: altText.trim(), userTags: tags.map((tag) => ({ ...tag, username: tag.username.trim().replace(/^@/, '') })).filter(({ username }) => username) })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} closeOnEscape={useIsTop(true)} size="lg" title={<Text fw={650} size="lg">{publishing.aboutFile(media.fileName)}</Text>} closeButtonProps={{ 'aria-label': common.close }}>
      <Stack>
        {isPicture && (
          <div className={classes.stage}>
            {/* The same is done by keyboard with the button below. */}
            {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
            <img src={media.url} alt={altText || media.fileName} onClick={put} />
            {tags.map((tag, at) => (
              <button
                key={at} type="button" className={classes.tag} style={{ left: `${(tag.x ?? 0.5) * 100}%`, top: `${(tag.y ?? 0.5) * 100}%` }}
                aria-label={publishing.movePerson(tag.username || String(at + 1))} onKeyDown={move(at)}
              >{tag.username || at + 1}</button>
            ))}
          </div>
        )}
        {canDescribe && <Textarea label={publishing.altText} description={publishing.altTextHelp} autosize minRows={2} maxRows={6} maxLength={1000} value={altText} onChange={(event) => setAltText(event.currentTarget.value)} data-autofocus />}
        <fieldset className={classes.people}>
          <legend>{publishing.people}</legend>
          {isPicture && <Text size="xs" c="dimmed">{publishing.peopleHelp}</Text>}
          {tags.map((tag, at) => (
            <Group key={at} gap="xs" wrap="nowrap">
              <TextInput flex={1} aria-label={publishing.person(at + 1)} leftSection="@" value={tag.username} maxLength={60} onChange={(event) => change(at, { ...tag, username: event.currentTarget.value })} />
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={publishing.removePerson(tag.username || String(at + 1))} onClick={() => setTags(tags.filter((_, i) => i !== at))}><IconTrash size={18} /></ActionIcon>
            </Group>
          ))}
          <Button variant="light" size="compact-sm" leftSection={<IconPlus size={16} aria-hidden />} disabled={tags.length >= mostTags} onClick={() => add(0.5, 0.5)} style={{ justifySelf: 'start' }}>{publishing.addPerson}</Button>
        </fieldset>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{common.cancel}</Button>
          <Button onClick={save}>{publishing.take}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
