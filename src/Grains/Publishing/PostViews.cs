using SocialSelling.Inbox;

namespace SocialSelling.Publishing;

/// <summary>Posts and media as people see them: one way for the grain's events and for the API's answers.</summary>
public static class PostViews
{
    public static PostView ToView(this PostRow p, SignedMediaUrls urls) => new(
        p.Id, p.AccountId, p.Type, p.Caption, [.. p.Media.Select(m => m.ToView(urls))], p.Status, p.ScheduledAt, p.LocalTime, p.TimeZone, p.PublishedAt, p.PlatformPostId, p.Permalink,
        p.FirstComment, p.Findings?.Select(f => f.ToView()).ToList() ?? PreFlight.Check(p), p.ErrorCode is null ? null : new FailureView(p.ErrorCode, p.ErrorMessage ?? p.ErrorCode),
        p.Attempts, p.Version, p.CreatedAt, p.UpdatedAt, p.Details.ToView(p.CoverMediaId), p.Cover?.ToView(urls),
        p.Approval is { } a ? new(a.SubmittedBy, a.SubmittedAt, a.DecidedBy, a.DecidedAt, ApprovalRules.IsApproved(p), a.Reason) : null, p.UserId, p.SeriesId, p.PreflightAt,
        p.Numbers is { } n ? new(n.Likes, n.Comments, n.Reach, n.ReadAt) : null);

    /// <summary>The post with what was found about it.</summary>
    internal static PostRow With(this PostRow post, IReadOnlyList<Finding> found, DateTimeOffset at) =>
        post with { Findings = [.. found.Select(f => new FindingRow(f.Severity, f.Rule, f.Field, f.Detail, f.Facts, f.Fix))], PreflightAt = at };

    private static Finding ToView(this FindingRow f) => new(f.Severity, f.Rule, f.Field, f.Detail, f.Facts, f.Fix);

    public static PostDetails ToView(this PostDetailsRow d, Guid? coverMediaId) => new(
        [.. (d.Files ?? []).Select(f => new FileDetails(f.MediaId, f.AltText, [.. (f.UserTags ?? []).Select(t => new UserTag(t.Username, t.X, t.Y))]))], d.Collaborators ?? [], d.LocationId,
        coverMediaId, d.ThumbOffsetMs, d.ShareToFeed);

    /// <summary>User names without the mark that people write before them; the cover stands in a column of its own.</summary>
    public static PostDetailsRow ToRow(this PostDetails d) => new(
        [.. (d.Files ?? []).Select(f => new FileDetailsRow(f.MediaId, f.AltText?.Trim(), [.. (f.UserTags ?? []).Select(t => new UserTagRow(Name(t.Username), t.X, t.Y))]))],
        [.. (d.Collaborators ?? []).Select(Name)], d.LocationId is { Length: > 0 } place ? place : null, d.ThumbOffsetMs, d.ShareToFeed);

    private static string Name(string username) => username.Trim().TrimStart('@');

    public static MediaView ToView(this MediaRow m, SignedMediaUrls urls, Guid? duplicateOf = null) => new(
        m.Id, m.Kind, m.MimeType, m.Width, m.Height, m.DurationSeconds, m.Size, urls.ForBrowser(m.OriginalRemovedAt is null ? m.StorageKey : m.PreviewKey ?? m.ThumbnailKey ?? m.StorageKey), m.ThumbnailKey is null ? null : urls.ForBrowser(m.ThumbnailKey),
        m.FileName, m.CreatedAt, m.PreviewKey is null ? null : urls.ForBrowser(m.PreviewKey),
        m.Facts is { } f ? new MediaFactsView(f.VideoCodec, f.AudioCodec, f.FrameRate, f.BitsPerSecond, f.Rotation, f.PixelFormat, f.SampleRate) : null,
        m.Kind == "image" || m.Facts is not null, m.VariantOf, m.Tags ?? [], duplicateOf, m.WorkspaceId, m.OriginalRemovedAt);
}

/// <summary>What browsers get with post events.</summary>
internal sealed record PostPayload(PostView Post);
