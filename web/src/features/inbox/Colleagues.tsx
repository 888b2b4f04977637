import { IconEye, IconPencil } from '@tabler/icons-react'
import { useEffect } from 'react'
import { look, setTyping, useSigns } from '@/api/live/presence'
import { useUser } from '@/api/session'
import type { Conversation, Member } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import classes from './Inbox.module.css'
import { memberName } from './workspace'

const restsAfter = 4_000

/** Shows colleagues that this conversation is looked at, and tells of those who look at it or write in it. */
export function Colleagues({ conversation, members }: { conversation: Conversation; members: Member[] }) {
  const { texts, locale } = useTexts()
  const { crm } = texts
  const me = useUser().id
  const { id, accountId } = conversation
  useEffect(() => look({ accountId, conversationId: id }), [accountId, id])
  const here = useSigns().filter((sign) => sign.conversationId === id && sign.userId !== me)
  const names = (state: string) => here.filter((sign) => sign.state === state).map(({ userId }) => memberName(members, userId, texts))
  const [typing, looking] = [names('typing'), names('looking')]
  const list = (words: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
  return (
    <div role="status" className={classes.colleagues}>
      {typing.length > 0 && <span data-tone="orange"><IconPencil size={14} aria-hidden /> {typing.length > 1 ? crm.typingMany(list(typing)) : crm.typing(list(typing))}</span>}
      {looking.length > 0 && <span data-tone="blue"><IconEye size={14} aria-hidden /> {looking.length > 1 ? crm.lookingMany(list(looking)) : crm.looking(list(looking))}</span>}
    </div>
  )
}

let rest: ReturnType<typeof setTimeout> | undefined

/** Something was typed; after a few seconds without more, the hand rests. */
export function noteTyping() {
  clearTimeout(rest)
  setTyping(true)
  rest = setTimeout(() => setTyping(false), restsAfter)
}
