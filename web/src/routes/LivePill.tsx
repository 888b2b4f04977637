import { Tooltip } from '@mantine/core'
import { useLiveState } from '@/api/live/state'
import { useTexts } from '@/texts/Texts'
import { StatusBadge, type Tone } from '@/ui/StatusBadge'

const tones: Record<ReturnType<typeof useLiveState>, Tone> = { live: 'green', reconnecting: 'orange', offline: 'red' }

export function LivePill() {
  const { common } = useTexts().texts
  const state = useLiveState()
  return (
    <Tooltip label={common.liveHelp[state]} multiline maw={260} withArrow>
      <div role="status" style={{ width: 'fit-content' }}><StatusBadge tone={tones[state]} busy={state === 'reconnecting'}>{common.live[state]}</StatusBadge></div>
    </Tooltip>
  )
}
