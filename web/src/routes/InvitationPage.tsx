import { Alert, Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { choosePlace } from '@/api/place'
import { signOut, useSession } from '@/api/session'
import { Welcome } from '@/features/identity/Welcome'
import { invitedQuery, useAccept } from '@/features/team/queries'
import { isRole } from '@/features/team/roles'
import { tabStorage } from '@/lib/storage'
import { errorText, useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

const Kept = 'invitation'

/** The link brings the token behind a #. The tab keeps it while its person signs in or up. */
export function InvitationPage() {
  const { texts } = useTexts()
  const { team, common } = texts
  const { hash } = useLocation()
  const [token] = useState(() => hash.slice(1) || (tabStorage.get(Kept) ?? ''))
  const invited = useQuery({ ...invitedQuery(token), enabled: token !== '' })
  useEffect(() => tabStorage.set(Kept, token), [token])
  useDocumentTitle(`${team.invitationTitle} · ${common.appName}`)
  const i = invited.data
  return (
    <Welcome title={team.invitationTitle} text={i ? team.invitationText(i.invitedBy ?? team.somebody, i.workspace, isRole(i.role) ? team.roles[i.role] : i.role) : ''}>
      <Stack>
        {!token && <Alert color="red" role="alert">{texts.identity.linkBroken}</Alert>}
        {invited.error && <Alert color="red" role="alert">{errorText(invited.error, texts)}</Alert>}
        {invited.isLoading && <Skeleton height={48} />}
        {i && <Answer token={token} email={i.email} hasAccount={i.hasAccount} />}
      </Stack>
    </Welcome>
  )
}

function Answer({ token, email, hasAccount }: { token: string; email: string; hasAccount: boolean }) {
  const { texts } = useTexts()
  const { team, identity } = texts
  const session = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const accept = useAccept()
  const join = () => accept.mutate(token, { onSuccess: ({ workspaceId }) => { tabStorage.set(Kept, ''); choosePlace(workspaceId); void navigate('/inbox', { replace: true }) } })

  if (session.state !== 'in')
    return (
      <>
        <Text>{team.signInAs(email)}</Text>
        <Button size="md" component={Link} to={`${hasAccount ? '/login' : '/register'}?from=/invitation`}>{hasAccount ? identity.signIn : identity.register}</Button>
      </>
    )
  if (session.user.email.toLowerCase() !== email.toLowerCase())
    return (
      <>
        <Alert color="yellow">{team.otherAddress(email, session.user.email)}</Alert>
        <Button size="md" variant="default" onClick={() => void signOut().then(() => client.clear())}>{texts.common.signOut}</Button>
      </>
    )
  return (
    <>
      {accept.error && <Alert color="red" role="alert">{errorText(accept.error, texts)}</Alert>}
      <Button size="md" loading={accept.isPending} onClick={join}>{team.accept}</Button>
      <Anchor component={Link} to="/inbox" underline="always">{team.notNow}</Anchor>
    </>
  )
}
