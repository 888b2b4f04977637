import { Button, Menu, Text } from '@mantine/core'
import { IconBrandFacebook, IconBrandInstagram, IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { usePlace } from '@/api/place'
import type { LoginWay } from '@/api/types'
import { workspacesQuery } from '@/api/workspaces'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { useConnect, waysQuery } from './queries'

const icons = { instagram: IconBrandInstagram, facebook: IconBrandFacebook }

/** For whoever may connect somewhere. Which workspace gets the account, and by whose page, is asked where there is a choice. */
export function ConnectButton() {
  const { accounts } = useTexts().texts
  const connect = useConnect()
  const place = usePlace()
  const places = useQuery(workspacesQuery).data?.filter(({ id, permissions }) => (!place || id === place) && permissions.includes('accounts:write')) ?? []
  const offered = useQuery(waysQuery)
  // Until they are known nobody is sent one way who might want the other.
  const ways: LoginWay[] = offered.data ?? (offered.isError ? ['instagram'] : [])
  const [first, second] = places
  if (!first) return null
  const plus = <IconPlus size={18} />
  return (
    <>
      {ways.length > 0 && (second || ways.length > 1) ? (
        <Menu position="bottom-end" shadow="lg" width={320} withInitialFocusPlaceholder={false}>
          <Menu.Target><Button leftSection={plus} rightSection={<IconChevronDown size={16} />} loading={connect.isPending}>{accounts.connect}</Button></Menu.Target>
          <Menu.Dropdown>
            {places.map(({ id, name }) => (
              <Fragment key={id}>
                {second && <Menu.Label>{accounts.connectTo(name)}</Menu.Label>}
                {ways.map((way) => <Way key={way} way={way} onClick={() => connect.mutate({ workspaceId: id, way })} />)}
              </Fragment>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : <Button leftSection={plus} disabled={ways.length === 0} loading={connect.isPending} onClick={() => connect.mutate({ workspaceId: first.id })}>{accounts.connect}</Button>}
      {connect.error && <ErrorAlert error={connect.error} />}
    </>
  )
}

function Way({ way, onClick }: { way: LoginWay; onClick: () => void }) {
  const { name, hint } = useTexts().texts.accounts.ways[way]
  const Glyph = icons[way]
  return (
    <Menu.Item leftSection={<Glyph size={22} />} onClick={onClick}>
      {name}
      <Text size="xs" c="dimmed">{hint}</Text>
    </Menu.Item>
  )
}
