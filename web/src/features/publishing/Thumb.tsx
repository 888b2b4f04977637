import { IconPhoto } from '@tabler/icons-react'
import classes from './Calendar.module.css'

/** A file of a post, small. Decorative, for the caption stands beside it, unless somebody has said what it shows. */
export function Thumb({ picture, video, alt = '' }: { picture: string | null; video?: string; alt?: string }) {
  return (
    <span className={classes.thumb} aria-hidden={!alt} title={alt || undefined}>
      {picture ? <img src={picture} alt={alt} loading="lazy" /> : video ? <video src={video} muted preload="metadata" aria-label={alt || undefined} /> : <IconPhoto size={22} />}
    </span>
  )
}
