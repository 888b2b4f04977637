import { SegmentedControl, useMantineColorScheme, VisuallyHidden, type MantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useTexts } from '@/texts/Texts'

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { common } = useTexts().texts
  const choice = (value: MantineColorScheme, label: string, Glyph: typeof IconSun) => ({
    value,
    label: <><Glyph size={16} aria-hidden style={{ display: 'block', margin: '2px auto' }} /><VisuallyHidden>{label}</VisuallyHidden></>,
  })
  return (
    <SegmentedControl
      size="xs"
      fullWidth
      aria-label={common.theme}
      value={colorScheme}
      // The three values below are all there are.
      onChange={(value) => setColorScheme(value as MantineColorScheme)}
      data={[choice('light', common.themeLight, IconSun), choice('dark', common.themeDark, IconMoon), choice('auto', common.themeSystem, IconDeviceDesktop)]}
    />
  )
}
