import { Button, Checkbox, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type FormEvent } from 'react'
import { usePlace } from '@/api/place'
import { useUser } from '@/api/session'
import { ApiError, isConflict } from '@/api/problem'
import type { Account, Media, Post } from '@/api/types'
import { useMay } from '@/api/workspaces'
import { Attempt } from '@/lib/attempt'
import { dateAndTime } from '@/lib/format'
import { instantOf, localTime } from '@/lib/zones'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { keepBegun, type Begun, type Fields } from './begun'
import { captionCount, captionLimits } from './caption'
import { forMedia, noDetails } from './details'
import { DetailsFields } from './DetailsFields'
import { LiveCheck } from './LiveCheck'
import { MediaField } from './MediaField'
import { changeOf, inZoneOf, newPost, type Content } from './plan'
import classes from './PostForm.module.css'
import { Preview } from './Preview'
import { seriesQuery, useChangePost, useChangeSeries, useCreatePost } from './queries'
import { never, ruleOf, type Repeat } from './recurrence'
import { RepeatField } from './RepeatField'
import { postTypes, typeOf } from './status'
import { TemplateMenu } from './TemplateMenu'
import { TimeField } from './TimeField'
import { useAutosave } from './useAutosave'

/** `begun`: a new post that was being written. `onTouch` hears whether there is something that would be lost. */
type Props = {
  post: Post | undefined; begun: (Begun & { media: Media[]; cover: Media | null }) | null; accounts: Account[]; preferredAccount: string | null; onTouch: (touched: boolean) => void; onDone: () => void
}

