namespace SocialSelling.Publishing;

/// <summary>What a post wants done next.</summary>
internal abstract record PublishStep
{
    /// <summary>Too late to be of use: the whole system was down over its time.</summary>
    public sealed record GiveUpMissed : PublishStep;
    /// <summary>Its time has come and nobody has approved it: it is never published late without anybody having said so.</summary>
    public sealed record GiveUpUnapproved : PublishStep;
    /// <summary>It holds something else than what was approved.</summary>
    public sealed record GiveUpAltered : PublishStep;
    public sealed record CreateContainer : PublishStep;
    public sealed record PollContainer : PublishStep;
    public sealed record Publish : PublishStep;
    /// <summary>A publish call was made and its answer is not known: ask, never guess.</summary>
    public sealed record FindOut : PublishStep;
    public sealed record WriteFirstComment : PublishStep;
    /// <summary>As <see cref="FindOut"/>, of the first comment.</summary>
    public sealed record FindOutComment : PublishStep;
    public sealed record Nothing : PublishStep;

    public static PublishStep Of(PostRow post, DateTimeOffset now) => post.Status switch
    {
        "scheduled" or "preparing" when now - post.ScheduledAt > PublishRules.MissedAfter && post.Attempts == 0 => new GiveUpMissed(),
        "awaiting_approval" => post.ScheduledAt <= now ? new GiveUpUnapproved() : new Nothing(),
        "scheduled" or "preparing" or "ready" when ApprovalRules.IsAltered(post) => new GiveUpAltered(),
        "scheduled" => new CreateContainer(),
        "preparing" => post.ContainerId is null ? new CreateContainer() : new PollContainer(),
        "ready" => post.ScheduledAt <= now ? new Publish() : new Nothing(),
        "publishing" or "unconfirmed" => new FindOut(),
        "published" => post.CommentStatus switch { "pending" => new WriteFirstComment(), "sending" => new FindOutComment(), _ => new Nothing() },
        _ => new Nothing(),
    };
}
