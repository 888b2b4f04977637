import { Alert, Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { Link } from 'react-router'
import { ApiError } from '@/api/problem'
import type { User } from '@/api/types'
import { useChangeProfile } from '@/features/identity/queries'
import { useNow } from '@/lib/clock'
import { dateAndTime } from '@/lib/format'
import { browserZone } from '@/lib/zones'
import { languageOf, languages, useTexts } from '@/texts/Texts'
import { Card } from '@/ui/Card'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { zonesWith } from './zones'

/** What somebody is called, and the language and time zone they are spoken to in. Saved when something has changed, and not before. */
export function ProfileCard({ user }: { user: User }) {
  const { texts: { profile, identity, common, security }, locale, speak } = useTexts()
  const change = useChangeProfile()
  const now = useNow()
  const present = { name: user.name, language: languageOf(user.language), timezone: user.timezone }
  // What was edited, and nothing else: the language may be changed in the menu meanwhile.
  const [edits, setEdits] = useState<Partial<typeof present>>({})
  const [checked, setChecked] = useState(false)
  const form = { ...present, ...edits }
  const edit = (edited: typeof edits) => setEdits({ ...edits, ...edited })
  const name = form.name.trim()
  const changed = name !== present.name || form.language !== present.language || form.timezone !== present.timezone
  const wrong = (name.length < 2 || name.length > 100) && profile.nameInvalid
  const problem = change.error instanceof ApiError ? change.error : null
  const here = browserZone()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (change.isPending || !changed || wrong) return
    change.mutate({ ...form, name }, {
      onSuccess: (saved) => {
        setEdits({})
        setChecked(false)
        speak(languageOf(saved.language))
      },
    })
  }
  return (
    <Card title={profile.aboutYou}>
      <form onSubmit={submit} noValidate aria-label={profile.aboutYou}>
        <Stack maw={440}>
          {problem && !problem.field('name', 'timezone', 'language') && <ErrorAlert error={problem} />}
          {change.isSuccess && !changed && <Alert color="green" role="status">{profile.saved}</Alert>}
          <TextInput label={identity.name} description={profile.nameHelp} autoComplete="name" maxLength={100} value={form.name} error={(checked && wrong) || problem?.field('name')} onChange={(event) => edit({ name: event.currentTarget.value })} />
          <Select
            label={common.language} description={profile.languageHelp} allowDeselect={false} value={form.language} data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            onChange={(language) => language && edit({ language: languageOf(language) })}
          />
          <div>
            <Select
              label={profile.timeZone} description={profile.timeZoneHelp} searchable allowDeselect={false} nothingFoundMessage={profile.noZone} value={form.timezone} data={zonesWith(form.timezone, here)} error={problem?.field('timezone')}
              onChange={(timezone) => timezone && edit({ timezone })}
            />
            <Text size="sm" c="dimmed" mt={6}>{profile.preview(dateAndTime(new Date(now), locale, form.timezone))}</Text>
            {here !== form.timezone && <Anchor component="button" type="button" size="sm" underline="always" onClick={() => edit({ timezone: here })}>{profile.useZone(here)}</Anchor>}
          </div>
          <Group><Button type="submit" loading={change.isPending} disabled={!changed}>{profile.save}</Button></Group>
        </Stack>
      </form>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{profile.email(user.email)} <Anchor component={Link} to="/settings/security" size="sm" underline="always">{security.emailChange}</Anchor></Text>
    </Card>
  )
}
