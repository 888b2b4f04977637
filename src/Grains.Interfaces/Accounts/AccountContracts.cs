using System.Text.Json.Serialization;

namespace SocialSelling.Accounts;

/// <summary>The two ways of Meta's in which an account is connected.</summary>
[GenerateSerializer, Alias("ss.LoginWay"), JsonConverter(typeof(JsonStringEnumConverter<LoginWay>))]
public enum LoginWay
{
    /// <summary>Its owner signs in at Instagram, as the account itself.</summary>
    [JsonStringEnumMemberName("instagram")] Instagram,
    /// <summary>Somebody signs in at Facebook, as themselves, who manages the Page behind which it stands.</summary>
    [JsonStringEnumMemberName("facebook")] Facebook,
}

/// <summary>What the consent page of Meta led to.</summary>
/// <param name="AccessToken">The long-lived token, in clear: it exists so only between the API host and the grain, which encrypts it.</param>
/// <param name="PageId">The Facebook Page whose token it is; null after Instagram Login.</param>
[GenerateSerializer, Immutable, Alias("ss.ConnectAccount")]
public sealed record ConnectAccount(
    [property: Id(0)] Guid WorkspaceId, [property: Id(1)] Guid UserId, [property: Id(2)] string PlatformAccountId, [property: Id(3)] string AppScopedId,
    [property: Id(4)] string Username, [property: Id(5)] string? DisplayName, [property: Id(6)] string? ProfilePictureUrl, [property: Id(7)] string? AccountType,
    [property: Id(8)] int FollowerCount, [property: Id(9)] int FollowingCount, [property: Id(10)] int MediaCount, [property: Id(11)] string? Biography,
    [property: Id(12)] string? Website, [property: Id(13)] string AccessToken, [property: Id(14)] TimeSpan ExpiresIn, [property: Id(15)] IReadOnlyList<string> Scopes,
    [property: Id(16)] string? PageId = null)
{
    public override string ToString() => $"ConnectAccount {{ {PlatformAccountId} }}";
}

/// <param name="Status">active, token_expired, disconnected or error.</param>
/// <param name="TokenExpiresAt">With Facebook Login the token has no end of its own: until then its owner has to sign in again, or it is refused.</param>
/// <param name="Way">By which it was connected last.</param>
[GenerateSerializer, Immutable, Alias("ss.AccountView")]
public sealed record AccountView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid WorkspaceId, [property: Id(2)] string Platform, [property: Id(3)] string PlatformAccountId,
    [property: Id(4)] string Username, [property: Id(5)] string? DisplayName, [property: Id(6)] string? ProfilePictureUrl, [property: Id(7)] int FollowerCount,
    [property: Id(8)] string Status, [property: Id(9)] string? StatusReason, [property: Id(10)] DateTimeOffset? TokenExpiresAt, [property: Id(11)] DateTimeOffset ConnectedAt,
    [property: Id(12)] DateTimeOffset? LastEventAt, [property: Id(13)] int UnreadCount,
    [property: Id(14)] LoginWay Way);

/// <param name="History">How far reading conversations back has come; null before it began.</param>
[GenerateSerializer, Immutable, Alias("ss.AccountHealthView")]
public sealed record AccountHealthView(
    [property: Id(0)] Guid AccountId, [property: Id(1)] string Status, [property: Id(2)] TokenHealthView Token, [property: Id(3)] BudgetView Budget,
    [property: Id(4)] WebhookHealthView Webhook, [property: Id(5)] long LastSequence, [property: Id(6)] DateTimeOffset? NextPostAt,
    [property: Id(7)] Inbox.HistoryView? History);

/// <param name="MissingRights">What the owner did not allow when the account was connected, and does not work therefore.</param>
[GenerateSerializer, Immutable, Alias("ss.TokenHealthView")]
public sealed record TokenHealthView(
    [property: Id(0)] DateTimeOffset? ExpiresAt, [property: Id(1)] DateTimeOffset? RefreshAt, [property: Id(2)] IReadOnlyList<string> Scopes,
    [property: Id(3)] IReadOnlyList<AccountRight> MissingRights);

