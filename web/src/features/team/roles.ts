/** Highest first; an owner is made by handing the workspace over. */
export const roles = ['owner', 'admin', 'publisher', 'agent', 'analyst', 'viewer'] as const

export type Role = (typeof roles)[number]

export const isRole = (role: string): role is Role => (roles as readonly string[]).includes(role)

const rank = (role: string) => (isRole(role) ? roles.indexOf(role) : roles.length)

/** The roles that somebody with this one may give. */
export const givenBy = (own: string) => (isRole(own) ? roles.slice(Math.max(1, rank(own))) : [])

/** Whether somebody with the role `own` may change who has `role`. */
export const mayChange = (own: string, role: string) => role !== 'owner' && rank(own) <= rank(role)

/** Owners and admins see every account. */
export const mayBeRestricted = (role: string) => rank(role) > rank('admin')
