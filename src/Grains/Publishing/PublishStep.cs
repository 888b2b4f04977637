using SocialSelling.Accounts;

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
    /// <summary>The container would expire before it can be published for certain.</summary>
    public sealed record RenewContainer : PublishStep;
    public sealed record Publish : PublishStep;
    /// <summary>A publish call was made and its answer is not known: ask, never guess.</summary>
    public sealed record FindOut : PublishStep;
    public sealed record WriteFirstComment : PublishStep;
    /// <summary>As <see cref="FindOut"/>, of the first comment.</summary>
    public sealed record FindOutComment : PublishStep;
    /// <summary>Of a post that is live: its link, and its id when that is not known.</summary>
    public sealed record ReadMedium : PublishStep;
    public sealed record Nothing : PublishStep;

    /// <summary>Which share of the budget it takes: reading a link can wait, a post cannot.</summary>
    public CallClass CallClass => this is ReadMedium ? CallClass.Sync : CallClass.Publish;

    public static PublishStep Of(PostRow post, DateTimeOffset now) => post.Status switch
    {
        "scheduled" or "preparing" or "ready" when PublishRules.IsMissed(post, now) => new GiveUpMissed(),
        "awaiting_approval" => post.ScheduledAt <= now ? new GiveUpUnapproved() : new Nothing(),
        "scheduled" or "preparing" or "ready" when ApprovalRules.IsAltered(post) => new GiveUpAltered(),
        "scheduled" => new CreateContainer(),
        "preparing" => post.ContainerId is null ? new CreateContainer() : new PollContainer(),
        "ready" when post.ScheduledAt > now => new Nothing(),
        "ready" => now - post.ContainerCreatedAt > PublishRules.ContainerLife ? new RenewContainer() : new Publish(),
        "publishing" or "unconfirmed" => new FindOut(),
        "failed" => post.ErrorCode == PostFailures.OutcomeUnknown ? new FindOut() : new Nothing(),
        "published" => post switch
        {
            { PlatformPostId: null } => new ReadMedium(),
            { CommentStatus: "pending" } => new WriteFirstComment(),
            { CommentStatus: "sending" } => new FindOutComment(),
            { Permalink: null } => new ReadMedium(),
            _ => new Nothing(),
        },
        _ => new Nothing(),
    };
}
