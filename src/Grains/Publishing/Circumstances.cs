using System.Globalization;
using SocialSelling.Accounts;

namespace SocialSelling.Publishing;

/// <summary>How full the 24 hours before a post's time will be.</summary>
/// <param name="Total">What Meta takes in 24 hours, as it said.</param>
/// <param name="Used">Posts in these hours that are live already, whoever published them.</param>
/// <param name="Planned">Posts of ours that come before this one.</param>
internal sealed record QuotaForecast(int Total, int Used, int Planned)
{
    public bool IsFull => Used + Planned >= Total;
}

/// <summary>What came of asking for a file as Meta will.</summary>
internal enum MediaAnswer { Reached, Refused, NoAnswer, NotPublic }

internal sealed record MediaProbe(MediaRow File, MediaAnswer Answer, int? Status);

/// <summary>What was found out about the world around a post that has a time.</summary>
/// <param name="TokenRefreshAt">When the token is renewed; it can be until it expires.</param>
/// <param name="Quota">Null when Meta could not be asked.</param>
internal sealed record Circumstances(
    string AccountStatus, IReadOnlyList<string> Scopes, DateTimeOffset? TokenExpiresAt, DateTimeOffset? TokenRefreshAt, QuotaForecast? Quota, IReadOnlyList<MediaProbe> Media,
    IReadOnlyList<PostTwin> Twins);

/// <summary>What a finding's sentence is made of in the reader's language: numbers as C# writes them everywhere, instants as ISO 8601.</summary>
internal static class Facts
{
    /// <summary>What is null is left out.</summary>
    public static Dictionary<string, string> Of(params (string Name, object? Value)[] facts) => facts.Where(f => f.Value is not null).ToDictionary(f => f.Name, f => f.Value switch
    {
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => f.Value!.ToString()!,
    });
}

/// <summary>What the world around a post means for it. Pure.</summary>
/// <remarks>
/// A definite no is an error; what cannot be told from here is a warning, since a post must not be kept back by a network that only we cannot cross. Source for scopes: Meta, "Business Login for
/// Instagram" and "Instagram API with Facebook Login".
/// </remarks>
internal static class CircumstanceRules
{
    /// <summary>A renewal that is this much overdue has failed more than once: it is tried every 6 hours.</summary>
    private static readonly TimeSpan RenewalOverdue = TimeSpan.FromDays(2);
    private const string Publish = "instagram_business_content_publish", Comment = "instagram_business_manage_comments";

    public static IEnumerable<Finding> Check(PostRow post, DateTimeOffset at, Circumstances around, DateTimeOffset now) =>
        [.. Account(post, at, around, now), .. Quota(at, around), .. around.Media.Select(Media).OfType<Finding>(), .. around.Twins.Take(1).Select(Twin)];

    private static IEnumerable<Finding> Account(PostRow post, DateTimeOffset at, Circumstances around, DateTimeOffset now)
    {
        if (around.AccountStatus != AccountStatus.Active)
        {
            yield return new Finding("error", "account-not-active", "accountId", "The account has to be connected again before anything can be published.", Facts.Of(("status", around.AccountStatus)), "reconnect-account");
            yield break;
        }
        if (!AccountRights.Allows(around.Scopes, AccountRight.Publishing))
            yield return new Finding("error", "scope-missing", "accountId", "The account was connected without the right to publish.", Facts.Of(("scope", Publish)), "reconnect-account");
        if (post.FirstComment is { Length: > 0 } && !AccountRights.Allows(around.Scopes, AccountRight.Comments))
            yield return new Finding("error", "scope-missing", "firstComment", "The account was connected without the right to comment.", Facts.Of(("scope", Comment)), "reconnect-account");
        if (around.TokenExpiresAt is not { } expiresAt) yield break;
        if (expiresAt <= now) yield return new Finding("error", "token-expired", "accountId", "The account's login has run out.", Facts.Of(("expiresAt", expiresAt)), "reconnect-account");
        else if (expiresAt <= at && around.TokenRefreshAt + RenewalOverdue < now)
            yield return new Finding("warning", "token-not-renewed", "accountId", "The account's login runs out before this time, and renewing it has failed so far.", Facts.Of(("expiresAt", expiresAt)), "reconnect-account");
        else if (expiresAt <= at)
            yield return new Finding("info", "token-renewal-needed", "accountId", "The account's login is renewed before this time.", Facts.Of(("expiresAt", expiresAt)));
    }

    private static IEnumerable<Finding> Quota(DateTimeOffset at, Circumstances around)
    {
        // Without a login nobody could have been asked.
        if (around.AccountStatus != AccountStatus.Active) yield break;
        if (around.Quota is not { } quota) yield return new Finding("info", "quota-unknown", "scheduledAt", "Instagram could not be asked how many posts it still takes at that time.", Facts.Of(("at", at)));
        else if (quota.IsFull)
            yield return new Finding("error", "quota-exhausted", "scheduledAt",
                string.Create(CultureInfo.InvariantCulture, $"Instagram takes {quota.Total} posts in 24 hours: {quota.Used} are live and {quota.Planned} are planned before this one."),
                Facts.Of(("at", at), ("limit", quota.Total), ("used", quota.Used), ("planned", quota.Planned)), "choose-another-time");
    }

    private static Finding? Media(MediaProbe probe) => probe.Answer switch
    {
        MediaAnswer.NotPublic => new("error", "media-not-public", "mediaIds", $"{probe.File.FileName}: the address of this system is not public, so Instagram cannot fetch the file.", FactsOf(probe), "set-public-address"),
        MediaAnswer.Refused => new("error", "media-unreachable", "mediaIds", $"{probe.File.FileName} cannot be fetched: its address was answered with {probe.Status}.", FactsOf(probe), "replace-media"),
        MediaAnswer.NoAnswer => new("warning", "media-no-answer", "mediaIds", $"{probe.File.FileName}: its address did not answer from here. Instagram may reach it all the same.", FactsOf(probe)),
        _ => null,
    };

    private static Finding Twin(PostTwin twin) => new(
        "warning", "duplicate-post", "caption", "Another post near this time has the same words and files.", Facts.Of(("postId", twin.Id), ("at", twin.At), ("status", twin.Status)), "change-or-move");

    private static Dictionary<string, string> FactsOf(MediaProbe probe) => Facts.Of(("mediaId", probe.File.Id), ("fileName", probe.File.FileName), ("status", probe.Status));
}
