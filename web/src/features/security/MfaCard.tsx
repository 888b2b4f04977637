import { Button, Group, PasswordInput, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { StatusBadge } from '@/ui/StatusBadge'
import { useFocusAtStart } from '@/ui/useFocusAtStart'
import { Card } from '@/ui/Card'
import { MfaSetup } from './MfaSetup'
import { mfaQuery, useDisableMfa, useProposeMfa, useRenewCodes } from './queries'
import { RecoveryCodes } from './RecoveryCodes'

type Wish = 'set-up' | 'renew' | 'switch-off'
type Step = { at: 'rest'; isBack: boolean } | { at: 'password'; wish: Wish } | { at: 'scan'; secret: string; uri: string } | { at: 'codes'; codes: readonly string[] }

export function MfaCard() {
  const { security } = useTexts().texts
  const { data, error, refetch } = useQuery(mfaQuery)
  const [step, setStep] = useState<Step>({ at: 'rest', isBack: false })
  const rest = () => setStep({ at: 'rest', isBack: true })
  if (!data) return error ? <ErrorAlert error={error} retry={() => void refetch()} /> : <Skeleton height={160} radius={14} />
  return (
    <Card title={security.mfaTitle} badge={<StatusBadge tone={data.enabled ? 'green' : 'grey'}>{data.enabled ? security.mfaOn : security.mfaOff}</StatusBadge>}>
      <Text c="dimmed" size="sm">{security.mfaText}</Text>
      {data.enabled && step.at === 'rest' && <Text size="sm">{security.codesLeft(data.recoveryCodesLeft)}</Text>}
      {step.at === 'rest' && <Wishes enabled={data.enabled} isBack={step.isBack} onWish={(wish) => setStep({ at: 'password', wish })} />}
      {step.at === 'password' && (
        <PasswordStep
          wish={step.wish} onCancel={rest} onDone={rest}
          onSecret={({ secret, uri }) => setStep({ at: 'scan', secret, uri })} onCodes={(codes) => setStep({ at: 'codes', codes })}
        />
      )}
      {step.at === 'scan' && <MfaSetup secret={step.secret} uri={step.uri} onCancel={rest} onCodes={(codes) => setStep({ at: 'codes', codes })} />}
      {step.at === 'codes' && <RecoveryCodes codes={step.codes} onKept={rest} />}
    </Card>
  )
}

function Wishes({ enabled, isBack, onWish }: { enabled: boolean; isBack: boolean; onWish: (wish: Wish) => void }) {
  const { security } = useTexts().texts
  const first = useFocusAtStart<HTMLButtonElement>(isBack)
  if (!enabled) return <Group><Button ref={first} onClick={() => onWish('set-up')}>{security.setUp}</Button></Group>
  return (
    <Group>
      <Button ref={first} variant="default" onClick={() => onWish('renew')}>{security.renewCodes}</Button>
      <Button variant="default" onClick={() => onWish('switch-off')}>{security.switchOff}</Button>
    </Group>
  )
}

type PasswordStepProps = {
  wish: Wish
  onCancel: () => void
  onDone: () => void
  onSecret: (proposal: { secret: string; uri: string }) => void
  onCodes: (codes: readonly string[]) => void
}

function PasswordStep({ wish, onCancel, onDone, onSecret, onCodes }: PasswordStepProps) {
  const { security, identity, common } = useTexts().texts
  const field = useFocusAtStart()
  const [password, setPassword] = useState('')
  const [propose, renew, disable] = [useProposeMfa(), useRenewCodes(), useDisableMfa()]
  const pending = propose.isPending || renew.isPending || disable.isPending
  const error = propose.error ?? renew.error ?? disable.error

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (pending || !password) return
    if (wish === 'set-up') propose.mutate(password, { onSuccess: onSecret })
    if (wish === 'renew') renew.mutate(password, { onSuccess: ({ codes }) => onCodes(codes) })
    if (wish === 'switch-off') disable.mutate(password, { onSuccess: onDone })
  }
  return (
    <form onSubmit={submit} aria-label={security.mfaTitle}>
      <Stack maw={400}>
        {error && <ErrorAlert error={error} />}
        <PasswordInput
          label={security.confirmPassword} autoComplete="current-password" ref={field} required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': identity.showPassword }}
        />
        <Group>
          <Button type="submit" color={wish === 'switch-off' ? 'red.8' : undefined} loading={pending}>{wish === 'switch-off' ? security.switchOff : security.proceed}</Button>
          <Button variant="default" onClick={onCancel}>{common.cancel}</Button>
        </Group>
      </Stack>
    </form>
  )
}
