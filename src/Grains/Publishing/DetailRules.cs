using System.Text.RegularExpressions;

namespace SocialSelling.Publishing;

/// <summary>What a post may have beside its files and words, by its type. Pure: a value that Meta refuses is an error, one that has no place there a warning.</summary>
/// <remarks>Source: Meta, "IG User Media" (parameters of <c>/media</c>), August 2026.</remarks>
internal static partial class DetailRules
{
    public const int MaxAltText = 1_000, MaxTags = 20, MaxCollaborators = 3, MaxComment = 2_200;

    public static IEnumerable<Finding> Check(PostRow post)
    {
        var details = post.Details;
        var isReel = ContainerSpecs.IsReel(post);
        if (details.LocationId is { } place && !Digits().IsMatch(place)) yield return Error("location-unknown", "details.locationId", "A place is named by the number of its Page.");
        if (details.LocationId is not null && post.Type == "story") yield return Ignored("details.locationId", "A story has no place that an app can set; it will not be shown.");

        foreach (var finding in Collaborators(post.Type, details.Collaborators ?? [])) yield return finding;
        foreach (var finding in Cover(post, isReel)) yield return finding;
        if (!details.ShareToFeed && !isReel) yield return Ignored("details.shareToFeed", "Only a reel can be kept out of the feed.");
        foreach (var finding in Files(post, isReel)) yield return finding;
        foreach (var finding in FirstComment(post)) yield return finding;
    }

    private static IEnumerable<Finding> Collaborators(string type, IReadOnlyList<string> names)
    {
        if (names.Count > MaxCollaborators) yield return Error("too-many-collaborators", "details.collaborators", $"Instagram takes at most {MaxCollaborators} collaborators.", ("count", names.Count), ("limit", MaxCollaborators));
        if (names.Any(n => !Username().IsMatch(n))) yield return Error("username-invalid", "details.collaborators", "A collaborator is named by an Instagram user name.");
        if (names.Count > 0 && type == "story") yield return Ignored("details.collaborators", "A story has no collaborators; they will not be asked.");
    }

    private static IEnumerable<Finding> Cover(PostRow post, bool isReel)
    {
        if (post.CoverMediaId is not null && !isReel) yield return Ignored("details.coverMediaId", "Only a reel has a cover.");
        else if (post is { CoverMediaId: not null, Cover: null }) yield return Error("media-not-found", "details.coverMediaId", "The cover does not exist any more.");
        else if (post.Cover is { OriginalRemovedAt: { } at } gone)
        {
            if (post.Status != "published")
                yield return Error("media-original-removed", "details.coverMediaId", $"{gone.FileName}: the original was removed, long after it was published. Upload it again to use it.", ("fileName", gone.FileName), ("removedAt", at));
        }
        else if (post.Cover is { } cover && (cover.MimeType != "image/jpeg" || cover.Size > PreFlight.MaxImageBytes))
            yield return Error("cover-format", "details.coverMediaId", "A cover is a JPEG of at most 8 MB.");

        if (post.Details.ThumbOffsetMs is not { } offset) yield break;
        if (!isReel) yield return Ignored("details.thumbOffsetMs", "Only a reel has a cover.");
        else if (offset < 0 || post.Media is [{ DurationSeconds: { } length }] && offset >= length * 1000)
            yield return Error("thumb-offset", "details.thumbOffsetMs", "The moment for the cover lies outside the video.");
        else if (post.CoverMediaId is not null) yield return Ignored("details.thumbOffsetMs", "The reel has a cover of its own; the moment in the video is not used.");
    }

    private static IEnumerable<Finding> Files(PostRow post, bool isReel)
    {
        var files = post.Media.Select(m => (Media: m, Details: post.Details.Of(m.Id))).Where(f => f.Details is not null).ToList();
        if (files.Sum(f => f.Details!.UserTags?.Count ?? 0) > MaxTags) yield return Error("too-many-tags", "details.files", $"Instagram takes at most {MaxTags} tagged people.", ("limit", MaxTags));
        foreach (var (media, details) in files)
        {
            if (details!.AltText is { Length: > 0 } words)
            {
                if (words.Length > MaxAltText) yield return Error("alt-text-too-long", "details.files", $"{media.FileName}: a description has at most {MaxAltText:N0} characters.", ("fileName", media.FileName), ("count", words.Length), ("limit", MaxAltText));
                if (media.Kind == "video" || post.Type == "story") yield return Ignored("details.files", $"{media.FileName}: only pictures of the feed have a description.");
            }
            foreach (var tag in details.UserTags ?? [])
            {
                if (!Username().IsMatch(tag.Username)) yield return Error("username-invalid", "details.files", $"{media.FileName}: {tag.Username} is no Instagram user name.", ("fileName", media.FileName), ("username", tag.Username));
                if (media.Kind == "video" && (tag.X ?? tag.Y) is not null) yield return Ignored("details.files", $"{media.FileName}: people on a video have no place in it.");
                else if (media.Kind == "image" && (tag is not { X: >= 0 and <= 1, Y: >= 0 and <= 1 })) yield return Error("tag-place", "details.files", $"{media.FileName}: say where on the picture {tag.Username} is.", ("fileName", media.FileName), ("username", tag.Username));
            }
        }
    }

    private static IEnumerable<Finding> FirstComment(PostRow post)
    {
        if (post.FirstComment is not { Length: > 0 } words) yield break;
        var count = CaptionCount.Of(words);
        if (count.CodePoints > MaxComment) yield return Error("comment-too-long", "firstComment", $"The first comment has {count.CodePoints} characters; Instagram takes {MaxComment:N0}.", ("count", count.CodePoints), ("limit", MaxComment));
        if (count.Hashtags > PreFlight.MaxHashtags) yield return Error("too-many-hashtags", "firstComment", $"Instagram takes at most {PreFlight.MaxHashtags} hashtags in a comment.", ("count", count.Hashtags), ("limit", PreFlight.MaxHashtags));
        if (post.Type == "story") yield return Ignored("firstComment", "Nobody can comment on a story; the first comment will not be written.");
    }

    private static Finding Error(string rule, string field, string message, params (string Name, object? Value)[] facts) => new("error", rule, field, message, facts.Length == 0 ? null : Facts.Of(facts));

    private static Finding Ignored(string field, string message) => new("warning", "not-used", field, message);

    [GeneratedRegex(@"^\d{1,32}$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[A-Za-z0-9._]{1,30}$")]
    private static partial Regex Username();
}
