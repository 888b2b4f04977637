import { Box } from '@mantine/core'
import { IconMessageCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { usePlace } from '@/api/place'
import type { Account } from '@/api/types'
import { useSearch } from '@/lib/useSearch'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorBoundary } from '@/ui/ErrorBoundary'
import { ShortcutsDialog } from '@/ui/ShortcutsDialog'
import { useShortcuts } from '@/ui/useShortcuts'
import classes from './Comments.module.css'
import { readFilter } from './filter'
import { PostList } from './PostList'
import { PostPane } from './PostPane'
import { postsQuery } from './queries'

const keys = ['j', 'k', '/', '?', 'Escape'] as const

/** Posts with comments on the left, one of them with its threads on the right. */
export function Comments({ postId, accounts }: { postId: string | undefined; accounts: Account[] }) {
  const { comments } = useTexts().texts
  const navigate = useNavigate()
  const client = useQueryClient()
  const [params] = useSearch()
  const place = usePlace()
  const searchField = useRef<HTMLInputElement>(null)
  const [help, setHelp] = useState(false)
  const search = params.toString()

  const step = (by: 1 | -1) => {
    const listed = client.getQueryData(postsQuery(readFilter(params, place)).queryKey)?.pages.flatMap((page) => page.items) ?? []
    const at = listed.findIndex(({ id }) => id === postId)
    const next = listed[at < 0 ? 0 : at + by]
    if (next) void navigate({ pathname: `/comments/${next.id}`, search })
  }
  useShortcuts(keys, (key) => {
    switch (key) {
      case 'j': return step(1)
      case 'k': return step(-1)
      case '/': return searchField.current?.focus()
      case '?': return setHelp(true)
      case 'Escape': return void navigate({ pathname: '/comments', search })
    }
  })
  return (
    <div className={classes.comments} data-open={postId ? true : undefined}>
      <h1 className="sr-only">{comments.title}</h1>
      <PostList accounts={accounts} searchField={searchField} />
      {postId
        ? <ErrorBoundary resetKey={postId}><PostPane key={postId} postId={postId} accounts={accounts} search={search} /></ErrorBoundary>
        : <Box className={classes.main} visibleFrom="sm"><EmptyState icon={IconMessageCircle} title={comments.pickTitle} text={comments.pickText} /></Box>}
      <ShortcutsDialog list={comments.shortcutList} opened={help} onClose={() => setHelp(false)} />
    </div>
  )
}
