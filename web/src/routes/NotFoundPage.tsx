import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useTexts } from '@/texts/Texts'
import { EmptyState } from '@/ui/EmptyState'

export function NotFoundPage() {
  const { common } = useTexts().texts
  return <EmptyState icon={IconMapQuestion} title={common.notFoundTitle} text={common.notFoundText}><Button component={Link} to="/inbox">{common.toInbox}</Button></EmptyState>
}