export function PostForm({ post, begun, accounts, preferredAccount, onTouch, onDone }: Props) {
  const { texts, locale } = useTexts()
  const { publishing } = texts
  const { id: userId, timezone } = useUser()
  const place = usePlace()
  const first = accounts.find(({ id }) => id === preferredAccount) ?? accounts[0]
  const before = { date: '', time: '', ...(post?.scheduledAt ? splitTime(localTime(new Date(post.scheduledAt), timezone)) : {}) }
  const [form, setForm] = useState<Fields>(begun ? fieldsFor(begun.fields, accounts, first) : {
    accountId: post?.accountId ?? first?.id ?? '', type: typeOf(post?.type ?? 'feed'), caption: post?.caption ?? '', firstComment: post?.firstComment ?? '', ...before, isNextSlot: false,
  })
  const [media, setMedia] = useState<Media[]>(post?.media ?? begun?.media ?? [])
  const [details, setDetails] = useState(post?.details ?? begun?.details ?? noDetails)
  const [cover, setCover] = useState(post?.cover ?? begun?.cover ?? null)
  const [repeat, setRepeat] = useState<Repeat>(begun?.repeat ?? never)
  const [uploading, setUploading] = useState(false)
  const [checked, setChecked] = useState(false)
  const [attempt] = useState(() => new Attempt())
  // What the fields show was read at this version, whatever live events bring meanwhile.
  const version = useRef(post?.version ?? 0)
  const account = accounts.find(({ id }) => id === form.accountId)
  const mayPublish = useMay('content:publish', account?.workspaceId)
  const create = useCreatePost()
  const change = useChangePost()
  const quiet = useChangePost()
  const { data: series } = useQuery({ ...seriesQuery(post?.seriesId ?? ''), enabled: !!post?.seriesId })
  const changeSeries = useChangeSeries()
  const [forAll, setForAll] = useState(false)
  const failure = create.error ?? change.error ?? quiet.error ?? changeSeries.error
  const problem = failure instanceof ApiError ? failure : undefined

  const set = (members: Partial<Fields>) => setForm((now) => ({ ...now, ...members }))
  const { characters, hashtags, mentions } = captionCount(form.caption)
  const left = captionLimits.characters - characters
  const local = form.date && form.time ? `${form.date}T${form.time}` : null
  const timeChanged = form.date !== before.date || form.time !== before.time
  const past = local !== null && (timeChanged || post?.status === 'draft') && instantOf(local, timezone).getTime() <= Date.now()
  const wrong = {
    media: media.length === 0 ? publishing.mediaMissing : media.some(({ workspaceId }) => account && workspaceId !== account.workspaceId) && publishing.mediaElsewhere,
    caption: left < 0 ? publishing.captionOver(-left) : hashtags > captionLimits.hashtags ? publishing.tagsOver : mentions > captionLimits.mentions && publishing.mentionsOver,
    time: past ? publishing.inThePast : !local && publishing.timeMissing,
  }
  const content: Content = { caption: form.caption, mediaIds: media.map(({ id }) => id), firstComment: form.firstComment, details: forMedia(details, media) }
  const wish = { timing: local && !past ? inZoneOf(post?.timeZone ?? null, local, timezone) : null, isTimeChanged: timeChanged, isTimeCleared: timeChanged && !form.date }
  const written = JSON.stringify({ fields: form, mediaIds: content.mediaIds, details, repeat } satisfies Begun)
  const [atFirst] = useState(written)
  const isDraft = post?.status === 'draft'
  // What somebody else has written is overwritten by a person who was told of it, and not by itself.
  const isTold = isConflict(change.error) || isConflict(quiet.error)
  const { held, doubt } = useAutosave(written, isDraft && !uploading && !wrong.caption && !change.isPending && !isTold, async () => post && quiet.mutateAsync({ id: post.id, version, ...changeOf(post, content, { ...wish, schedule: false }) }))
  const isTouched = written !== held
  const tell = useEffectEvent(onTouch)
  useLayoutEffect(() => tell(isTouched), [isTouched])
  useEffect(() => {
    if (!post) keepBegun(userId, place, begun || written !== atFirst ? written : '')
  }, [post, begun, written, atFirst, userId, place])
  const recurrence = ruleOf(repeat)
  const whatBecameOf = ({ status, scheduledAt, createdAt }: Post) =>
    status === 'awaiting_approval' ? publishing.submitted
    : status === 'draft' ? !post && recurrence ? publishing.savedOnce : publishing.savedDraft
    : status === 'failed' || (post?.status === status && !timeChanged) ? publishing.saved
    : publishing.scheduled(dateAndTime(scheduledAt ?? createdAt, locale, timezone))
  const done = (saved: Post) => {
    notifications.show({ message: whatBecameOf(saved), color: 'violet' })
    onDone()
  }
  const save = (withTime: boolean) => {
    setChecked(withTime)
    if (uploading || wrong.caption || (withTime && (wrong.media || wrong.time))) return
    const follow = (saved: Post) => (forAll && series ? changeSeries.mutate({ id: series.id, version: series.version, ...content }, { onSuccess: () => done(saved) }) : done(saved))
    if (post) {
      if (isTold) version.current = post.version
      quiet.reset()
      doubt()
      change.mutate({ id: post.id, version, ...changeOf(post, content, { ...wish, schedule: withTime }) }, { onSuccess: follow })
    } else {
      const body = newPost({ accountId: form.accountId, type: form.type, ...content }, { ...wish, schedule: withTime, isNextSlot: form.isNextSlot, recurrence })
      create.mutate({ key: attempt.keyOf(body), body }, { onSuccess: done })
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // What is submitted in a dialog over this form comes by here too.
    if (event.target === event.currentTarget) save(true)
  }
  const pending = create.isPending || change.isPending || changeSeries.isPending
  return (
    <form onSubmit={submit} noValidate aria-label={post ? publishing.edit : publishing.newPost}>
      <div className={classes.columns}>
        <Stack>
          {failure && <ErrorAlert error={failure} />}
          <Group grow align="flex-start">
            <Select
              label={publishing.account} data={accounts.map(({ id, username }) => ({ value: id, label: `@${username}` }))} value={form.accountId} disabled={!!post} allowDeselect={false}
              onChange={(accountId) => set({ accountId: accountId ?? form.accountId, isNextSlot: false })} error={problem?.field('accountId')}
            />
            <Select
              label={publishing.kind} data={postTypes.map((value) => ({ value, label: publishing.type[value] }))} value={form.type} disabled={!!post} allowDeselect={false}
              onChange={(type) => set({ type: typeOf(type ?? form.type) })} error={problem?.field('type')}
            />
          </Group>
          <MediaField
            workspaceId={account?.workspaceId} media={media} type={form.type} details={details} error={((checked || media.length > 0) && wrong.media) || problem?.field('mediaIds', 'media', 'details.files')} onUploading={setUploading}
            onChange={setMedia} onDetails={setDetails}
          />
          <Textarea
            label={publishing.caption} autosize minRows={4} maxRows={10} value={form.caption} onChange={(event) => set({ caption: event.currentTarget.value })}
            description={publishing.captionHelp(Math.max(left, 0), hashtags, mentions)} inputWrapperOrder={['label', 'input', 'error', 'description']} error={wrong.caption || problem?.field('caption')}
          />
          {account && <TemplateMenu account={account} caption={form.caption} onUse={(caption) => set({ caption })} />}
          <Textarea
            label={publishing.firstComment} description={publishing.firstCommentHelp} inputWrapperOrder={['label', 'input', 'error', 'description']} autosize minRows={1} maxRows={4}
            value={form.firstComment} onChange={(event) => set({ firstComment: event.currentTarget.value })} error={problem?.field('firstComment')}
          />
          <DetailsFields
            workspaceId={account?.workspaceId} type={form.type} details={details} cover={cover} video={media.find(({ kind }) => kind === 'video')} errorOf={(...fields) => problem?.field(...fields)}
            onChange={setDetails} onCover={setCover}
          />
          <TimeField accountId={form.accountId} date={form.date} time={form.time} zone={timezone} error={(checked && wrong.time) || (past && publishing.inThePast) || problem?.field('localTime', 'scheduledAt', 'timeZone')} onChange={(when) => set({ isNextSlot: false, ...when })} />
          {!post && local && <RepeatField repeat={repeat} from={form.date} units={['never', 'daily', 'weekly', 'monthly']} error={problem?.field('recurrence')} onChange={setRepeat} />}
          {series?.status === 'active' && <Checkbox label={publishing.changeAll} description={publishing.changeAllHelp} checked={forAll} onChange={(event) => setForAll(event.currentTarget.checked)} />}
          <LiveCheck check={{ accountId: form.accountId, type: form.type, ...content, ...(local ? { localTime: local, timeZone: timezone } : {}), ...(post ? { postId: post.id } : {}) }} />
        </Stack>
        <Preview account={account} type={form.type} media={media[0]} caption={form.caption} />
      </div>
      <Group justify="flex-end" className={classes.end} mt="lg">
        {account && !mayPublish && <Text size="sm" c="dimmed">{publishing.draftOnly}</Text>}
        {quiet.isSuccess && !isTouched && <Text size="sm" c="dimmed">{publishing.autosaved}</Text>}
        {(!post || isDraft) && <Button variant="default" disabled={pending || uploading} onClick={() => save(false)}>{publishing.saveDraft}</Button>}
        <Button type="submit" loading={pending} disabled={uploading || !mayPublish && !(post && !isDraft)}>{post && !isDraft ? publishing.save : publishing.schedule}</Button>
      </Group>
    </form>
  )
}

/** As they were written, for another account where theirs is not there any more. */
const fieldsFor = (fields: Fields, accounts: Account[], first: Account | undefined): Fields =>
  first && !accounts.some(({ id }) => id === fields.accountId) ? { ...fields, accountId: first.id, isNextSlot: false } : fields

const splitTime = (local: string) => ({ date: local.slice(0, 10), time: local.slice(11, 16) })
