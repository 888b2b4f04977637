import { Avatar } from '@mantine/core'
import { initials } from '@/lib/format'

/** A person's or shop's picture, or their initials in a colour of their own. Decorative: the name stands beside it. */
export function Picture({ url, name, size = 40 }: { url: string | null; name: string; size?: number }) {
  // Some of Mantine's colours are too pale for words on their own ground.
  const placeholder = { fontSize: size * 0.36, color: 'var(--mantine-color-text)' }
  return (
    <Avatar src={url} alt="" name={name} color="initials" size={size} radius={size} aria-hidden styles={{ placeholder }}>
      {initials(name)}
    </Avatar>
  )
}
