using System.Text.RegularExpressions;

namespace SocialSelling.Privacy;

/// <summary>What an account knows of a contact, as far as it has to be found again.</summary>
/// <param name="ConversationId">Follows from the two ids; there may be no conversation.</param>
public sealed record ContactTrace(Guid AccountId, Guid ContactId, Guid ConversationId, string PlatformContactId, string? Username);

/// <summary>Takes away what an account keeps of a contact. The account's grain calls it, in turn with everything else that it writes.</summary>
public sealed class ErasedContactRows(Sql db)
{
    /// <summary>Beside what the trace says: comments may bear another id than messages, and then the name alone tells whose they are.</summary>
    private const string Theirs = "client_account_id = @account and (author_id = @platformId or conversation_id = @conversation or (direction = 'inbound' and author_username = @username::text))";

    /// <returns>Null when there is no such contact.</returns>
    public Task<ContactTrace?> Find(Guid accountId, Guid contactId, Func<string, Guid> conversationOf, CancellationToken ct) => db.Find(
        "select platform_contact_id, username from contacts where id = @id and client_account_id = @account",
        r => new ContactTrace(accountId, contactId, conversationOf(r.GetString(0)), r.GetString(0), r.OptionalText(1)), ct, ("id", contactId), ("account", accountId));

    /// <summary>From now on what they wrote before <paramref name="at"/> does not come back.</summary>
    public Task Bury(Guid accountId, IReadOnlyCollection<Guid> contactIds, DateTimeOffset at, CancellationToken ct) => db.Execute("""
        insert into erased_contacts (client_account_id, contact_id, erased_at) select @account, id, @at from unnest(@ids) as id
        on conflict (client_account_id, contact_id) do update set erased_at = greatest(erased_contacts.erased_at, excluded.erased_at)
        """, ct, ("account", accountId), ("ids", contactIds.ToArray()), ("at", at));

    /// <summary>The ids under which they have commented.</summary>
    public Task<List<string>> Authors(ContactTrace trace, CancellationToken ct) =>
        db.Query($"select distinct author_id from comments where {Theirs} and direction = 'inbound' and author_id is not null", r => r.GetString(0), ct, Of(trace));

    /// <summary>Some messages with all that hangs on them.</summary>
    /// <returns>How many; none when none is left.</returns>
    public async Task<long> SomeMessages(ContactTrace trace, int limit, CancellationToken ct) => await db.Scalar<long>("""
        with gone as (
            delete from messages where client_account_id = @account and conversation_id = @conversation
               and ctid = any(array(select ctid from messages where client_account_id = @account and conversation_id = @conversation limit @limit)) returning id, mid_key
        ), copies as (
            delete from attachment_copies f using gone where f.client_account_id = @account and f.message_id = gone.id
        ), changes as (
            delete from message_changes c using gone where c.client_account_id = @account and c.mid_key = gone.mid_key
        ), logs as (
            delete from auto_reply_logs l using gone where l.client_account_id = @account and l.subject_id = gone.id
        ), events as (
            update account_events e set kind = 'contact.erased', payload = '{}' from gone where e.account_id = @account and e.subject_id = gone.id
        )
        select count(*) from gone
        """, ct, [.. Of(trace), ("limit", limit)]);

    /// <summary>Some of their comments, what was answered to them, and what the account wrote to them by name.</summary>
    /// <returns>How many; none when none is left.</returns>
    public async Task<long> SomeComments(ContactTrace trace, int limit, CancellationToken ct) => await db.Scalar<long>($"""
        with theirs as (
            select id from comments where {Theirs}
             union
            select id from comments where client_account_id = @account and direction = 'outbound' and content ~* @mention::text
             limit @limit
        ), gone as (
            delete from comments c using theirs where c.client_account_id = @account and (c.id = theirs.id or c.in_reply_to = theirs.id) returning c.id
        ), logs as (
            delete from auto_reply_logs l using gone where l.client_account_id = @account and l.subject_id = gone.id
        ), events as (
            update account_events e set kind = 'contact.erased', payload = jsonb_build_object() from gone where e.account_id = @account and e.subject_id = gone.id
        )
        select count(*) from gone
        """, ct, [.. Of(trace), ("limit", limit)]);

    /// <summary>The contact itself, with its conversation and notes, and what tells of it: notifications, and events, whose numbers stay.</summary>
    public static Guarded Contact(ContactTrace trace) => new("""
        with told as (
            delete from notifications where client_account_id = @account and (conversation_id = @conversation or subject_id in (@conversation, @contact)
               or facts ->> 'contactId' = @contact::text or (@username::text is not null and facts ->> 'author' = @username::text))
        ), reads as (
            delete from contact_reads where conversation_id = @conversation
        ), events as (
            update account_events set kind = 'contact.erased', payload = '{}'
             where account_id = @account and kind <> 'contact.erased' and (subject_id in (@conversation, @contact) or position(@contact::text in payload::text) > 0
                or position(@conversation::text in payload::text) > 0 or position(to_json(@platformId::text)::text in payload::text) > 0
                or (@username::text is not null and (position(to_json(@username::text)::text in payload::text) > 0 or payload::text ~* @mention::text)))
        )
        delete from contacts where id = @contact and client_account_id = @account
        """, Of(trace));

    private static (string, object?)[] Of(ContactTrace t) =>
        [("account", t.AccountId), ("contact", t.ContactId), ("conversation", t.ConversationId), ("platformId", t.PlatformContactId), ("username", t.Username), ("mention", Mention(t.Username))];

    /// <summary>The name behind an @, and no longer one that begins with it.</summary>
    private static string? Mention(string? username) => username is null ? null : "@" + Regex.Escape(username) + @"(?![a-z0-9_]|\.[a-z0-9_])";
}
