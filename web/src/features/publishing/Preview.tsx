import { Text } from '@mantine/core'
import { IconBookmark, IconDots, IconHeart, IconMessageCircle, IconPhoto, IconSend } from '@tabler/icons-react'
import type { Account, Media } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'
import classes from './PostForm.module.css'
import type { PostType } from './status'

/** Roughly what followers will see. */
export function Preview({ account, type, media, caption }: { account: Account | undefined; type: PostType; media: Media | undefined; caption: string }) {
  const { publishing } = useTexts().texts
  const name = account?.username ?? ''
  return (
    <aside className={classes.preview} aria-label={publishing.previewLabel}>
      <Text size="sm" fw={550} mb={6}>{publishing.preview}</Text>
      <div className={classes.phone}>
        <header><Picture url={account?.profilePictureUrl ?? null} name={name} size={32} /><span style={{ flex: 1 }}>{name}</span><IconDots size={18} aria-hidden /></header>
        <div className={classes.frame} data-tall={type === 'reel' || type === 'story' || undefined}>
          {!media ? <IconPhoto size={44} stroke={1.2} aria-hidden /> : media.kind === 'video' && !media.originalRemovedAt ? <video src={media.url} muted preload="metadata" /> : <img src={media.url} alt={media.fileName} />}
        </div>
        {type !== 'story' && (
          <>
            <div className={classes.icons} aria-hidden><IconHeart size={23} /><IconMessageCircle size={23} /><IconSend size={23} /><IconBookmark size={23} /></div>
            <div className={classes.caption}>
              {caption ? <><b>{name}</b> {caption.split(/([#@][\p{L}\p{N}_.]+)/u).map((part, at) => (at % 2 ? <span key={at} className={classes.tag}>{part}</span> : part))}</> : publishing.likes}
            </div>
          </>
        )}
      </div>
    </aside>
  )
}
