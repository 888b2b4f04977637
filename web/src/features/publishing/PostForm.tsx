import { Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRef, useState, type FormEvent } from 'react'
import { useUser } from '@/api/session'
import { ApiError } from '@/api/problem'
import type { Account, Media, Post } from '@/api/types'
import { hashtagCount } from '@/lib/bytes'
import { dateAndTime } from '@/lib/format'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { forMedia, noDetails } from './details'
import { DetailsFields } from './DetailsFields'
import { LiveCheck } from './LiveCheck'
import { MediaField } from './MediaField'
import classes from './PostForm.module.css'
import { Preview } from './Preview'
import { useChangePost, useCreatePost } from './queries'
import { RepeatField, type Repeat } from './RepeatField'
import { postTypes, typeOf } from './status'
import { TemplateMenu } from './TemplateMenu'
import { TimeField } from './TimeField'

const captionLimit = 2200

type Props = { post: Post | undefined; accounts: Account[]; preferredAccount: string | null; onTouch: () => void; onDone: () => void }

export function PostForm({ post, accounts, preferredAccount, onTouch, onDone }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { timezone } = useUser()
  const first = accounts.find(({ id }) => id === preferredAccount) ?? accounts[0]
  const before = { date: '', time: '', ...(post?.scheduledAt ? splitTime(localTime(new Date(post.scheduledAt), timezone)) : {}) }
  const [form, setForm] = useState({
    accountId: post?.accountId ?? first?.id ?? '', type: typeOf(post?.type ?? 'feed'), caption: post?.caption ?? '', firstComment: post?.firstComment ?? '', ...before,
  })
  const [media, setMedia] = useState<Media[]>(post?.media ?? [])
  const [details, setDetails] = useState(post?.details ?? noDetails)
  const [cover, setCover] = useState(post?.cover ?? null)
  const [repeat, setRepeat] = useState<Repeat>({ unit: 'never', until: '' })
  const [uploading, setUploading] = useState(false)
  const [checked, setChecked] = useState(false)
  const attempt = useRef({ body: '', key: '' })
  const account = accounts.find(({ id }) => id === form.accountId)
  const create = useCreatePost()
  const change = useChangePost()
  const failure = create.error ?? change.error
  const problem = failure instanceof ApiError ? failure : undefined

  const set = (members: Partial<typeof form>) => {
    setForm({ ...form, ...members })
    onTouch()
  }
  const left = captionLimit - form.caption.length
  const tags = hashtagCount(form.caption)
  const local = form.date && form.time ? `${form.date}T${form.time}` : null
  const timeChanged = form.date !== before.date || form.time !== before.time
  const past = local !== null && timeChanged && instantOf(local, timezone).getTime() <= Date.now()
  const wrong = {
    media: media.length === 0 && publishing.mediaMissing,
    caption: left < 0 ? publishing.captionOver(-left) : tags > 30 && publishing.tagsOver,
    time: past ? publishing.inThePast : !local && publishing.timeMissing,
  }
  const content = { caption: form.caption, mediaIds: media.map(({ id }) => id), firstComment: form.firstComment || null, details: forMedia(details, media) }
  const done = (saved: Post) => {
    const message = post && !timeChanged ? publishing.saved : saved.status === 'draft' ? publishing.savedDraft : publishing.scheduled(dateAndTime(saved.scheduledAt ?? saved.createdAt, locale, timezone))
    notifications.show({ message, color: 'violet' })
    onDone()
  }
  const save = (withTime: boolean) => {
    setChecked(withTime)
    if (uploading || wrong.caption || (withTime && (wrong.media || wrong.time))) return
    const timing = withTime && local ? { localTime: local, timeZone: timezone } : null
    if (post) change.mutate({ post, content, timing: timeChanged ? timing : null }, { onSuccess: done })
    else {
      const body = { accountId: form.accountId, type: form.type, ...content, ...timing, ...(timing && repeat.unit !== 'never' ? { recurrence: { unit: repeat.unit, every: 1, until: repeat.until || null } } : {}) }
      // The same post asked for again keeps its key; a changed one is another post.
      if (attempt.current.body !== JSON.stringify(body)) attempt.current = { body: JSON.stringify(body), key: crypto.randomUUID() }
      create.mutate({ key: attempt.current.key, ...body }, { onSuccess: done })
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(true)
  }
  const pending = create.isPending || change.isPending
  return (
    <form onSubmit={submit} noValidate aria-label={post ? publishing.edit : publishing.newPost}>
      <div className={classes.columns}>
        <Stack>
          {failure && <ErrorAlert error={failure} />}
          <Group grow align="flex-start">
            <Select
              label={publishing.account} data={accounts.map(({ id, username }) => ({ value: id, label: `@${username}` }))} value={form.accountId} disabled={!!post} allowDeselect={false}
              onChange={(accountId) => set({ accountId: accountId ?? form.accountId })} error={problem?.field('accountId')}
            />
            <Select
              label={publishing.kind} data={postTypes.map((value) => ({ value, label: publishing.type[value] }))} value={form.type} disabled={!!post} allowDeselect={false}
              onChange={(type) => set({ type: typeOf(type ?? form.type) })} error={problem?.field('type')}
            />
          </Group>
          <MediaField
            media={media} type={form.type} details={details} error={(checked && wrong.media) || problem?.field('mediaIds', 'media', 'details.files')} onUploading={setUploading}
            onChange={(next) => { setMedia(next); onTouch() }} onDetails={(next) => { setDetails(next); onTouch() }}
          />
          <Textarea
            label={publishing.caption} autosize minRows={4} maxRows={10} value={form.caption} onChange={(event) => set({ caption: event.currentTarget.value })}
            description={publishing.captionHelp(Math.max(left, 0), tags)} inputWrapperOrder={['label', 'input', 'error', 'description']} error={wrong.caption || problem?.field('caption')}
          />
          {account && <TemplateMenu account={account} caption={form.caption} onUse={(caption) => set({ caption })} />}
          <Textarea
            label={publishing.firstComment} description={publishing.firstCommentHelp} inputWrapperOrder={['label', 'input', 'error', 'description']} autosize minRows={1} maxRows={4}
            value={form.firstComment} onChange={(event) => set({ firstComment: event.currentTarget.value })} error={problem?.field('firstComment')}
          />
          <DetailsFields
            type={form.type} details={details} cover={cover} video={media.find(({ kind }) => kind === 'video')} errorOf={(...fields) => problem?.field(...fields)}
            onChange={(next) => { setDetails(next); onTouch() }} onCover={setCover}
          />
          <TimeField accountId={form.accountId} date={form.date} time={form.time} zone={timezone} error={(checked && wrong.time) || (past && publishing.inThePast) || problem?.field('localTime', 'scheduledAt', 'timeZone')} onChange={set} />
          {!post && local && <RepeatField repeat={repeat} from={form.date} onChange={(next) => { setRepeat(next); onTouch() }} />}
          <LiveCheck check={{ accountId: form.accountId, type: form.type, ...content, ...(local ? { localTime: local, timeZone: timezone } : {}), ...(post ? { postId: post.id } : {}) }} />
        </Stack>
        <Preview account={account} type={form.type} media={media[0]} caption={form.caption} />
      </div>
      <Group justify="flex-end" className={classes.end} mt="lg">
        {(!post || post.status === 'draft') && <Button variant="default" disabled={pending || uploading} onClick={() => save(false)}>{publishing.saveDraft}</Button>}
        <Button type="submit" loading={pending} disabled={uploading}>{post && post.status !== 'draft' ? publishing.save : publishing.schedule}</Button>
      </Group>
    </form>
  )
}

const splitTime = (local: string) => ({ date: local.slice(0, 10), time: local.slice(11, 16) })
