using System.Text.Json;

namespace SocialSelling.Publishing;

/// <summary>What a post has beside its files and words, as its row's <c>details</c> hold it. What is missing there has its default.</summary>
public sealed record PostDetailsRow(
    IReadOnlyList<FileDetailsRow>? Files = null, IReadOnlyList<string>? Collaborators = null, string? LocationId = null, int? ThumbOffsetMs = null, bool ShareToFeed = true)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public FileDetailsRow? Of(Guid mediaId) => Files?.FirstOrDefault(f => f.MediaId == mediaId);

    internal string Write() => JsonSerializer.Serialize(this, Json);

    internal static PostDetailsRow Read(string json) => JsonSerializer.Deserialize<PostDetailsRow>(json, Json) ?? new();
}

/// <summary>Of one file: the words for people who do not see it, and who is on it.</summary>
public sealed record FileDetailsRow(Guid MediaId, string? AltText, IReadOnlyList<UserTagRow>? UserTags);

/// <summary>A person on a file; the place is a share of width and height, and missing on a video.</summary>
public sealed record UserTagRow(string Username, double? X, double? Y);
