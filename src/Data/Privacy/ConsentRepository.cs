using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Privacy;

/// <summary>The record of what people have agreed to. Only ever added to: the database refuses the rest.</summary>
public sealed class ConsentRepository(Sql db)
{
    private const string Columns = "id, purpose, given, version, language, at, ip";

    /// <summary>What holds for a person: the last answer for each purpose that they have given one for.</summary>
    public Task<List<ConsentRow>> Current(Guid userId, CancellationToken ct) => db.Query(
        $"select distinct on (purpose) {Columns} from consents where user_id = @userId order by purpose, at desc, id desc", Read, ct, ("userId", userId));

    /// <summary>All of a person's answers, newest first.</summary>
    public Task<List<ConsentRow>> Page(Guid userId, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from consents where user_id = @userId and (@at::timestamptz is null or (at, id) < (@at, @before)) order by at desc, id desc limit @limit
        """, Read, ct, ("userId", userId), ("at", before?.At), ("before", before?.Id ?? Guid.Empty), ("limit", limit));

    /// <summary>Records an answer, with its entry in the audit log. One that says nothing new is not recorded: a second click, or taking back what was never given.</summary>
    public Task<bool> Add(Guid userId, NewConsent consent, AuditSource by, DateTimeOffset now, CancellationToken ct) => db.Transaction(connection => Add(connection, userId, consent, by, now, ct), ct);

    /// <summary>The same in the transaction of what it belongs to.</summary>
    internal static async Task<bool> Add(NpgsqlConnection connection, Guid userId, NewConsent consent, AuditSource by, DateTimeOffset now, CancellationToken ct)
    {
        var added = await connection.Execute("""
            with last as (select given, version from consents where user_id = @userId and purpose = @purpose order by at desc, id desc limit 1)
            insert into consents (id, user_id, purpose, given, version, language, at, ip)
            select @id, @userId, @purpose, @given, @version, @language, @now, left(@ip::text, 45)
             where case when @given then not exists (select from last where given and version = @version) else exists (select from last where given) end
            """, ct,
            ("id", Guid.CreateVersion7(now)), ("userId", userId), ("purpose", consent.Purpose), ("given", consent.Given), ("version", consent.Version), ("language", consent.Language), ("now", now), ("ip", by.Ip));
        if (added == 0) return false;
        // The text is the subject and the person the actor: when the person is erased, the entry still says what somebody agreed to, and when.
        await AuditLog.Add(connection, new AuditEntry(consent.Given ? AuditAction.ConsentGiven : AuditAction.ConsentWithdrawn, by).To("consent", null, $"{consent.Purpose} {consent.Version}"), now, ct);
        return true;
    }

    private static ConsentRow Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1), r.GetBoolean(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.OptionalText(6));
}
