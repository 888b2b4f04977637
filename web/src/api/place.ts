import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { storage, tabStorage } from '@/lib/storage'
import { signedInId } from './session'
import { workspacesQuery } from './workspaces'

const all = 'all'
const nameFor = (userId: string) => `workspace.${userId}`
const listeners = new Set<() => void>()
let held = { userId: '', place: all }

/** Two tabs may be in two workspaces; one that is opened begins where its person was last. */
function current(): string {
  const userId = signedInId()
  if (held.userId !== userId) held = { userId, place: tabStorage.get(nameFor(userId)) ?? storage.get(nameFor(userId)) ?? all }
  return held.place
}

/** Goes to one of the signed-in user's workspaces, or with null to all of them together. */
export function choosePlace(workspaceId: string | null) {
  const userId = signedInId()
  held = { userId, place: workspaceId ?? all }
  for (const memory of [tabStorage, storage]) memory.set(nameFor(userId), held.place)
  listeners.forEach((listener) => listener())
}

/** The one of several workspaces that the pages are about; null: all of them together, or there is only one. */
export function usePlace(): string | null {
  const place = useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), current)
  const { data } = useQuery(workspacesQuery)
  if (place === all || (data && (data.length < 2 || data.every(({ id }) => id !== place)))) return null
  return place
}

/** What is opened, from wherever, takes its person along to its workspace. Who looks at all of them goes on doing so. */
export function useFollow(workspaceId: string | undefined) {
  useEffect(() => {
    if (workspaceId && current() !== all && current() !== workspaceId) choosePlace(workspaceId)
  }, [workspaceId])
}
