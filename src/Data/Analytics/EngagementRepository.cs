using System.Text.Json;
using Npgsql;

namespace SocialSelling.Analytics;

/// <summary>What people made of one post of an account.</summary>
public sealed record PostEngagement(DateTimeOffset At, int Likes, int Comments);

/// <summary>The newest posts of an account as Meta knew them at <see cref="ReadAt"/>.</summary>
public sealed record EngagementRow(IReadOnlyList<PostEngagement> Samples, DateTimeOffset ReadAt);

/// <summary>Keeps what was read of accounts' newest posts, so that it need not be read again for every question.</summary>
public sealed class EngagementRepository(Sql db)
{
    public Task<EngagementRow?> Find(Guid accountId, CancellationToken ct) => db.Find(
        "select samples, read_at from engagement_samples where client_account_id = @accountId", Read, ct, ("accountId", accountId));

    /// <summary>Newer ones stay.</summary>
    public Task Put(Guid accountId, EngagementRow row, CancellationToken ct) => db.Execute("""
        insert into engagement_samples as e (client_account_id, samples, read_at) values (@accountId, @samples::jsonb, @readAt)
        on conflict (client_account_id) do update set samples = excluded.samples, read_at = excluded.read_at where e.read_at < excluded.read_at
        """, ct, ("accountId", accountId), ("samples", JsonSerializer.Serialize(row.Samples)), ("readAt", row.ReadAt));

    private static EngagementRow Read(NpgsqlDataReader r) => new(JsonSerializer.Deserialize<PostEngagement[]>(r.GetString(0)) ?? [], r.GetFieldValue<DateTimeOffset>(1));
}
