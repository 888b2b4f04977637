import { ActionIcon, Button, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { QuickReply } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import classes from './Composer.module.css'

/** Meta takes 13, of 20 characters. */
const most = 13
const longest = 20

/** Buttons under the message that is being written. */
export function QuickRepliesField({ replies, onChange }: { replies: QuickReply[]; onChange: (replies: QuickReply[]) => void }) {
  const { sending } = useTexts().texts
  return (
    <fieldset className={classes.buttons} aria-label={sending.quickReplies}>
      <Text size="xs" c="dimmed">{sending.quickRepliesHelp}</Text>
      <div className={classes.grid}>
        {replies.map((reply, at) => (
          <TextInput
            key={at} size="sm" radius="xl" aria-label={sending.quickReplyNumber(at + 1)} value={reply.title} maxLength={longest}
            onChange={(event) => onChange(replies.map((one, i) => (i === at ? { title: event.currentTarget.value, payload: null } : one)))}
            onKeyDown={(event) => { if (event.key === 'Enter') event.preventDefault() }}
            rightSection={<ActionIcon size="sm" variant="subtle" color="gray" aria-label={sending.removeQuickReply(reply.title)} onClick={() => onChange(replies.filter((_, i) => i !== at))}><IconX size={14} /></ActionIcon>}
          />
        ))}
        {replies.length < most && <Button size="sm" variant="light" radius="xl" leftSection={<IconPlus size={15} />} onClick={() => onChange([...replies, { title: '', payload: null }])}>{sending.addQuickReply}</Button>}
      </div>
    </fieldset>
  )
}
