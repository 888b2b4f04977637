import { Anchor } from '@mantine/core'
import { IconBolt, IconHandClick, IconLink, IconPhotoHeart, IconShoppingBag, IconSpeakerphone } from '@tabler/icons-react'
import type { Attachment } from '@/api/types'
import type { Texts } from '@/texts/en'
import { useTexts } from '@/texts/Texts'
import classes from './Inbox.module.css'
import { originOf, type Origin } from './names'

const glyphs: Record<Origin, typeof IconLink> = {
  story_reply: IconPhotoHeart, story_link: IconLink, quick_reply: IconBolt, postback: IconHandClick, referral_ad: IconSpeakerphone, referral_product: IconShoppingBag, referral_link: IconLink,
}

/** What a message came out of: the story it answers, the button that was tapped, the ad that led here. */
export function Origins({ attachments }: { attachments: Attachment[] }) {
  const { texts } = useTexts()
  return attachments.map((attachment, at) => {
    const origin = originOf(attachment)
    if (!origin) return null
    const Glyph = glyphs[origin]
    const words = wordsOf(origin, attachment, texts.inbox)
    return (
      <div key={at} className={classes.origin}>
        <Glyph size={15} aria-hidden />
        {attachment.url
          ? <Anchor href={attachment.url} target="_blank" rel="noopener noreferrer" c="inherit" size="sm" underline="always" aria-label={texts.inbox.openAttachment(words)}>{words}</Anchor>
          : <span>{words}</span>}
      </div>
    )
  })
}

function wordsOf(origin: Origin, { title, reference }: Attachment, { origins }: Texts['inbox']): string {
  switch (origin) {
    case 'referral_ad': return origins.referral_ad(title ?? '')
    case 'referral_link': return origins.referral_link(reference ?? title ?? '')
    case 'referral_product': return origins.referral_product(reference ?? '')
    default: return origins[origin]
  }
}
