namespace SocialSelling.Hooks;

/// <summary>An outgoing webhook: where a workspace wants to be told of its accounts' events.</summary>
/// <param name="AccountIds">Null for all of the workspace, those included that are connected later.</param>
/// <param name="Enabled">Otherwise no deliveries are made for it.</param>
/// <param name="OffReason">by-hand or failing; null while it is on.</param>
/// <param name="FailingSince">The first of the tries that failed in a row; null after a success.</param>
/// <param name="DeliveredAt">The last success.</param>
public sealed record HookRow(
    Guid Id, Guid WorkspaceId, string Url, string Description, IReadOnlyList<string> Kinds, IReadOnlyList<Guid>? AccountIds, bool Enabled, string? OffReason, DateTimeOffset? OffAt,
    DateTimeOffset? FailingSince, DateTimeOffset? DeliveredAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt);

/// <summary>A secret as it is stored.</summary>
/// <param name="Id">Is bound into <paramref name="Encrypted"/>.</param>
public sealed record SealedSecret(Guid Id, byte[] Encrypted, string KeyId);

/// <summary>A hook that one dispatcher serves for a lease.</summary>
/// <param name="Secrets">Those that hold, the present one first.</param>
/// <param name="Fence">Of this claim.</param>
public sealed record HookClaim(Guid Id, Guid WorkspaceId, string Url, IReadOnlyList<SealedSecret> Secrets, int Fence)
{
    /// <summary>People put secrets into addresses: nobody prints it.</summary>
    public override string ToString() => $"Hook {Id}";
}

/// <summary>Something to send.</summary>
/// <param name="AccountId">Null of a test, as are <paramref name="Sequence"/> and what follows it.</param>
/// <param name="Payload">JSON; null of a test, and when the event is past keeping.</param>
public sealed record DueDelivery(Guid Id, string Kind, DateTimeOffset CreatedAt, Guid? AccountId, long? Sequence, DateTimeOffset? OccurredAt, Guid? SubjectId, string? Payload)
{
    public override string ToString() => $"Delivery {Id}";
}

/// <summary>How a try ended.</summary>
/// <param name="StatusCode">Null when there was no answer.</param>
/// <param name="Reason">Why it is none that we wanted; null of a success.</param>
/// <param name="Excerpt">How the answer began; of a success nothing.</param>
public sealed record HookAnswer(int? StatusCode, string? Reason, string? Excerpt, TimeSpan Took, TimeSpan? RetryAfter = null);

/// <param name="State">waiting, delivered or failed.</param>
/// <param name="EndedAt">No try comes any more.</param>
public sealed record HookDeliveryRow(
    Guid Id, string Kind, Guid? AccountId, long? Sequence, string State, DateTimeOffset CreatedAt, DateTimeOffset NextTryAt, DateTimeOffset? TriedAt, DateTimeOffset? EndedAt, int Tries, int? StatusCode,
    int? Milliseconds, string? Reason, string? Excerpt);

/// <summary>Deliveries of all hooks.</summary>
/// <param name="OldestDueAt">Of those whose endpoint is not failing: they wait for us.</param>
public sealed record HookStatsRow(long Waiting, DateTimeOffset? OldestDueAt, long Failing);
