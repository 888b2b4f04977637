namespace SocialSelling.Meta;

/// <param name="UserId">The account's id in webhooks and paths (Meta's <c>user_id</c>).</param>
/// <param name="AppScopedId">Another number (Meta's <c>id</c>).</param>
public sealed record InstagramProfile(
    string UserId, string AppScopedId, string Username, string? Name, string? AccountType, string? ProfilePictureUrl, int FollowersCount, int FollowsCount, int MediaCount,
    string? Biography, string? Website);

/// <param name="ProfilePictureUrl">Expires within days.</param>
/// <param name="FollowsAccount">The contact follows the account.</param>
/// <param name="AccountFollows">The account follows the contact.</param>
public sealed record ContactProfile(string? Username, string? Name, string? ProfilePictureUrl, int? FollowerCount, bool? IsVerified, bool? FollowsAccount, bool? AccountFollows);

/// <summary>Under which rule a message goes out after the first 24 hours.</summary>
public enum MessageTag { None, HumanAgent }

public sealed record SentMessage(string RecipientId, string MessageId);

/// <param name="Kind">text, image, video, audio or file.</param>
public sealed record ConversationMessage(string Id, DateTimeOffset CreatedAt, string? FromId, string Text, string Kind = "text");

/// <summary>What a publishing container is made of.</summary>
public abstract record ContainerSpec
{
    public sealed record Image(ContainerFile File, ContainerWords Words) : ContainerSpec;
    /// <param name="CoverUrl">Wins over <paramref name="ThumbOffsetMs"/>, the moment in the video.</param>
    public sealed record Reel(ContainerFile File, ContainerWords Words, Uri? CoverUrl, int? ThumbOffsetMs, bool ShareToFeed) : ContainerSpec;
    public sealed record Story(ContainerFile File) : ContainerSpec;
    public sealed record CarouselItem(ContainerFile File) : ContainerSpec;
    public sealed record Carousel(IReadOnlyList<string> Children, ContainerWords Words) : ContainerSpec;
}

/// <param name="Url">Fetched by Meta.</param>
public sealed record ContainerFile(Uri Url, bool IsVideo, string? AltText, IReadOnlyList<TaggedUser> UserTags);

/// <param name="X">A share of the picture's width; null on a video.</param>
public sealed record TaggedUser(string Username, double? X, double? Y);

/// <summary>What a post says as a whole.</summary>
public sealed record ContainerWords(string Caption, IReadOnlyList<string> Collaborators, string? LocationId);

public enum ContainerState { InProgress, Finished, Published, Error, Expired }

/// <param name="Detail">Meta's word for the state; of an error with its subcode.</param>
/// <param name="Failure">Of an error: whether another container may fare better.</param>
public sealed record ContainerStatus(ContainerState State, string? Detail, InstagramFailure? Failure = null);

/// <param name="MediaType">IMAGE, VIDEO or CAROUSEL_ALBUM.</param>
/// <param name="ProductType">FEED, REELS or STORY.</param>
public sealed record PublishedMedia(string Id, string? Caption, DateTimeOffset? Timestamp, string? Permalink, string? MediaType = null, string? ProductType = null);
