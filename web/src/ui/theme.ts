import { Alert, createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

// hsl(266 100% 63%) is shade 5; white on it has a contrast of 4.7.
const violet: MantineColorsTuple = ['#f5efff', '#e9dcff', '#d6bcff', '#c098ff', '#ab70ff', '#9442ff', '#8231ea', '#6f24cf', '#5a1cab', '#481787']
const dark: MantineColorsTuple = ['#eceaf3', '#c5c1d3', '#a5a0b8', '#757088', '#3d394f', '#2f2c3f', '#242131', '#1a1825', '#13111b', '#0d0c13']

export const theme = createTheme({
  colors: { violet, dark },
  primaryColor: 'violet',
  primaryShade: 5,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: '"Inter Variable", ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif',
  headings: { fontWeight: '650' },
  // Its own green is too pale on its own ground.
  components: { Alert: Alert.extend({ styles: { label: { color: 'var(--mantine-color-text)' } } }) },
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
})

// Mantine's grey for secondary words and its red for errors are too pale on white for WCAG AA.
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5d6072',
    '--mantine-color-placeholder': '#6c6f80',
    '--mantine-color-error': '#c4232b',
    '--mantine-color-text': '#1b1a25',
    '--surface': '#ffffff',
    '--canvas': '#f7f6fb',
    '--line': '#e6e4ee',
    '--hover': '#f3f0fa',
    '--chosen': '#efe6ff',
    '--bubble': '#f0eef6',
    '--note': '#fff6d6',
    '--note-line': '#e6cf82',
  },
  dark: {
    '--mantine-color-dimmed': '#a5a0b8',
    '--mantine-color-error': '#ff8a8f',
    '--surface': '#1a1825',
    '--canvas': '#13111b',
    '--line': '#2f2c3f',
    '--hover': '#232031',
    '--chosen': '#32254d',
    '--bubble': '#2b2839',
    '--note': '#3a3115',
    '--note-line': '#6b5a22',
  },
})
