import { PasswordInput, Stack } from '@mantine/core'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from './ErrorAlert'

type Props = { email: string; value: string; error: Error | null; onChange: (password: string) => void; onEnter: () => void }

/** The password once more, in a dialog: for what a browser that was left open must not do. */
export function PasswordField({ email, value, error, onChange, onEnter }: Props) {
  const { security, identity } = useTexts().texts
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (value) onEnter()
      }}
    >
      <Stack gap="sm" mt="md">
        {error && <ErrorAlert error={error} />}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput
          label={security.confirmPassword} autoComplete="current-password" value={value} onChange={(event) => onChange(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': identity.showPassword }}
        />
        {/* With two fields, Enter sends a form only by its button. */}
        <button type="submit" hidden tabIndex={-1} />
      </Stack>
    </form>
  )
}
