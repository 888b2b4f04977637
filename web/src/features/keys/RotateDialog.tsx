import { Select } from '@mantine/core'
import { useState } from 'react'
import type { ApiKey } from '@/api/types'
import { useTexts } from '@/texts/Texts'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useRotateKey } from './queries'

/** In hours: how long the text before goes on counting, so that a program can be given the new one without a gap. */
const graces = [0, 1, 4, 12, 24] as const

export function RotateDialog({ apiKey, onMade, onClose }: { apiKey: ApiKey; onMade: (text: string) => void; onClose: () => void }) {
  const { keys, common } = useTexts().texts
  const rotate = useRotateKey(apiKey.workspaceId)
  const [hours, setHours] = useState<number>(1)
  const confirm = () => rotate.mutate({ keyId: apiKey.id, graceHours: hours }, {
    onSuccess: ({ text }) => {
      onClose()
      onMade(text)
    },
  })
  return (
    <ConfirmDialog opened title={keys.rotateTitle(apiKey.name)} text={keys.rotateText} confirm={keys.rotate} cancel={common.cancel} pending={rotate.isPending} onClose={onClose} onConfirm={confirm}>
      {rotate.error && <ErrorAlert error={rotate.error} />}
      <Select
        mt="md" label={keys.grace} allowDeselect={false} value={String(hours)} onChange={(value) => setHours(Number(value))}
        data={graces.map((grace) => ({ value: String(grace), label: grace === 0 ? keys.graceNone : keys.graceHours(grace) }))}
      />
    </ConfirmDialog>
  )
}
