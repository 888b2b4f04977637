namespace SocialSelling.Publishing;

/// <summary>A planned post with the wall clock that was chosen for it, and the instant that followed from it.</summary>
public sealed record WallTime(Guid PostId, Guid AccountId, DateTime LocalTime, string TimeZone, DateTimeOffset ScheduledAt);

public sealed partial class PostRepository
{
    /// <summary>Posts to come whose time was chosen on a wall clock and that nothing has been prepared for, by id.</summary>
    public Task<List<WallTime>> ListWallTimes(Guid after, DateTimeOffset now, int limit, CancellationToken ct) => db.Query("""
        select id, client_account_id, local_time, timezone, scheduled_time from scheduled_posts
         where id > @after and status in ('draft', 'awaiting_approval', 'scheduled') and scheduled_time > @now and local_time is not null and timezone is not null
         order by id limit @limit
        """, r => new WallTime(r.GetGuid(0), r.GetGuid(1), r.GetDateTime(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4)), ct, ("after", after), ("now", now), ("limit", limit));
}
