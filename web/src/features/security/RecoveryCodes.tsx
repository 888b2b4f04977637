import { Alert, Button, Code, CopyButton, Group, SimpleGrid, Stack } from '@mantine/core'
import { useTexts } from '@/texts/Texts'
import { useFocusAtStart } from '@/ui/useFocusAtStart'

/** Shown this once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { security } = useTexts().texts
  const first = useFocusAtStart<HTMLButtonElement>()
  return (
    <Stack>
      <Alert color="yellow" role="alert" title={security.codesTitle}>{security.codesText}</Alert>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {codes.map((code) => <li key={code}><Code fz="md">{code}</Code></li>)}
      </SimpleGrid>
      <Group>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => <Button ref={first} variant="default" onClick={copy}>{copied ? security.copied : security.copy}</Button>}
        </CopyButton>
        <Button onClick={onKept}>{security.codesKept}</Button>
      </Group>
    </Stack>
  )
}
