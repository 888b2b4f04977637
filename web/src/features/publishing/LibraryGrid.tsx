import { Button, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { IconMusic, IconPhoto, IconPhotoSearch, IconVideo } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Media } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import classes from './Library.module.css'
import { libraryQuery, type MediaFilter } from './mediaQueries'

const icons = { image: IconPhoto, video: IconVideo, audio: IconMusic }

type Props = {
  filter: MediaFilter
  /** Files are to be used: those that cannot be any more are told apart. */
  picking?: boolean
  chosen?: readonly string[]
  onPick: (media: Media) => void
}

/** The files of the library, newest first. */
export function LibraryGrid({ filter, picking = false, chosen, onPick }: Props) {
  const { library, common } = useTexts().texts
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(libraryQuery(filter))
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <ul className={classes.grid} aria-hidden>{Array.from({ length: 12 }, (_, at) => <li key={at}><Skeleton className={classes.cell} /></li>)}</ul>
  const files = data.pages.flatMap((page) => page.items)
  if (files.length === 0) {
    const narrowed = filter.q !== '' || filter.kind !== null || filter.tag !== null
    return <EmptyState icon={IconPhotoSearch} title={narrowed ? library.nothingFound : library.emptyTitle} text={narrowed ? library.nothingFoundText : library.emptyText} />
  }
  return (
    <>
      <ul className={classes.grid}>
        {files.map((file) => {
          const Glyph = icons[file.kind as keyof typeof icons] ?? IconPhoto
          const picture = file.thumbnailUrl ?? (file.kind === 'image' ? file.url : null)
          const kind = library.kinds[file.kind as keyof typeof library.kinds] ?? file.kind
          const gone = file.originalRemovedAt !== null
          const at = chosen?.indexOf(file.id) ?? -1
          return (
            <li key={file.id}>
              <UnstyledButton
                className={classes.cell} onClick={() => onPick(file)} aria-pressed={chosen ? at >= 0 : undefined} aria-disabled={(picking && gone) || undefined}
                aria-label={library.file(file.fileName, gone ? `${kind}, ${library.goneMark}` : kind)}
              >
                {picture ? <img src={picture} alt="" loading="lazy" /> : <Glyph size={34} stroke={1.4} aria-hidden />}
                {gone && <span className={classes.gone} aria-hidden>{library.goneMark}</span>}
                {file.kind !== 'image' && <span className={classes.kind} aria-hidden><Glyph size={15} />{file.durationSeconds ? seconds(file.durationSeconds) : ''}</span>}
                {at >= 0 && <span className={classes.number} aria-hidden>{at + 1}</span>}
              </UnstyledButton>
              <Text size="xs" truncate mt={4} title={file.fileName} aria-hidden>{file.fileName}</Text>
            </li>
          )
        })}
      </ul>
      {hasNextPage && <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{common.loadMore}</Button>}
    </>
  )
}

const seconds = (length: number) => `${Math.floor(length / 60)}:${String(Math.floor(length % 60)).padStart(2, '0')}`
