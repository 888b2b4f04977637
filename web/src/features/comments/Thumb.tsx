import { IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './Comments.module.css'

/** A post's picture, small. Decorative: the caption stands beside it. Its address may have expired. */
export function Thumb({ url, size }: { url: string | null; size: number }) {
  const [broken, setBroken] = useState<string | null>(null)
  return (
    <span className={classes.thumb} style={{ width: size, height: size }} aria-hidden>
      {url && url !== broken ? <img src={url} alt="" loading="lazy" onError={() => setBroken(url)} /> : <IconPhoto size={size / 2} />}
    </span>
  )
}
