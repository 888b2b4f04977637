import '@fontsource-variable/inter'
import { MantineProvider } from '@mantine/core'
import '@mantine/core/styles.css'
import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import { ApiError } from '@/api/problem'
import { start } from '@/api/session'
import { router } from '@/routes/routes'
import { TextsProvider } from '@/texts/Texts'
import '@/ui/app.css'
import { cssVariables, theme } from '@/ui/theme'
import '@/ui/tones.css'

// Only reading is retried by itself, and reading twice changes nothing.
const passing = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 500)

const client = new QueryClient({
  defaultOptions: {
    // Events keep the cache true while the page is live; focus and reconnect ask again.
    queries: { staleTime: 30_000, retry: (count, error) => passing(error) && count < 2 },
  },
})

void start()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="top-right" />
      <QueryClientProvider client={client}>
        <TextsProvider><RouterProvider router={router} /></TextsProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
