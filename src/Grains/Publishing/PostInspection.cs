using SocialSelling.Accounts;

namespace SocialSelling.Publishing;

/// <summary>Finds out everything about a post that can be known before its time: gathers what <see cref="PreFlight"/> and <see cref="CircumstanceRules"/> decide on. Part of AccountGrain.</summary>
internal sealed class PostInspection(AccountState account, AccountToken token, PublishingQuota quota, PostRepository posts, MediaReach reach, TimeProvider clock)
{
    /// <summary>Two posts alike are a mistake when they are this near.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(24);

    /// <summary>Of a post without a time, or whose time is over, only its content is looked at: nothing around it matters. Files are asked for once they are to go live.</summary>
    public async Task<IReadOnlyList<Finding>> Inspect(PostRow post, CancellationToken ct)
    {
        var content = PreFlight.Check(post);
        if (post.ScheduledAt is not { } at || post.Status == "failed") return content;
        var probes = reach.Probe(post.Status == "draft" ? [] : (post.Cover is { } cover ? [.. post.Media, cover] : post.Media).Where(file => file.OriginalRemovedAt is null), ct);
        var twins = posts.Twins(post, at, Near, ct);
        var forecast = await quota.Before(at, post.Id, ct);
        var login = await token.View(ct);
        // Read last: asking Meta may have shown that the login is dead.
        var status = quota.IsLoginRefused && account.IsActive ? AccountStatus.TokenExpired : account.Row!.Status;
        var around = new Circumstances(status, account.Row!.Scopes, login.ExpiresAt, login.RefreshAt, forecast, await probes, await twins);
        return [.. content, .. CircumstanceRules.Check(post, at, around, clock.GetUtcNow())];
    }
}
