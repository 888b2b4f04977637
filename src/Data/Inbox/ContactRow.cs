namespace SocialSelling.Inbox;

/// <summary>A contact as stored. What is null in the profile Meta has not told.</summary>
/// <param name="ProfilePictureUrl">Meta's link, which expires within days.</param>
/// <param name="PictureKey">Our copy in the media store.</param>
/// <param name="AttributesJson">An object of texts.</param>
/// <param name="MergedInto">The same person as another contact, whose stage, deal, tags and attributes hold.</param>
/// <param name="ConversationId">Null while the contact has not written.</param>
public sealed record ContactRow(
    Guid Id, Guid AccountId, string PlatformContactId, string? Username, string? Name, string? ProfilePictureUrl, string? PictureKey, ProfileFacts Facts, DateTimeOffset? ProfileFetchedAt,
    Guid? StageId, decimal? DealAmount, string? DealCurrency, IReadOnlyList<Guid> TagIds, string AttributesJson, Guid? MergedInto, DateTimeOffset CreatedAt, Guid? ConversationId);

/// <summary>What Meta tells of a contact besides the name.</summary>
/// <param name="FollowsAccount">The contact follows the account.</param>
/// <param name="AccountFollows">The account follows the contact.</param>
public sealed record ProfileFacts(int? FollowerCount, bool? IsVerified, bool? FollowsAccount, bool? AccountFollows);

/// <summary>A contact whose profile is to be asked for.</summary>
/// <param name="Attempts">Failed since the last success.</param>
public sealed record DueProfile(Guid Id, string PlatformContactId, int Attempts);

/// <summary>Which contacts a list shows; null does not narrow it.</summary>
/// <param name="Search">How words of a name or username begin; accents and capitals do not matter.</param>
public sealed record ContactQuery(IReadOnlyCollection<Guid> AccountIds, SearchQuery? Search, Guid? TagId, Guid? StageId);
