import { Alert } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { Account } from '@/api/types'
import { useSearch } from '@/lib/useSearch'
import type { Texts } from '@/texts/en'
import { useTexts } from '@/texts/Texts'

type Failure = keyof Texts['accounts']['failures']

/** How connecting ended: Instagram's page sends back to `?connected=` or `?error=`. */
export function ResultBanner({ accounts }: { accounts: Account[] }) {
  const { texts } = useTexts()
  const [params, change] = useSearch()
  const close = { withCloseButton: true, closeButtonLabel: texts.common.close, onClose: () => change({ connected: undefined, error: undefined }), mb: 'lg' }

  const connected = accounts.find((account) => account.id === params.get('connected'))
  if (connected) {
    return (
      <Alert {...close} color="green" role="status" title={texts.accounts.connectedTitle} icon={<IconCircleCheck />}>
        {texts.accounts.connectedText(connected.username)}
      </Alert>
    )
  }
  const error = params.get('error')
  if (!error) return null
  const { failures } = texts.accounts
  return (
    <Alert {...close} color="red" role="alert" title={texts.accounts.failedTitle} icon={<IconAlertTriangle />}>
      {failures[error in failures ? (error as Failure) : 'connection_failed']}
    </Alert>
  )
}
