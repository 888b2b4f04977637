import type { LoginWay } from '@/api/types'
import type { Texts } from '@/texts/en'
import type { Tone } from '@/ui/StatusBadge'

export type AccountStatus = keyof Texts['accounts']['status']

const tones: Record<AccountStatus, Tone> = { active: 'green', token_expired: 'orange', disconnected: 'grey', error: 'red' }

const isStatus = (name: string): name is AccountStatus => name in tones

/** A status this client does not know yet reads as an error. */
export const statusOf = (name: string): AccountStatus => (isStatus(name) ? name : 'error')
export const toneOf = (status: AccountStatus) => tones[status]

const soon = 14 * 24 * 60 * 60 * 1_000

/** Whether somebody has to sign in again before long: the other way's access is renewed by itself. */
export const endsSoon = (way: LoginWay, ends: string, now: number) => way === 'facebook' && new Date(ends).getTime() - now < soon
