namespace SocialSelling.Publishing;

/// <summary>What a person can tell a post to do beside taking another time or other content.</summary>
[GenerateSerializer, Alias("ss.PostAct")]
public enum PostAct
{
    /// <summary>Take it off the calendar.</summary>
    Cancel,
    /// <summary>Take a draft away altogether; whatever is planned is cancelled and kept.</summary>
    Delete,
    /// <summary>Ask for its approval; its time, or another one, is when it goes live once it has it.</summary>
    Submit,
    Approve,
    /// <summary>Send it back to its author as a draft, with the reason.</summary>
    Reject,
}

/// <param name="UserId">Who tells it.</param>
/// <param name="Version">The one that was read; null for whichever it is now. Approving and rejecting need it: what is judged is what was seen.</param>
/// <param name="Time">Of <see cref="PostAct.Submit"/>: when it shall go live; null keeps the time that the post has.</param>
/// <param name="Reason">Of <see cref="PostAct.Reject"/>.</param>
[GenerateSerializer, Immutable, Alias("ss.ActOnPost")]
public sealed record ActOnPost(
    [property: Id(0)] Guid PostId, [property: Id(1)] PostAct Act, [property: Id(2)] Guid UserId, [property: Id(3)] int? Version = null, [property: Id(4)] PostTime? Time = null,
    [property: Id(5)] string? Reason = null);

/// <summary>Where a post stands with those who have to approve it.</summary>
/// <param name="SubmittedBy">Who wrote what is to be judged: the last to submit or to edit it.</param>
/// <param name="IsApproved">True when exactly what the post holds now was approved.</param>
/// <param name="Reason">Why it was rejected.</param>
[GenerateSerializer, Immutable, Alias("ss.PostApprovalView")]
public sealed record PostApprovalView(
    [property: Id(0)] Guid? SubmittedBy, [property: Id(1)] DateTimeOffset? SubmittedAt, [property: Id(2)] Guid? DecidedBy, [property: Id(3)] DateTimeOffset? DecidedAt,
    [property: Id(4)] bool IsApproved, [property: Id(5)] string? Reason);

[GenerateSerializer, Immutable, Alias("ss.PostNeedsApproval")]
public sealed record PostNeedsApproval : DomainError
{
    public override string Code => "post-needs-approval";
    public override string Detail => "Posts of this workspace need somebody's approval before they go live: submit it.";
}

[GenerateSerializer, Immutable, Alias("ss.OwnPost")]
public sealed record OwnPost : DomainError
{
    public override string Code => "own-post";
    public override string Detail => "Nobody judges what they have written themselves: somebody else has to look at it.";
}

[GenerateSerializer, Immutable, Alias("ss.PostTimePassed")]
public sealed record PostTimePassed([property: Id(0)] DateTimeOffset ScheduledAt) : DomainError
{
    public override string Code => "post-time-passed";
    public override string Detail => "The time of the post has passed: it needs another one before it can be approved.";
}

[GenerateSerializer, Immutable, Alias("ss.PostWithoutTime")]
public sealed record PostWithoutTime : DomainError
{
    public override string Code => "post-without-time";
    public override string Detail => "The post has no time yet: say when it shall go live.";
}

/// <param name="Tier">Of the workspace's owner.</param>
/// <param name="Used">How many are still to go live.</param>
[GenerateSerializer, Immutable, Alias("ss.TooManyPending")]
public sealed record TooManyPending([property: Id(0)] int Limit, [property: Id(1)] string Tier = "", [property: Id(2)] long Used = 0) : DomainError
{
    public override string Code => "too-many-pending";
    public override string Detail => $"The tier {Tier} allows, of posts of an account that are still to go live, {Limit}: {Used} are.";
}
