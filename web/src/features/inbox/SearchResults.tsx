import { Button, Group, Skeleton, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearchOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { usePlace } from '@/api/place'
import { useUser } from '@/api/session'
import type { Account, PersonHit, SearchHit } from '@/api/types'
import { useNow } from '@/lib/clock'
import { relativeTime } from '@/lib/format'
import { useTexts } from '@/texts/Texts'
import { announce } from '@/ui/announce'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { Picture } from '@/ui/Picture'
import classes from './Inbox.module.css'
import { Marked } from './Marked'
import { kindText, nameOf } from './names'
import { hrefOfHit, readSearch, searchQuery, withoutMessage } from './search'
import styles from './Search.module.css'
import { snippet, toPieces } from './snippet'

type Props = { params: URLSearchParams; accounts: Account[]; onClear: () => void }

/** Who and what was found. A message opens its thread where it was said. */
export function SearchResults({ params, accounts, onClear }: Props) {
  const { texts } = useTexts()
  const { search, common } = texts
  const { timezone } = useUser()
  const filter = readSearch(params, usePlace())
  const [typed] = useDebouncedValue(filter.q, 200)
  const results = useInfiniteQuery(searchQuery({ ...filter, q: typed }, timezone))
  const hits = results.data?.pages.flatMap((page) => page.items)
  const people = results.data?.pages[0]?.people ?? []
  const found = results.isPlaceholderData || !hits ? undefined : people.length + hits.length
  useEffect(() => {
    if (found !== undefined) announce(search.found(found, results.hasNextPage))
  }, [found, results.hasNextPage, search])

  if (results.error) return <div style={{ padding: 16 }}><ErrorAlert error={results.error} retry={() => void results.refetch()} /></div>
  if (!hits) return <Stack p="md" gap="md">{[1, 2, 3, 4].map((n) => <Skeleton key={n} height={52} radius="lg" />)}</Stack>
  if (found === 0) return <EmptyState icon={IconSearchOff} title={search.nothingTitle} text={search.nothingText}><Button variant="default" onClick={onClear}>{search.clear}</Button></EmptyState>
  return (
    <div aria-busy={results.isPlaceholderData} style={{ opacity: results.isPlaceholderData ? 0.6 : 1 }}>
      {people.length > 0 && (
        <section aria-label={search.people}>
          <h3 className={styles.heading}>{search.people}</h3>
          <ul className={classes.items}>{people.map((person) => <li key={person.conversationId}><PersonItem person={person} accounts={accounts} params={params} /></li>)}</ul>
        </section>
      )}
      {hits.length > 0 && (
        <section aria-label={search.messages}>
          <h3 className={styles.heading}>{search.messages}</h3>
          <ul className={classes.items}>{hits.map((hit) => <li key={hit.message.id}><HitItem hit={hit} accounts={accounts} params={params} /></li>)}</ul>
        </section>
      )}
      {results.hasNextPage && <Group justify="center" p="md"><Button variant="subtle" loading={results.isFetchingNextPage} onClick={() => void results.fetchNextPage()}>{common.loadMore}</Button></Group>}
    </div>
  )
}

function HitItem({ hit, accounts, params }: { hit: SearchHit; accounts: Account[]; params: URLSearchParams }) {
  const { texts, locale } = useTexts()
  const now = useNow()
  const { message, contact, marks } = hit
  const name = nameOf(contact, texts)
  const what = kindText(message.kind, texts)
  return (
    <Link to={hrefOfHit(hit, params)} className={classes.item} aria-current={params.get('message') === message.id ? 'page' : undefined}>
      <Picture url={contact.pictureUrl} name={name} size={46} />
      <div style={{ minWidth: 0 }}>
        <div className={classes.line}>
          <span className={classes.name}>{name}</span>
          <time className={classes.when} dateTime={message.sentAt}>{relativeTime(message.sentAt, now, locale, 'narrow')}</time>
        </div>
        <div className={styles.words}>{message.direction === 'outbound' && texts.inbox.youPrefix('')}{what && `${what}: `}<Marked pieces={snippet(message.text, marks)} /></div>
        <Shop id={message.accountId} accounts={accounts} />
      </div>
    </Link>
  )
}

function PersonItem({ person, accounts, params }: { person: PersonHit; accounts: Account[]; params: URLSearchParams }) {
  const { texts, locale } = useTexts()
  const now = useNow()
  const { contact } = person
  return (
    <Link to={{ pathname: `/inbox/${person.conversationId}`, search: withoutMessage(params) }} className={classes.item}>
      <Picture url={contact.pictureUrl} name={nameOf(contact, texts)} size={46} />
      <div style={{ minWidth: 0 }}>
        <div className={classes.line}>
          <span className={classes.name}>{contact.name ? <Marked pieces={toPieces(contact.name, person.nameMarks)} /> : nameOf(contact, texts)}</span>
          <time className={classes.when} dateTime={person.lastMessageAt}>{relativeTime(person.lastMessageAt, now, locale, 'narrow')}</time>
        </div>
        {contact.username && <div className={styles.words}>@<Marked pieces={toPieces(contact.username, person.usernameMarks)} /></div>}
        <Shop id={person.accountId} accounts={accounts} />
      </div>
    </Link>
  )
}

function Shop({ id, accounts }: { id: string; accounts: Account[] }) {
  const account = accounts.length > 1 ? accounts.find((one) => one.id === id) : undefined
  return account && <div className={`${classes.line} ${classes.shop}`}><span>→ @{account.username}</span></div>
}
