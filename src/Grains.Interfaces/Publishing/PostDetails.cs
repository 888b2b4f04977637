using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Publishing;

/// <summary>What Meta lets a post have beside its files and words. What does not belong to the post's type is told by a finding, not refused here.</summary>
/// <param name="Files">What is said about single files; a file without an entry has nothing.</param>
/// <param name="Collaborators">Accounts that are asked to show the post as theirs too; at most 3.</param>
/// <param name="LocationId">Meta's id of a Page that has a location.</param>
/// <param name="CoverMediaId">A picture of the library that stands for a reel until it is played; wins over <paramref name="ThumbOffsetMs"/>.</param>
/// <param name="ThumbOffsetMs">The moment of a reel's video that stands for it.</param>
/// <param name="ShareToFeed">A reel is shown in the feed too, and not in the Reels tab alone.</param>
[GenerateSerializer, Immutable, Alias("ss.PostDetails")]
public sealed record PostDetails(
    [property: Id(0), MaxLength(10)] IReadOnlyList<FileDetails>? Files = null,
    [property: Id(1), MaxLength(20)] IReadOnlyList<string>? Collaborators = null,
    [property: Id(2), StringLength(40)] string? LocationId = null,
    [property: Id(3)] Guid? CoverMediaId = null,
    [property: Id(4)] int? ThumbOffsetMs = null,
    [property: Id(5)] bool ShareToFeed = true);

/// <param name="AltText">What the picture shows, for people who do not see it.</param>
[GenerateSerializer, Immutable, Alias("ss.FileDetails")]
public sealed record FileDetails(
    [property: Id(0), Required] Guid MediaId, [property: Id(1), StringLength(10_000)] string? AltText = null, [property: Id(2), MaxLength(100)] IReadOnlyList<UserTag>? UserTags = null);

/// <summary>Who is on a file: on a picture with the place, as a share of its width and height from the top left corner; on a video without.</summary>
[GenerateSerializer, Immutable, Alias("ss.UserTag")]
public sealed record UserTag([property: Id(0), Required, StringLength(60)] string Username, [property: Id(1)] double? X = null, [property: Id(2)] double? Y = null);
