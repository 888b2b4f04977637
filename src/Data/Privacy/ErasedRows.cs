using System.Text;
using SocialSelling.Audit;
using System.Text.Json;

namespace SocialSelling.Privacy;

/// <summary>
/// Takes away what is kept of somebody, some rows at a time, so that nobody waits for it. Each statement may be repeated, and finds what is left. What goes with a row that goes (files, by
/// trigger; notes, by foreign key) is not named here.
/// </summary>
public sealed class ErasedRows(Sql db)
{
    /// <summary>How much of the journal one statement looks through.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Tables of an account that may be large, in an order that foreign keys allow. The small ones go with the account's row.</summary>
    private static readonly (string Table, string Column)[] OfAccount =
    [
        ("attachment_copies", "client_account_id"), ("messages", "client_account_id"), ("message_changes", "client_account_id"), ("contact_reads", "client_account_id"), ("comments", "client_account_id"),
        ("auto_reply_logs", "client_account_id"), ("notifications", "client_account_id"), ("conversations", "client_account_id"), ("contacts", "client_account_id"), ("comment_posts", "client_account_id"),
        ("account_events", "account_id"),
    ];

    /// <returns>How many rows went: none when nothing of the account is left but its own row.</returns>
    public async Task<int> SomeOfAccount(Guid accountId, int limit, CancellationToken ct)
    {
        foreach (var (table, column) in OfAccount)
            // Rows of one account are in one partition: there the place of a row names it.
            if (await db.Execute($"delete from {table} where {column} = @id and ctid = any(array(select ctid from {table} where {column} = @id limit @limit))", ct, ("id", accountId), ("limit", limit)) is > 0 and var gone)
                return gone;
        return 0;
    }

    /// <summary>The account's own row, with all that refers to it, and what its grain has kept.</summary>
    public Task<int> Account(Guid accountId, CancellationToken ct) => db.Transaction(async connection =>
    {
        await connection.Execute("delete from account_events where account_id = @id", ct, ("id", accountId));
        await connection.Execute("delete from orleans.orleansreminderstable where grainid = 'account/' || replace(@id::text, '-', '')", ct, ("id", accountId));
        await AuditLog.Forget(connection, accountId, ct);
        return await connection.Execute("delete from client_accounts where id = @id and deleted_at is not null", ct, ("id", accountId));
    }, ct);

    /// <summary>What is known of an account that is about to go.</summary>
    public Task<ErasureFacts?> FactsOfAccount(Guid accountId, CancellationToken ct) => db.Find(
        "select platform_account_id, app_scoped_id from client_accounts where id = @id",
        r => new ErasureFacts([.. ((string?[])[r.GetString(0), r.OptionalText(1)]).OfType<string>().Distinct()], OwnIds: [accountId]), ct, ("id", accountId));

    /// <summary>Answers that were kept to be given again, and name one of <paramref name="ids"/>.</summary>
    public Task<int> Answers(IReadOnlyCollection<string> ids, CancellationToken ct) => db.Execute("""
        delete from idempotency_keys k using unnest(@ids) as named (id) where position(named.id in coalesce(k.response, '')) > 0 or position(named.id in k.route) > 0
        """, ct, ("ids", ids.ToArray()));

    /// <summary>Parts of webhooks that were set aside, and replays that were asked for.</summary>
    public async Task Parked(IReadOnlyList<string> ids, IReadOnlyList<string> names, CancellationToken ct)
    {
        await db.Execute("""
            delete from webhook_parked p where p.platform_account_id = any(@ids) or exists (select from unnest(@bytes) as named (bytes) where position(named.bytes in p.raw) > 0)
            """, ct, ("ids", ids.ToArray()), ("bytes", Needles(ids, names)));
        await db.Execute("update webhook_replays set platform_account_id = null where platform_account_id = any(@ids)", ct, ("ids", ids.ToArray()));
    }

    /// <summary>Lets <paramref name="clean"/> rewrite the journal's bodies of the next hour that name one of <paramref name="ids"/> or <paramref name="names"/>. What cannot be rewritten goes.</summary>
    /// <returns>Where to go on; null when the journal has been looked through.</returns>
    public async Task<DateTimeOffset?> Journal(IReadOnlyList<string> ids, IReadOnlyList<string> names, DateTimeOffset? from, Func<byte[], byte[]?> clean, CancellationToken ct)
    {
        // The oldest that is there at or after it: hours without anything are passed over.
        if (await db.Scalar<DateTime?>("select min(received_at) from webhook_deliveries where @from::timestamptz is null or received_at >= @from", ct, ("from", from)) is not { } oldest) return null;
        var needles = Needles(ids, names);
        DateTimeOffset start = new(oldest, TimeSpan.Zero), end = start + Window;
        var named = await db.Query("""
            select d.received_at, d.id, d.body from webhook_deliveries d
             where d.received_at >= @start and d.received_at < @end and exists (select from unnest(@bytes) as named (bytes) where position(named.bytes in d.body) > 0)
            """, r => (At: r.GetFieldValue<DateTimeOffset>(0), Id: r.GetGuid(1), Body: r.GetFieldValue<byte[]>(2)), ct, ("start", start), ("end", end), ("bytes", needles));
        foreach (var (at, id, body) in named)
        {
            var left = clean(body);
            // Also where an id stands among somebody's words.
            if (left is null || needles.Any(needle => left.AsSpan().IndexOf(needle) >= 0)) await db.Execute("delete from webhook_deliveries where received_at = @at and id = @id", ct, ("at", at), ("id", id));
            else await db.Execute("update webhook_deliveries set body = @body where received_at = @at and id = @id", ct, ("at", at), ("id", id), ("body", left));
        }
        return end;
    }

    /// <returns>By when files that were let go until now will be taken out of the store.</returns>
    public async Task<DateTimeOffset> FilesBy(CancellationToken ct) => new(await db.Scalar<DateTime>("select now() + interval '5 minutes'", ct), TimeSpan.Zero);

    /// <summary>Whether files that were let go before <paramref name="by"/> are still in the store, or could not be taken out of it.</summary>
    public Task<bool> FilesAreLeft(DateTimeOffset by, CancellationToken ct) =>
        db.Scalar<bool>("select exists (select from removed_files where remove_at <= @by or attempts > 0)", ct, ("by", by));

    /// <summary>Ids are long numbers, and found wherever they stand. A name may be a part of any word: it counts where it is a whole text of the JSON, or stands behind an @, which Meta writes as an escape.</summary>
    private static byte[][] Needles(IReadOnlyList<string> ids, IReadOnlyList<string> names) => [.. ids.Concat(names.SelectMany(name => (string[])[JsonSerializer.Serialize(name), "@" + name, @"\u0040" + name])).Select(Encoding.UTF8.GetBytes)];
}
