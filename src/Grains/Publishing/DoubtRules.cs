using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>What is known of a post whose publish call was not answered, and what follows. Pure. Asked, never guessed: a call is made again only when it is certain that the last one did nothing.</summary>
/// <remarks>Source: meta-platform reference, section 4.6. <c>media_publish</c> has been seen to answer an error (4/2207051) for a post that was live.</remarks>
internal static class DoubtRules
{
    /// <summary>
    /// Counted from the start of a publish call without an answer: FINISHED before that proves nothing, after it the call did nothing. That we have hung up does not stop Meta,
    /// which names no limit for how long it works on a call, and whose status and list lag by seconds: no shorter wait can be proved safe by our own time-out. A minute is more than
    /// twice the longest one, and a post that is a minute late is better than one that is there twice.
    /// </summary>
    public static readonly TimeSpan ConclusiveAfter = TimeSpan.FromSeconds(60);
    /// <summary>A post that is live and cannot be told from others on the page is called published after this, without its id; a container that Meta knows no more is believed lost.</summary>
    public static readonly TimeSpan RecogniseFor = TimeSpan.FromMinutes(3);
    /// <summary>The owner is told that nobody knows, and may look at the page; the search goes on.</summary>
    public static readonly TimeSpan ToldAfter = TimeSpan.FromMinutes(5);
    /// <summary>Nothing tells any more what became of a call after this: Meta forgets containers after a day.</summary>
    public static readonly TimeSpan EndsAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5), LookLaterEvery = TimeSpan.FromMinutes(1);

    /// <summary>What Meta has said while it left the outcome open is kept: should the post not be live, it was the reason.</summary>
    public static PostRow Because(PostRow post, OutcomeUnknown answer) => (answer.Code, answer.Subcode) is (4, 2207051)
        ? post with { ErrorCode = PostFailures.Restricted, ErrorMessage = "Instagram has restricted this action for the account." }
        : post;

    /// <summary>Not known yet: asked often at first, when the answer matters most.</summary>
    public static PostRow StillInDoubt(PostRow post, DateTimeOffset now)
    {
        var since = now - post.PublishStartedAt;
        if (since <= ToldAfter) return post with { Status = "unconfirmed", NextAttemptAt = now + LookEvery, LeaseUntil = null };
        if (since > EndsAfter) return PublishRules.Fail(post, PostFailures.OutcomeNeverKnown, "Nobody could find out whether the post went live, and the search has ended. Look at the account on Instagram before you publish it again.");
        var told = PublishRules.Fail(post, PostFailures.OutcomeUnknown, "Nobody could tell yet whether the post went live. Look at the account on Instagram; the search goes on, and ends within a day.");
        return told with { NextAttemptAt = now + LookLaterEvery };
    }

    /// <summary>Whether the account's page has to be searched for an answer.</summary>
    /// <param name="state">Null when Meta does not know the container.</param>
    public static bool WantsSearch(PostRow post, ContainerState? state, DateTimeOffset now) => state switch
    {
        ContainerState.Published or ContainerState.Error or ContainerState.Expired => true,
        ContainerState.Finished => now - post.PublishStartedAt > ConclusiveAfter,
        null => now - post.PublishStartedAt > RecogniseFor,
        _ => false,
    };

    public static PostRow Settle(PostRow post, ContainerState? state, Sighting seen, DateTimeOffset now) => (state, seen) switch
    {
        // Stories have no words to be told by: one that somebody made by hand looks like it.
        (ContainerState.Finished, Sighting.One) when post.Type == "story" => StillInDoubt(post, now),
        (_, Sighting.One(var medium)) => PublishRules.Published(post, medium.Id, medium.Permalink, now),
        // It is live, that is certain; the list lags, or two posts look alike.
        (ContainerState.Published, _) when now - post.PublishStartedAt > RecogniseFor => PublishRules.Published(post, mediaId: null, permalink: null, now),
        (ContainerState.Finished, Sighting.None) => NeverTookEffect(post, PublishAgain(post, now), now),
        (ContainerState.Error or ContainerState.Expired or null, Sighting.None) => NeverTookEffect(post, PublishRules.ContainerLost(post, now), now),
        _ => StillInDoubt(post, now),
    };

    /// <summary>The publish call is known to have done nothing.</summary>
    private static PostRow NeverTookEffect(PostRow post, PostRow next, DateTimeOffset now) => post switch
    {
        // The owner was told that it failed, and may have posted by hand: they decide.
        { Status: "failed" } => PublishRules.Fail(post, PostFailures.NotPublished, "It is certain now that the post did not go live. You can publish it again."),
        { ErrorCode: PostFailures.Restricted } => PublishRules.Fail(post, PostFailures.Restricted, post.ErrorMessage!),
        // Nobody was there to find out: it is too late for another try.
        _ when now - post.PublishStartedAt > PublishRules.MissedAfter => PublishRules.Miss(post),
        _ => next,
    };

    /// <summary>The same container may be published, as one more attempt.</summary>
    private static PostRow PublishAgain(PostRow post, DateTimeOffset now) => post.Attempts + 1 >= PublishRules.MaxAttempts
        ? PublishRules.Fail(post, PostFailures.TemporarilyUnavailable, "Instagram did not take the post after several tries.")
        : post with { Status = "ready", Attempts = post.Attempts + 1, NextAttemptAt = now, LeaseUntil = null };
}
