namespace SocialSelling.Inbox;

/// <summary>The end of old messages. What people noted of a contact stays, and so do the numbers of its account.</summary>
public sealed class InboxRetention(Sql db)
{
    /// <summary>
    /// Takes away messages that were written and came in before <paramref name="before"/>, of the next account after <paramref name="after"/> that has any, the oldest first: with their files, changes and the
    /// automatic replies to them. A conversation in which nobody has written since stays, without its last words.
    /// </summary>
    /// <returns>The account, null when there was none; and how many went: as many as <paramref name="limit"/> means that there are more.</returns>
    public async Task<(Guid? Account, long Pruned)> Prune(Guid? after, DateTimeOffset before, int limit, CancellationToken ct)
    {
        if (await db.Scalar<Guid?>("""
            select a.id from client_accounts a
             where (@after::uuid is null or a.id > @after) and exists (select from messages m where m.client_account_id = a.id and m.sent_at < @before and m.created_at < @before) order by a.id limit 1
            """, ct, ("after", after), ("before", before)) is not { } account) return default;
        return (account, await db.Scalar<long>("""
            with gone as (
                delete from messages where client_account_id = @account and id = any(array(
                    select id from messages where client_account_id = @account and sent_at < @before and created_at < @before and status not in ('queued', 'sending', 'unconfirmed') order by sent_at limit @limit))
                returning id, mid_key, conversation_id
            ), copies as (
                delete from attachment_copies f using gone where f.client_account_id = @account and f.message_id = gone.id
            ), changes as (
                delete from message_changes c using gone where c.client_account_id = @account and c.mid_key = gone.mid_key
            ), logs as (
                delete from auto_reply_logs l using gone where l.client_account_id = @account and l.subject_id = gone.id
            ), quiet as (
                update conversations c set last_message_text = '' from (select distinct conversation_id as id from gone) g where c.id = g.id and c.last_message_at < @before and c.last_message_text <> ''
            )
            select count(*) from gone
            """, ct, ("account", account), ("before", before), ("limit", limit)));
    }
}
