namespace SocialSelling.Publishing;

/// <param name="State"><c>waiting</c>: for us. <c>preparing</c>: Meta works on its files, or is tried again. <c>in-doubt</c>: the publish call was not answered yet. <c>limited</c>: for a limit of Meta's to pass.</param>
public sealed record OverdueRow(string State, long Count, DateTimeOffset? OldestAt);

/// <summary>What ought to be live by now.</summary>
public sealed partial class PostRepository
{
    /// <summary>A post in doubt is looked after within it, unless the account's budget is used up.</summary>
    private static readonly TimeSpan LookedAfterWithin = TimeSpan.FromHours(1);

    /// <summary>Posts whose time has come and that are neither live nor given up; all four states, also those that no post is in. Reads what is overdue and the next hour's, by <c>ix_scheduled_posts_near</c> and <c>ix_scheduled_posts_due</c>.</summary>
    public Task<List<OverdueRow>> Overdue(DateTimeOffset now, CancellationToken ct) => db.Query("""
        with overdue as (
            select scheduled_time, case when error_details is not null then 'limited' when status = 'preparing' then 'preparing' else 'waiting' end as state
              from scheduled_posts where status in ('scheduled', 'preparing', 'ready') and scheduled_time <= @now
            union all
            select scheduled_time, 'in-doubt' from scheduled_posts where next_attempt_at <= @soon and status in ('publishing', 'unconfirmed') and scheduled_time <= @now
        )
        select s.state, count(o.state), min(o.scheduled_time) from unnest(array['waiting', 'preparing', 'in-doubt', 'limited']) as s (state) left join overdue o on o.state = s.state group by s.state order by s.state
        """, r => new OverdueRow(r.GetString(0), r.GetInt64(1), r.Optional<DateTimeOffset>(2)), ct, ("now", now), ("soon", now + LookedAfterWithin));
}
