using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>When a post's first numbers are read, and what is done when Meta does not tell them. Pure.</summary>
internal static class NumbersRules
{
    /// <summary>After this, what people make of a post is worth reading (IG-006.8).</summary>
    public static readonly TimeSpan FirstAfter = TimeSpan.FromHours(1);
    /// <summary>What could not be read by then is no first hour any more, and a story has gone.</summary>
    public static readonly TimeSpan Worthwhile = TimeSpan.FromHours(23);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(10);

    /// <summary>Of a medium that is not known, or that went live too long ago, nothing is asked.</summary>
    public static bool AreWanted(PostRow post, DateTimeOffset now) => post.PlatformPostId is not null && now - post.PublishedAt <= Worthwhile;

    /// <returns>When to ask again; null when no other answer is to be had.</returns>
    public static DateTimeOffset? After(InstagramFailure failure, DateTimeOffset now) => failure switch
    {
        RetryLater later => now + (later.After > AskAgain ? later.After.Value : AskAgain),
        // Until then the account may have been connected again.
        ReconnectAccount or OutcomeUnknown => now + AskAgain,
        _ => null,
    };

    public static DateTimeOffset WithoutLogin(DateTimeOffset now) => now + AskAgain;
}
