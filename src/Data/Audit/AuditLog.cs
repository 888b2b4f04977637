using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace SocialSelling.Audit;

/// <summary>
/// The log of who did what. Written in the transaction of its cause, so that there is neither an entry of what was rolled back nor a deed without one. The database refuses to change or delete
/// entries; <see cref="Forget(Guid, CancellationToken)"/> and <see cref="Prune"/> tell it what for.
/// </summary>
public sealed partial class AuditLog(Sql db, TimeProvider clock)
{
    private const string Insert = """
        insert into audit_entries (id, at, workspace_id, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, subject_label, before, after, result, ip, request_id)
        select e.id, e.at, coalesce(e.workspace_id, (select a.workspace_id from client_accounts a where a.id = e.account_id)),
               case when e.actor_kind = 'user' and exists (select from users u where u.id = e.actor_id and u.kind = 'key') then 'key' else e.actor_kind end, e.actor_id,
               (select left(u.name, 255) from users u where u.id = e.actor_id), e.action, e.subject_kind, e.subject_id,
               coalesce(left(e.subject_label, 255), (select left(u.name, 255) from users u where e.subject_kind = 'user' and u.id = e.subject_id),
                        (select left(a.username, 255) from client_accounts a where e.subject_kind = 'account' and a.id = e.subject_id)),
               e.before::jsonb, e.after::jsonb, e.result, left(e.ip, 45), left(e.request_id, 64)
          from unnest(@ids, @ats, @workspaces, @accounts, @actorKinds, @actors, @actions, @subjectKinds, @subjects, @subjectLabels, @befores, @afters, @results, @ips, @requests)
            as e (id, at, workspace_id, account_id, actor_kind, actor_id, action, subject_kind, subject_id, subject_label, before, after, result, ip, request_id)
        """;

    private const int LongestValue = 200;

    private static readonly HashSet<string> Known = [.. AuditAction.All];

    /// <summary>Adds an entry to the transaction that is open on <paramref name="connection"/>.</summary>
    /// <param name="entry">Null where there is nothing to tell.</param>
    /// <exception cref="ArgumentException">The action is unknown, or the entry would hold what no log may: a mistake of the caller, which rolls its cause back.</exception>
    public static Task Add(NpgsqlConnection connection, AuditEntry? entry, DateTimeOffset now, CancellationToken ct) =>
        entry is null ? Task.CompletedTask : connection.Execute(Insert, ct, Parameters([Checked(entry, now)]));

    /// <summary>The same as a statement beside an account's event.</summary>
    public static Guarded Statement(AuditEntry entry, DateTimeOffset now) => Statement([Checked(entry, now)]);

    /// <summary>The same for the entries of many accounts.</summary>
    public static Guarded Statement(IReadOnlyCollection<NewAuditEntry> entries) => new(Insert, Parameters(entries), Rows: entries.Count);

    /// <summary>An entry that may be written.</summary>
    /// <exception cref="ArgumentException">As with <see cref="Add"/>.</exception>
    public static NewAuditEntry Checked(AuditEntry entry, DateTimeOffset now) => Known.Contains(entry.Action)
        ? new(Guid.CreateVersion7(now), now, entry, Json(entry.Before), Json(entry.After))
        : throw new ArgumentException($"There is no action '{entry.Action}'", nameof(entry));

    /// <summary>Adds an entry of what changes no row, or was done in several transactions.</summary>
    public Task Write(AuditEntry entry, CancellationToken ct) => db.Execute(Insert, ct, Parameters([Checked(entry, clock.GetUtcNow())]));

