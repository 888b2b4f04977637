namespace SocialSelling.Meta;

/// <summary>A token that does not show itself: in logs, exceptions and debuggers it is stars.</summary>
public readonly record struct AccessToken
{
    // Not positional: that would come with a public Deconstruct.
    private readonly string value;

    public AccessToken(string value) => this.value = value;

    /// <summary>The token itself, for the one place that sends or seals it.</summary>
    public string Reveal() => value;

    public override string ToString() => "***";
}

/// <summary>One account's access to Meta. Usage that Meta reports with an answer, good or bad, goes to <paramref name="OnUsage"/>.</summary>
/// <param name="PlatformAccountId">Meta's user_id: what paths and webhooks carry.</param>
/// <param name="PageId">The Facebook Page whose token it is; null after Instagram Login. <see cref="AccountEndpoints"/> knows what follows from that.</param>
public sealed record InstagramSession(AccessToken Token, string PlatformAccountId, Action<RateUsage>? OnUsage = null, string? PageId = null)
{
    /// <summary>What messages and subscriptions go by: the Page where there is one.</summary>
    public string Gateway => PageId ?? PlatformAccountId;
}
