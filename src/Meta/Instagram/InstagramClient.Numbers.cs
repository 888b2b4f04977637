namespace SocialSelling.Meta;

/// <summary>One medium's public numbers. Likes are missing when the account hides them.</summary>
public sealed record MediaNumbers(string Id, DateTimeOffset? Timestamp, int? Likes, int? Comments);

public sealed partial class InstagramClient
{
    /// <summary>Of the newest media first; stories are not among them.</summary>
    /// <param name="limit">At most 100.</param>
    public async Task<IReadOnlyList<MediaNumbers>> ListMediaNumbers(InstagramSession session, int limit, CancellationToken ct) =>
        [.. (await Get(session, $"{session.PlatformAccountId}/media?fields=id,timestamp,like_count,comments_count&limit={limit}", ct)).Items("data")
            .Select(m => new MediaNumbers(m.Must("id", CallKind.Repeatable), m.Time("timestamp"), m.Number("like_count"), m.Number("comments_count")))];
}
