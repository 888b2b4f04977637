import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconX } from '@tabler/icons-react'
import type { Finding } from '@/api/types'
import { useTexts } from '@/texts/Texts'

const looks: Record<string, { color: string; icon: typeof IconX }> = {
  error: { color: 'red', icon: IconX }, warning: { color: 'yellow', icon: IconAlertTriangle }, info: { color: 'blue', icon: IconInfoCircle },
}

/** What is known about a post before its time: what would stop it, what would go otherwise than meant, what is good to know. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { texts } = useTexts()
  const wordsOf = ({ rule, facts, detail }: Finding) => {
    const words = texts.findings[rule]
    return typeof words === 'function' ? words(facts ?? {}) : (words ?? detail)
  }
  return (['error', 'warning', 'info'] as const).map((severity) => {
    const found = findings.filter((finding) => finding.severity === severity)
    const look = looks[severity]
    if (found.length === 0 || !look) return null
    const Glyph = look.icon
    return (
      <Alert key={severity} color={look.color} icon={<Glyph size={18} aria-hidden />} p="xs" title={texts.publishing.severity[severity]}>
        {found.map((finding, at) => <Text key={`${finding.rule}${at}`} size="sm">{wordsOf(finding)}</Text>)}
      </Alert>
    )
  })
}
