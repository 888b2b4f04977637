namespace SocialSelling.Publishing;

/// <summary>
/// The rows that publishing stands on, of one account. Beside PostgreSQL (<see cref="PublishRows"/>) there is one in memory, in which the crash matrix of the tests kills the publisher
/// tens of thousands of times.
/// </summary>
internal interface IPublishRows
{
    /// <param name="except">Posts that somebody is at already.</param>
    /// <returns>When the account's next step is due; null when nothing is.</returns>
    Task<DateTimeOffset?> NextDue(IReadOnlyCollection<Guid> except, CancellationToken ct);

    /// <param name="except">Posts that somebody is at already.</param>
    Task<List<PostRow>> ListDue(DateTimeOffset dueBefore, IReadOnlyCollection<Guid> except, CancellationToken ct);

    /// <returns>Which of these ids other posts of ours have become.</returns>
    Task<List<string>> KnownPlatformIds(IReadOnlyCollection<string> platformPostIds, CancellationToken ct);

    /// <summary>Other posts that were sent to Meta about the same time, of which no medium is known.</summary>
    Task<List<SentPost>> SentWith(PostRow post, CancellationToken ct);

    /// <summary>Replaces the row, and tells of it, unless it has moved on; the ledger's entry goes with it.</summary>
    /// <exception cref="GuardFailedException">The row's fence is not that of <paramref name="before"/> any more; nothing was written.</exception>
    Task Write(PostRow before, PostRow after, PublishAttemptRow? entry, CancellationToken ct);
}
