namespace SocialSelling.Meta;

/// <summary>One medium's public numbers. Likes are missing when the account hides them.</summary>
public sealed record MediaNumbers(string Id, DateTimeOffset? Timestamp, int? Likes, int? Comments);

/// <summary>What people make of one medium. What Meta does not tell is null.</summary>
public sealed record MediaInsights(int? Likes, int? Comments, int? Reach);

public sealed partial class InstagramClient
{
    /// <summary>Meta's answer while a medium has fewer than five viewers; no right is missing then.</summary>
    private const int NotEnoughViewers = 10;

    /// <remarks>
    /// One metric that a kind of medium does not have fails the whole call, so stories are asked for less. Where Meta tells no insights, the likes and comments that everybody sees still count.
    /// Source: Meta, "Media insights".
    /// </remarks>
    public async Task<MediaInsights> GetMediaInsights(InstagramSession session, string mediaId, bool isStory, CancellationToken ct)
    {
        try
        {
            var told = (await Get(session, $"{mediaId}/insights?metric={(isStory ? "reach" : "reach,likes,comments")}", ct)).Items("data")
                .Where(m => m.Text("name") is not null).ToDictionary(m => m.Text("name")!, m => m.Items("values").Select(v => v.Number("value")).FirstOrDefault());
            return new(told.GetValueOrDefault("likes"), told.GetValueOrDefault("comments"), told.GetValueOrDefault("reach"));
        }
        catch (InstagramException e) when (e.Failure is Refused { Code: NotEnoughViewers })
        {
            var medium = await Get(session, $"{mediaId}?fields=like_count,comments_count", ct);
            return isStory ? new(null, null, null) : new(medium.Number("like_count"), medium.Number("comments_count"), null);
        }
    }

    /// <summary>Of the newest media first; stories are not among them.</summary>
    /// <param name="limit">At most 100.</param>
    public async Task<IReadOnlyList<MediaNumbers>> ListMediaNumbers(InstagramSession session, int limit, CancellationToken ct) =>
        [.. (await Get(session, $"{session.PlatformAccountId}/media?fields=id,timestamp,like_count,comments_count&limit={limit}", ct)).Items("data")
            .Select(m => new MediaNumbers(m.Must("id", CallKind.Repeatable), m.Time("timestamp"), m.Number("like_count"), m.Number("comments_count")))];
}
