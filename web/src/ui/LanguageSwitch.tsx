import { SegmentedControl, VisuallyHidden } from '@mantine/core'
import { languageOf, languages, useTexts, type Language } from '@/texts/Texts'

export function LanguageSwitch({ onChange }: { onChange?: (language: Language) => void }) {
  const { texts, language, speak } = useTexts()
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label={texts.common.language}
      value={language}
      onChange={(value) => {
        speak(languageOf(value))
        onChange?.(languageOf(value))
      }}
      data={Object.entries(languages).map(([value, name]) => ({
        value,
        label: <span lang={value}><span aria-hidden>{value.toUpperCase()}</span><VisuallyHidden>{name}</VisuallyHidden></span>,
      }))}
    />
  )
}
