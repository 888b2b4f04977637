using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Publishing;

/// <summary>Whether the parameters of a container fit together, before anything is fetched.</summary>
/// <remarks>Limits: meta-platform reference, section 4.1. Where no code is known, 100 without a subcode stands in.</remarks>
internal static partial class ContainerChecks
{
    private const int MaxCaption = 2_200, MaxHashtags = 30, MaxMentions = 20, MaxTags = 20, MaxCollaborators = 3, MaxAltText = 1_000;

    /// <returns>What Meta would answer; null when all is well.</returns>
    public static IResult? Problem(GraphCall call, string kind, string[] children)
    {
        var caption = call["caption"] ?? "";
        var isImage = kind != "CAROUSEL" && call["image_url"] is not null;
        var isItem = call["is_carousel_item"] is "true" or "True";
        if (kind is not ("IMAGE" or "REELS" or "STORIES" or "CAROUSEL" or "VIDEO")) return GraphAnswers.Error(100, 2207023, "The media type is unknown");
        if (kind == "VIDEO" && !isItem) return GraphAnswers.Error(100, 2207023, "The media type VIDEO is for carousel items; use REELS");
        if (kind == "CAROUSEL" && children.Length is < 2 or > 10) return GraphAnswers.Error(100, 2207028, "A carousel needs 2 to 10 children");
        if (kind is "REELS" && isImage) return GraphAnswers.Error(352, 2207026, "The video format is not supported");
        if (caption.EnumerateRunes().Count() > MaxCaption || Hashtag().Count(caption) > MaxHashtags) return GraphAnswers.Error(36004, 2207010, "The caption was too long");
        if (Mention().Count(caption) > MaxMentions) return GraphAnswers.Error(100, 2207040, "Cannot use more than 20 tags");
        return Place(call, isItem) ?? Collaborators(call, kind) ?? AltText(call, isImage, kind) ?? Tags(call, isImage, kind);
    }

    public static PostParameters Read(GraphCall call) => new()
    {
        AltText = call["alt_text"],
        LocationId = call["location_id"],
        Collaborators = [.. List(call, "collaborators")],
        UserTags = TagsOf(call) ?? [],
        CoverUrl = call["cover_url"],
        ThumbOffset = int.TryParse(call["thumb_offset"], CultureInfo.InvariantCulture, out var offset) ? offset : null,
        ShareToFeed = call["share_to_feed"] is not ("false" or "False"),
        IsCarouselItem = call["is_carousel_item"] is "true" or "True",
    };

    /// <summary>A JSON array, or words with commas between them.</summary>
    public static string[] List(GraphCall call, string name) => call.Body.TryGetValue(name, out var list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(c => c.ToString())]
        : (call[name] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IResult? Place(GraphCall call, bool isItem) => call["location_id"] switch
    {
        null => null,
        _ when isItem => GraphAnswers.Error(100, message: "location_id is not for carousel items"),
        var id => Digits().IsMatch(id) ? null : GraphAnswers.Error(100, message: "INSTAGRAM_PLATFORM_API__INVALID_LOCATION_ID"),
    };

    private static IResult? Collaborators(GraphCall call, string kind) => List(call, "collaborators") switch
    {
        [] => null,
        _ when kind == "STORIES" => GraphAnswers.Error(100, message: "collaborators are not for stories"),
        var names => names.Length > MaxCollaborators || !names.All(n => Username().IsMatch(n)) ? GraphAnswers.Error(100, message: "Invalid collaborators") : null,
    };

    private static IResult? AltText(GraphCall call, bool isImage, string kind) => call["alt_text"] is { } words && (!isImage || kind == "STORIES" || words.Length > MaxAltText)
        ? GraphAnswers.Error(100, message: "alt_text is for images, and has at most 1000 characters") : null;

    private static IResult? Tags(GraphCall call, bool isImage, string kind)
    {
        if (call["user_tags"] is null) return null;
        if (TagsOf(call) is not { } tags || kind == "CAROUSEL" || tags.Exists(t => !Username().IsMatch(t.Username))) return GraphAnswers.Error(100, message: "Invalid user_tags");
        if (tags.Count > MaxTags) return GraphAnswers.Error(100, 2207040, "Cannot use more than 20 tags");
        var placed = tags.TrueForAll(t => t is { X: >= 0 and <= 1, Y: >= 0 and <= 1 });
        return isImage && !placed ? GraphAnswers.Error(100, 2207036, "A tag on a photo needs its place") : null;
    }

    private static List<TaggedPerson>? TagsOf(GraphCall call)
    {
        try
        {
            return call["user_tags"] is { } json ? JsonSerializer.Deserialize<List<TaggedPerson>>(json, JsonSerializerOptions.Web) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}_])[#＃][\p{L}\p{N}_]")]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"(?<![\p{L}\p{N}_])[@＠][\p{L}\p{N}_]")]
    private static partial Regex Mention();

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[A-Za-z0-9._]{1,30}$")]
    private static partial Regex Username();
}
