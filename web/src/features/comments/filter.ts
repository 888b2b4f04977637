export type CommentFilter = { accountId: string | null; workspaceId: string | null; status: 'open' | 'all'; unread: boolean; q: string }

/** The URL says what is listed. Anything else in it reads as the default. */
export const readFilter = (params: URLSearchParams, place: string | null): CommentFilter => ({
  accountId: params.get('account'), workspaceId: params.get('account') ? null : place, status: params.get('status') === 'all' ? 'all' : 'open', unread: params.get('unread') === '1', q: params.get('q') ?? '',
})
