import { Library } from '@/features/publishing/Library'
import { useTexts } from '@/texts/Texts'
import { useDocumentTitle } from '@/ui/useDocumentTitle'

export function LibraryPage() {
  const { library, common } = useTexts().texts
  useDocumentTitle(`${library.title} · ${common.appName}`)
  return <Library />
}
