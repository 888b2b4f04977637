import { Anchor, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { policyUrl, type PolicyName } from '@/features/privacy/policies'
import { policiesQuery } from '@/features/privacy/queries'
import { useTexts } from '@/texts/Texts'
import { ErrorAlert } from '@/ui/ErrorAlert'
import { LanguageSwitch } from '@/ui/LanguageSwitch'
import { Logo } from '@/ui/Logo'
import { ThemeSwitch } from '@/ui/ThemeSwitch'
import { useDocumentTitle } from '@/ui/useDocumentTitle'
import classes from './PolicyPage.module.css'

export const TermsPage = () => <PolicyPage policy="terms" />
export const PrivacyPolicyPage = () => <PolicyPage policy="privacy" />

/** Public, and short on purpose. Where the operator has a text of their own, that one is in force and this page leads there. */
function PolicyPage({ policy }: { policy: PolicyName }) {
  const { texts: { policies, common }, language } = useTexts()
  const { data, error, refetch } = useQuery(policiesQuery)
  const title = policies.names[policy] ?? policy
  const own = data?.[policy].url ? policyUrl(policy, data[policy], language) : null
  const { intro, sections } = policies[policy]
  useDocumentTitle(`${title} · ${common.appName}`)
  return (
    <div className={classes.page}>
      <Anchor component={Link} to="/" underline="never" c="inherit"><Group gap="sm"><Logo /><Text fw={700} size="lg">{common.appName}</Text></Group></Anchor>
      <main id="content" className={classes.card}>
        <Stack gap="lg">
          <div>
            <Title order={1} size="h2">{title}</Title>
            {data && <Text c="dimmed">{policies.version(data[policy].version)}</Text>}
          </div>
          {error && <ErrorAlert error={error} retry={() => void refetch()} />}
          {own && <Text>{policies.elsewhere} <Anchor href={own} underline="always">{own}</Anchor></Text>}
          {data && !own && (
            <>
              <Text>{intro}</Text>
              {sections.map(({ heading, lines }) => (
                <section key={heading}>
                  <Title order={2} size="h4" mb={6}>{heading}</Title>
                  {lines.length === 1 ? <Text>{lines[0]}</Text> : <List spacing={6}>{lines.map((line) => <List.Item key={line}>{line}</List.Item>)}</List>}
                </section>
              ))}
              <section>
                <Title order={2} size="h4" mb={6}>{policies.contactTitle}</Title>
                <Text>{data.contact ? <>{policies.contact} <Anchor href={`mailto:${data.contact}`} underline="always">{data.contact}</Anchor></> : policies.noContact}</Text>
              </section>
            </>
          )}
          <Anchor component={Link} to={policy === 'terms' ? '/privacy' : '/terms'} underline="always">{policies.names[policy === 'terms' ? 'privacy' : 'terms']}</Anchor>
        </Stack>
      </main>
      <Group gap="md" justify="center"><LanguageSwitch /><ThemeSwitch /></Group>
    </div>
  )
}
