using SocialSelling.Inbox;

namespace SocialSelling.Publishing;

/// <summary>Posts and media as people see them: one way for the grain's events and for the API's answers.</summary>
public static class PostViews
{
    public static PostView ToView(this PostRow p, SignedMediaUrls urls) => new(
        p.Id, p.AccountId, p.Type, p.Caption, [.. p.Media.Select(m => m.ToView(urls))], p.Status, p.ScheduledAt, p.LocalTime, p.TimeZone, p.PublishedAt, p.PlatformPostId, p.Permalink,
        p.FirstComment, PreFlight.Check(p.Type, p.Caption, p.Media, p.MediaKeys.Count), p.ErrorCode is null ? null : new FailureView(p.ErrorCode, p.ErrorMessage ?? p.ErrorCode),
        p.Attempts, p.Version, p.CreatedAt, p.UpdatedAt);

    public static MediaView ToView(this MediaRow m, SignedMediaUrls urls) => new(
        m.Id, m.Kind, m.MimeType, m.Width, m.Height, m.DurationSeconds, m.Size, urls.ForBrowser(m.StorageKey), m.ThumbnailKey is null ? null : urls.ForBrowser(m.ThumbnailKey),
        m.FileName, m.CreatedAt);
}

/// <summary>What browsers get with post events.</summary>
internal sealed record PostPayload(PostView Post);
