import { IconPhoto } from '@tabler/icons-react'
import type { Media } from '@/api/types'
import classes from './Calendar.module.css'

/** The first file of a post, small. Decorative: the caption stands beside it. */
export function Thumb({ media }: { media: Media | undefined }) {
  const picture = media?.thumbnailUrl ?? (media?.kind === 'image' ? media.url : null)
  return (
    <span className={classes.thumb} aria-hidden>
      {picture ? <img src={picture} alt="" loading="lazy" /> : media ? <video src={media.url} muted preload="metadata" /> : <IconPhoto size={22} />}
    </span>
  )
}
