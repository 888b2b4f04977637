namespace SocialSelling.Publishing;

/// <summary>What is still to be done about a post that is live: its comment, its link, its id when that could not be told. None of it makes the post less published. Pure.</summary>
internal static class FollowUp
{
    /// <summary>Later than this after the post, a first comment would be first no more, and what was not found will not be.</summary>
    public static readonly TimeSpan Worthwhile = TimeSpan.FromHours(1);
    /// <summary>Not in the second in which others go live.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(3), SecondLook = TimeSpan.FromSeconds(30), LaterLooks = TimeSpan.FromMinutes(10);

    /// <summary>Once the comment is settled, which may have taken minutes, its link is looked for as soon as after the post itself.</summary>
    public static PostRow AfterComment(PostRow post, DateTimeOffset now) => Plan(post, now) is { NextAttemptAt: not null } waiting ? waiting with { NextAttemptAt = now + FirstLook } : post with { NextAttemptAt = null };

    /// <summary>Says in the row when the next of it is due; null when nothing is left, or nothing worth while.</summary>
    public static PostRow Plan(PostRow post, DateTimeOffset now)
    {
        var age = now - post.PublishedAt;
        if (age > Worthwhile) return post with { CommentStatus = post.CommentStatus is "pending" or "sending" ? "failed" : post.CommentStatus, NextAttemptAt = null };
        if (post is { PlatformPostId: not null, CommentStatus: "pending" }) return post with { NextAttemptAt = now };
        if (post is { PlatformPostId: not null, Permalink: not null }) return post with { NextAttemptAt = null };
        return post with { NextAttemptAt = now + (age < FirstLook ? FirstLook : age < SecondLook ? SecondLook : LaterLooks) };
    }
}