/// <summary>What an account's owner allows, each by a scope of Meta's.</summary>
[GenerateSerializer, Alias("ss.AccountRight"), JsonConverter(typeof(JsonStringEnumConverter<AccountRight>))]
public enum AccountRight
{
    [JsonStringEnumMemberName("messages")] Messages,
    [JsonStringEnumMemberName("comments")] Comments,
    [JsonStringEnumMemberName("publishing")] Publishing,
    [JsonStringEnumMemberName("insights")] Insights,
}

/// <param name="UsagePercent">Of Meta's limit, as its last answer said; 0 to 100 and beyond.</param>
[GenerateSerializer, Immutable, Alias("ss.BudgetView")]
public sealed record BudgetView([property: Id(0)] int UsagePercent, [property: Id(1)] IReadOnlyList<BudgetClassView> Classes);

/// <param name="AvailableAt">When calls of the class may go again; null when they may go now.</param>
[GenerateSerializer, Immutable, Alias("ss.BudgetClassView")]
public sealed record BudgetClassView([property: Id(0)] CallClass Class, [property: Id(1)] bool Allowed, [property: Id(2)] DateTimeOffset? AvailableAt);

/// <param name="SubscribedAt">When Meta was last asked, with success, to tell of the account; null when it does not.</param>
/// <param name="Fields">What Meta said, when it was last asked, that it tells.</param>
/// <param name="Missing">What it should tell and does not.</param>
/// <param name="Failure">Why the last attempt to subscribe or to ask failed; null when it went well.</param>
[GenerateSerializer, Immutable, Alias("ss.WebhookHealthView")]
public sealed record WebhookHealthView(
    [property: Id(0)] DateTimeOffset? SubscribedAt, [property: Id(1)] DateTimeOffset? LastEventAt, [property: Id(2)] IReadOnlyList<string>? Fields = null,
    [property: Id(3)] IReadOnlyList<string>? Missing = null, [property: Id(4)] DateTimeOffset? CheckedAt = null, [property: Id(5)] string? Failure = null);

/// <summary>Calls to Meta by falling priority.</summary>
[GenerateSerializer, Alias("ss.CallClass"), JsonConverter(typeof(JsonStringEnumConverter<CallClass>))]
public enum CallClass
{
    [JsonStringEnumMemberName("reply")] Reply,
    [JsonStringEnumMemberName("publish")] Publish,
    [JsonStringEnumMemberName("sync")] Sync,
    [JsonStringEnumMemberName("insights")] Insights,
}

[GenerateSerializer, Immutable, Alias("ss.AccountNotFound")]
public sealed record AccountNotFound : DomainError
{
    public override string Code => "account-not-found";
    public override string Detail => "There is no such account.";
}

/// <summary>The token has died, or the account was disconnected: it has to be connected again before anything is sent.</summary>
[GenerateSerializer, Immutable, Alias("ss.AccountNotActive")]
public sealed record AccountNotActive([property: Id(0)] string Status) : DomainError
{
    public override string Code => "account-not-active";
    public override string Detail => $"The account is {Status.Replace('_', ' ')}. Connect it again first.";
}

/// <summary>Somebody has asked for everything of it to be erased, and that is under way: it can be connected again when it is done.</summary>
[GenerateSerializer, Immutable, Alias("ss.AccountBeingErased")]
public sealed record AccountBeingErased : DomainError
{
    public override string Code => "account-being-erased";
    public override string Detail => "What was kept of this account is being erased. It can be connected again when that is done.";
}

[GenerateSerializer, Immutable, Alias("ss.AlreadyConnected")]
public sealed record AlreadyConnected : DomainError
{
    public override string Code => "already-connected";
    public override string Detail => "This account is connected in another workspace.";
}
