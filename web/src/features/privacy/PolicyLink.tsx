import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTexts } from '@/texts/Texts'
import { policyUrl, type PolicyName } from './policies'
import { policiesQuery } from './queries'

/** In a page of its own: what somebody has typed here stays. */
export function PolicyLink({ policy, children }: { policy: PolicyName; children: ReactNode }) {
  const { texts: { common }, language } = useTexts()
  const { data } = useQuery(policiesQuery)
  return <Anchor href={policyUrl(policy, data?.[policy], language)} target="_blank" rel="noopener" inherit underline="always">{children}<span className="sr-only"> {common.newTab}</span></Anchor>
}
