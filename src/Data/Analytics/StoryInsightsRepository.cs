namespace SocialSelling.Analytics;

/// <summary>Stories' last numbers.</summary>
public sealed class StoryInsightsRepository(Sql db)
{
    /// <returns>When the story's numbers were reported; null when they were not.</returns>
    public async Task<DateTimeOffset?> FindReportedAt(Guid accountId, string platformMediaId, CancellationToken ct) => await db.Scalar<DateTime?>(
        "select reported_at from story_insights where client_account_id = @accountId and platform_media_id = @media", ct, ("accountId", accountId), ("media", platformMediaId)) is { } at
        ? new DateTimeOffset(at) : null;

    /// <param name="numbers">JSON, by Meta's name.</param>
    public static Guarded Put(Guid accountId, string platformMediaId, string numbers, DateTimeOffset reportedAt) => new("""
        insert into story_insights (client_account_id, platform_media_id, numbers, reported_at) values (@accountId, @media, @numbers::jsonb, @reportedAt)
        on conflict (client_account_id, platform_media_id) do update set numbers = excluded.numbers, reported_at = excluded.reported_at
        """, [("accountId", accountId), ("media", platformMediaId), ("numbers", numbers), ("reportedAt", reportedAt)]);
}
