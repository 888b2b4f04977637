import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { Account, ContactDetail, PersonContact } from '@/api/types'
import { errorText, useTexts } from '@/texts/Texts'
import { Picture } from '@/ui/Picture'
import { contactSearch, useMergeContact, useUnmergeContact } from './contacts'
import { nameOf } from './names'

type Props = { detail: ContactDetail; workspaceId: string; accounts: Account[] }

/** Which contacts are one person; more can join, and each merge can be taken back. */
export function MergeContacts({ detail, workspaceId, accounts }: Props) {
  const { texts } = useTexts()
  const { crm } = texts
  const [searching, setSearching] = useState(false)
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const { data } = useQuery(contactSearch(workspaceId, q))
  const found = q.length < 2 ? undefined : data?.filter((other) => !detail.contacts.some(({ contact }) => contact.id === other.contact.id))
  const merge = useMergeContact(detail.contact.id)
  const unmerge = useUnmergeContact()
  const told = (message: string) => ({
    onSuccess: () => notifications.show({ message, color: 'violet' }),
    onError: (error: Error) => notifications.show({ message: errorText(error, texts), color: 'red' }),
  })
  const join = (other: PersonContact) => {
    setSearching(false)
    setTyped('')
    merge.mutate(other.contact.id, told(crm.merged))
  }
  return (
    <Stack gap="xs">
      {detail.contacts.length > 1 && (
        <>
          <Title order={3} size="sm">{crm.samePerson}</Title>
          {detail.contacts.map((one) => (
            <Row key={one.contact.id} one={one} accounts={accounts}>
              {one.mergedInto
                ? <Button size="compact-xs" variant="subtle" aria-label={crm.unmerge(nameOf(one.contact, texts))} loading={unmerge.isPending && unmerge.variables === one.contact.id} onClick={() => unmerge.mutate(one.contact.id, told(crm.unmerged))}>{crm.unmergeIt}</Button>
                : <Text size="xs" c="dimmed">{crm.mainContact}</Text>}
            </Row>
          ))}
        </>
      )}
      {!searching ? <Button variant="default" size="xs" loading={merge.isPending} onClick={() => setSearching(true)}>{crm.merge}</Button> : (
        <Stack gap="xs">
          <TextInput size="sm" type="search" label={crm.mergeSearch} description={crm.mergeHelp} value={typed} maxLength={100} data-autofocus onChange={(event) => setTyped(event.currentTarget.value)} />
          {found?.length === 0 && <Text size="sm" c="dimmed" role="status">{crm.mergeNobody}</Text>}
          {found?.map((other) => (
            <Row key={other.contact.id} one={other} accounts={accounts}>
              <Button size="compact-xs" variant="light" aria-label={crm.mergeWith(nameOf(other.contact, texts))} onClick={() => join(other)}>{crm.mergeIt}</Button>
            </Row>
          ))}
          <Button size="xs" variant="subtle" color="gray" onClick={() => setSearching(false)}>{texts.common.cancel}</Button>
        </Stack>
      )}
    </Stack>
  )
}

function Row({ one, accounts, children }: { one: PersonContact; accounts: Account[]; children: ReactNode }) {
  const { texts } = useTexts()
  const name = nameOf(one.contact, texts)
  const account = accounts.find(({ id }) => id === one.accountId)
  return (
    <Group gap="xs" wrap="nowrap">
      <Picture url={one.contact.pictureUrl} name={name} size={30} />
      <div style={{ flex: 1, minWidth: 0 }}>
        {one.conversationId ? <Text component={Link} to={`/inbox/${one.conversationId}`} size="sm" truncate c="inherit" td="underline">{name}</Text> : <Text size="sm" truncate>{name}</Text>}
        {account && <Text size="xs" c="dimmed" truncate>@{account.username}</Text>}
      </div>
      {children}
    </Group>
  )
}
