namespace SocialSelling.Meta;

/// <param name="Used">Posts since the time that was asked about.</param>
/// <param name="Total">How many an account may have in 24 hours; null when Meta does not say.</param>
public sealed record PublishingLimit(int Used, int? Total);

public sealed partial class InstagramClient
{
    /// <param name="since">At most 24 hours ago.</param>
    public async Task<PublishingLimit> GetPublishingLimit(InstagramSession session, DateTimeOffset since, CancellationToken ct)
    {
        var json = await Get(session, $"{session.PlatformAccountId}/content_publishing_limit?fields=quota_usage,config&since={since.ToUnixTimeSeconds()}", ct);
        return json.Items("data").FirstOrDefault() is { ValueKind: System.Text.Json.JsonValueKind.Object } limit
            ? new(limit.Number("quota_usage") ?? 0, limit.TryGetProperty("config", out var config) ? config.Number("quota_total") : null)
            : new(0, null);
    }
}
