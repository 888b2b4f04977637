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

/// <summary>What a publishing container is made of. Urls are fetched by Meta.</summary>
public abstract record ContainerSpec
{
    public sealed record Image(Uri Url, string Caption) : ContainerSpec;
    public sealed record Reel(Uri Url, string Caption) : ContainerSpec;
    public sealed record Story(Uri Url, bool IsVideo) : ContainerSpec;
    public sealed record CarouselItem(Uri Url, bool IsVideo) : ContainerSpec;
    public sealed record Carousel(IReadOnlyList<string> Children, string Caption) : ContainerSpec;
}

public enum ContainerState { InProgress, Finished, Published, Error, Expired }

public sealed record ContainerStatus(ContainerState State, string? Detail);

public sealed record PublishedMedia(string Id, string? Caption, DateTimeOffset? Timestamp, string? Permalink);
