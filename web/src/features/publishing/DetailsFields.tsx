import { Collapse, NumberInput, Stack, Switch, TagsInput, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { Media, PostDetails } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { CoverField } from './CoverField'
import classes from './PostForm.module.css'
import type { PostType } from './status'

type Props = {
  workspaceId: string | undefined; type: PostType; details: PostDetails; video: Media | undefined; cover: Media | null
  errorOf: (...fields: string[]) => string | undefined; onChange: (details: PostDetails) => void; onCover: (cover: Media | null) => void
}

/** What Instagram lets a post have beside its files and words. Closed until it is wanted. */
export function DetailsFields({ workspaceId, type, details, video, cover, errorOf, onChange, onCover }: Props) {
  const { publishing } = useTexts().texts
  const id = useId()
  const wrong = errorOf('details', 'details.collaborators', 'details.locationId', 'details.coverMediaId', 'details.thumbOffsetMs')
  const [open, setOpen] = useState(!!(details.collaborators?.length || details.locationId || details.coverMediaId))
  if (type === 'story') return null
  const isReel = type === 'reel'
  const set = (members: Partial<PostDetails>) => onChange({ ...details, ...members })
  const length = video?.durationSeconds ?? null
  return (
    <section aria-label={publishing.moreOptions}>
      <UnstyledButton className={classes.moreButton} aria-expanded={open || !!wrong} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevronRight size={17} aria-hidden /> {publishing.moreOptions}
      </UnstyledButton>
      <Collapse id={id} expanded={open || !!wrong}>
        <Stack pt="sm">
          <TagsInput
            label={publishing.collaborators} description={publishing.collaboratorsHelp} maxTags={3} splitChars={[',', ' ']} acceptValueOnBlur leftSection="@" error={errorOf('details.collaborators')}
            value={details.collaborators ?? []} onChange={(names) => set({ collaborators: names.map((name) => name.replace(/^@/, '')) })}
          />
          <TextInput label={publishing.location} description={publishing.locationHelp} inputMode="numeric" maxLength={32} value={details.locationId ?? ''} error={errorOf('details.locationId')} onChange={(event) => set({ locationId: event.currentTarget.value.trim() || null })} />
          {isReel && (
            <>
              <CoverField workspaceId={workspaceId} cover={cover} error={errorOf('details.coverMediaId')} onChange={(next) => { onCover(next); set({ coverMediaId: next?.id ?? null }) }} />
              {!cover && (
                <NumberInput
                  label={publishing.coverMoment} description={publishing.coverMomentHelp} suffix=" s" decimalScale={1} step={0.5} min={0} max={length ?? undefined} error={errorOf('details.thumbOffsetMs')}
                  value={details.thumbOffsetMs == null ? '' : details.thumbOffsetMs / 1_000} onChange={(value) => set({ thumbOffsetMs: typeof value === 'number' ? Math.round(value * 1_000) : null })}
                />
              )}
              <Switch label={publishing.shareToFeed} checked={details.shareToFeed ?? true} onChange={(event) => set({ shareToFeed: event.currentTarget.checked })} />
            </>
          )}
        </Stack>
      </Collapse>
    </section>
  )
}
