import { Alert, Button, Stack, Text } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTexts } from '@/texts/Texts'

/** Keeps a crash to the part of the page it happened in. `resetKey`: another value tries again. */
export class ErrorBoundary extends Component<{ children: ReactNode; resetKey: string }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override componentDidUpdate(before: { resetKey: string }) {
    if (this.state.crashed && before.resetKey !== this.props.resetKey) this.setState({ crashed: false })
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children
  }
}

export function Crashed() {
  const { texts } = useTexts()
  return (
    <Alert color="red" role="alert" m="lg" title={texts.common.crashedTitle}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.common.crashedText}</Text>
        <Button size="xs" variant="default" onClick={() => window.location.reload()}>{texts.common.reload}</Button>
      </Stack>
    </Alert>
  )
}