    /// <summary>Newest first.</summary>
    public Task<List<AuditRow>> Page(AuditFilter filter, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from audit_entries where {Matches(filter)} and (@at::timestamptz is null or (at, id) < (@at, @id::uuid)) order by at desc, id desc limit @limit
        """, Read, ct, [.. Values(filter), ("at", before?.At), ("id", before?.Id), ("limit", limit)]);

    /// <summary>The newest first, as the database hands them over: never all in memory.</summary>
    public async IAsyncEnumerable<AuditRow> Stream(AuditFilter filter, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = db.Source.CreateCommand($"select {Columns} from audit_entries where {Matches(filter)} order by at desc, id desc limit @limit");
        foreach (var (name, value) in Values(filter)) command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
        command.Parameters.Add(new NpgsqlParameter("limit", most));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return Read(reader);
    }

    /// <summary>Who has left something in a workspace's log, by name.</summary>
    public Task<List<AuditActor>> Actors(Guid workspaceId, CancellationToken ct) => db.Query("""
        select actor_id, (array_agg(actor_label order by at desc))[1] as label from audit_entries where workspace_id = @workspaceId and actor_id is not null
         group by actor_id order by lower((array_agg(actor_label order by at desc))[1]) nulls last, actor_id limit 200
        """, r => new AuditActor(r.GetGuid(0), r.OptionalText(1)), ct, ("workspaceId", workspaceId));

    /// <summary>
    /// Takes from all entries what names somebody who is erased: names, addresses, and what was changed about them. That something was done stays, by a pseudonym that stands nowhere else.
    /// </summary>
    /// <param name="id">A person's, an account's or a contact's.</param>
    /// <returns>How many entries named them; none the second time.</returns>
    public Task<int> Forget(Guid id, CancellationToken ct) => db.Transaction(connection => Forget(connection, id, ct), ct);

    /// <summary>The same in the transaction of what erases.</summary>
    public static async Task<int> Forget(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await connection.Execute("select set_config('audit.purpose', 'erasure', true)", ct);
        // The id of an account follows from Meta's: whoever knows that one could still find the entries. The same pseudonym everywhere: what was done by one stays done by one.
        (string, object?)[] values = [("id", id), ("pseudonym", Guid.NewGuid())];
        var forgotten = await connection.Execute("update audit_entries set actor_id = @pseudonym, actor_label = null, ip = null where actor_id = @id", ct, values)
            + await connection.Execute("""
                update audit_entries set subject_id = @pseudonym, subject_label = null, before = null, after = null, ip = case when actor_kind = 'anyone' then null else ip end where subject_id = @id
                """, ct, values);
        await connection.Execute("select set_config('audit.purpose', '', true)", ct);
        return forgotten;
    }

    /// <summary>Deletes up to <paramref name="limit"/> entries that are older than <paramref name="before"/>.</summary>
    public Task<int> Prune(DateTimeOffset before, int limit, CancellationToken ct) => db.Transaction(async connection =>
    {
        await connection.Execute("select set_config('audit.purpose', 'retention', true)", ct);
        return await connection.Execute("delete from audit_entries where id in (select id from audit_entries where at < @before order by at limit @limit)", ct, ("before", before), ("limit", limit));
    }, ct);

    private const string Columns = "id, at, workspace_id, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, subject_label, before, after, result, ip, request_id";

    /// <summary>With the workspace as an index can find it.</summary>
    private static string Matches(AuditFilter f) => $"""
        {(f.WorkspaceId is null ? "workspace_id is null" : "workspace_id = @workspaceId")}
        and (@actorId::uuid is null or actor_id = @actorId) and (@action::text is null or action = @action::text or starts_with(action, @action::text || '.'))
        and (@subjectKind::text is null or subject_kind = @subjectKind) and (@subjectId::uuid is null or subject_id = @subjectId)
        and (@about::uuid is null or actor_id = @about or subject_id = @about)
        and (@from::timestamptz is null or at >= @from) and (@to::timestamptz is null or at < @to)
        """;

    private static (string, object?)[] Values(AuditFilter f) =>
        [.. f.WorkspaceId is { } workspaceId ? (ReadOnlySpan<(string, object?)>)[("workspaceId", workspaceId)] : [], ("actorId", f.ActorId), ("action", f.Action), ("subjectKind", f.SubjectKind), ("subjectId", f.SubjectId), ("about", f.About), ("from", f.From), ("to", f.To)];

    private static (string, object?)[] Parameters(IReadOnlyCollection<NewAuditEntry> entries)
    {
        T[] All<T>(Func<NewAuditEntry, T> value) => [.. entries.Select(value)];
        return
        [
            ("ids", All(e => e.Id)), ("ats", All(e => e.At)), ("workspaces", All(e => e.Entry.WorkspaceId)), ("accounts", All(e => e.Entry.AccountId)), ("actorKinds", All(e => e.Entry.By.Kind)),
            ("actors", All(e => e.Entry.By.Id)), ("actions", All(e => e.Entry.Action)), ("subjectKinds", All(e => e.Entry.SubjectKind)), ("subjects", All(e => e.Entry.SubjectId)),
            ("subjectLabels", All(e => e.Entry.SubjectLabel)), ("befores", All(e => e.Before)), ("afters", All(e => e.After)), ("results", All(e => e.Entry.Succeeded ? "ok" : "refused")),
            ("ips", All(e => e.Entry.By.Ip)), ("requests", All(e => e.Entry.By.RequestId)),
        ];
    }

    private static string? Json(IReadOnlyDictionary<string, object?>? facts)
    {
        if (facts is null) return null;
        if (facts.Keys.FirstOrDefault(name => Forbidden().IsMatch(name)) is { } wrong) throw new ArgumentException($"The audit log holds no '{wrong}'", nameof(facts));
        return JsonSerializer.Serialize(facts.ToDictionary(f => f.Key, f => f.Value is string text ? Excerpt.Of(text, LongestValue) : f.Value));
    }

    private static AuditRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1), r.Optional<Guid>(2), r.GetString(3), r.Optional<Guid>(4), r.OptionalText(5), r.GetString(6), r.OptionalText(7), r.Optional<Guid>(8), r.OptionalText(9),
        r.OptionalText(10), r.OptionalText(11), r.GetString(12), r.OptionalText(13), r.OptionalText(14));

    /// <summary>Names of facts that would hold a secret, or somebody's words.</summary>
    [GeneratedRegex("password|secret|token|hash|caption|text|body|content|message|email", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}

public static class AuditedStatements
{
    /// <summary>A statement and the entry that tells of it: both, or neither. One that changes nothing is not told.</summary>
    /// <returns>The number of rows changed.</returns>
    public static Task<int> Execute(this Sql db, string sql, AuditEntry entry, DateTimeOffset now, CancellationToken ct, params (string Name, object? Value)[] parameters) => db.Transaction(async connection =>
    {
        var changed = await connection.Execute(sql, ct, parameters);
        if (changed > 0) await AuditLog.Add(connection, entry, now, ct);
        return changed;
    }, ct);
}

/// <param name="Label">The name last seen; null when the person was erased.</param>
public sealed record AuditActor(Guid Id, string? Label);
