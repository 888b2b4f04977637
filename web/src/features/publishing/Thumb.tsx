import { IconPhoto } from '@tabler/icons-react'
import classes from './Calendar.module.css'

/** The first file of a post, small. Decorative: the caption stands beside it. */
export function Thumb({ picture, video }: { picture: string | null; video?: string }) {
  return (
    <span className={classes.thumb} aria-hidden>
      {picture ? <img src={picture} alt="" loading="lazy" /> : video ? <video src={video} muted preload="metadata" /> : <IconPhoto size={22} />}
    </span>
  )
}
