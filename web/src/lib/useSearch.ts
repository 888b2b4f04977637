import { useSearchParams } from 'react-router'

/** The URL's query as screen state. `undefined` takes a member out. Replaces the history entry unless `push` is set. */
export function useSearch() {
  const [params, setParams] = useSearchParams()
  const change = (members: Record<string, string | undefined>, options?: { push?: boolean }) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(members)) {
          if (value) next.set(name, value)
          else next.delete(name)
        }
        return next
      },
      { replace: !options?.push },
    )
  return [params, change] as const
}
