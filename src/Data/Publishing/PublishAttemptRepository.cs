namespace SocialSelling.Publishing;

/// <summary>The ledger of publishing. Entries are written together with the step of the post that they tell of (<see cref="PostStep"/>), and go with the post.</summary>
public sealed class PublishAttemptRepository(Sql db)
{
    /// <summary>All entries of a post, oldest first. A post has some dozens.</summary>
    public Task<List<PublishAttemptRow>> Of(Guid postId, CancellationToken ct) => db.Query("""
        select post_id, number, attempt, step, container_id, requested_at, answered_at, answer, code, subcode, detail, trace_id, decision from publish_attempts where post_id = @postId order by number
        """,
        r => new PublishAttemptRow(
            r.GetGuid(0), r.GetInt32(1), r.GetInt32(2), r.GetString(3), r.OptionalText(4), r.GetFieldValue<DateTimeOffset>(5), r.Optional<DateTimeOffset>(6), r.OptionalText(7), r.Optional<int>(8),
            r.Optional<int>(9), r.OptionalText(10), r.OptionalText(11), r.OptionalText(12)),
        ct, ("postId", postId));
}
