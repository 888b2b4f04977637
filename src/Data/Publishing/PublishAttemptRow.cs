namespace SocialSelling.Publishing;

/// <summary>One call to Meta for a post, or one decision without a call, as the ledger keeps it.</summary>
/// <param name="Number">The post's fence when it was written: unique and growing.</param>
/// <param name="Attempt">Which of the post's attempts it belongs to, from 1.</param>
/// <param name="AnsweredAt">Null while the call is under way, and for ever when the process ended in the middle of it.</param>
public sealed record PublishAttemptRow(
    Guid PostId, int Number, int Attempt, string Step, string? ContainerId, DateTimeOffset RequestedAt, DateTimeOffset? AnsweredAt = null, string? Answer = null, int? Code = null,
    int? Subcode = null, string? Detail = null, string? TraceId = null, string? Decision = null);

/// <summary>One step of publishing a post, as it is written: the row as it becomes, provided that it still has <paramref name="Fence"/>, and the ledger's entry. What people have written of the post is no part of it.</summary>
public sealed record PostStep(PostRow After, int Fence, PublishAttemptRow? Entry);
