using System.Globalization;
using Npgsql;

namespace SocialSelling.Webhooks;

/// <summary>The journal's days: one partition each. Makes those to come and takes away those past keeping.</summary>
public sealed class JournalRetention(Sql db)
{
    private const string Prefix = "webhook_deliveries_";

    /// <summary>Makes sure that the day of <paramref name="from"/> and the next <paramref name="days"/> have a partition. From many processes at once it is safe.</summary>
    public async Task EnsurePartitions(DateTimeOffset from, int days, CancellationToken ct)
    {
        for (var i = 0; i <= days; i++)
        {
            var day = DateOnly.FromDateTime(from.UtcDateTime).AddDays(i);
            try
            {
                await db.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                    create table if not exists {Table(day)} partition of webhook_deliveries for values from ('{day:yyyy-MM-dd} 00:00:00+00') to ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00')
                    """), ct);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.InvalidObjectDefinition)
            {
                // Somebody else made it in this very moment.
            }
        }
    }

    /// <summary>Drops the days before <paramref name="day"/> in which everything is finished. Deliveries that come meanwhile are not held up.</summary>
    /// <returns>How many days were dropped.</returns>
    public async Task<int> DropBefore(DateOnly day, CancellationToken ct)
    {
        var dropped = 0;
        foreach (var (table, state) in await OldPartitions(day, ct))
        {
            if (state is "attached" && await db.Scalar<bool>($"select exists (select from {table} where finished_at is null)", ct)) continue;
            // Dropping a partition in place would wait for every reader with the whole journal locked.
            if (state is "attached") await db.Execute($"alter table webhook_deliveries detach partition {table} concurrently", ct);
            // A process died between the two halves of detaching.
            if (state is "detaching") await db.Execute($"alter table webhook_deliveries detach partition {table} finalize", ct);
            await db.Execute($"drop table if exists {table}", ct);
            dropped++;
        }
        return dropped;
    }

    /// <summary>Takes away parts that were set aside before <paramref name="before"/>, and those that were resolved and whose delivery is gone.</summary>
    public Task<int> PruneParked(DateTimeOffset before, DateTimeOffset resolvedBefore, CancellationToken ct) => db.Execute("""
        delete from webhook_parked where parked_at < @before or (resolved_at is not null and delivery_received_at < @resolvedBefore)
        """, ct, ("before", before), ("resolvedBefore", resolvedBefore));

    /// <summary>Also those that were detached and not dropped.</summary>
    private Task<List<(string Table, string State)>> OldPartitions(DateOnly day, CancellationToken ct) => db.Query("""
        select c.relname, case when i.inhrelid is null then 'detached' when i.inhdetachpending then 'detaching' else 'attached' end
          from pg_class c left join pg_inherits i on i.inhrelid = c.oid
         where c.relnamespace = (select relnamespace from pg_class where oid = 'webhook_deliveries'::regclass)
           and c.relkind = 'r' and c.relname ~ '^webhook_deliveries_[0-9]{8}$' and c.relname < @bound
         order by 1
        """, r => (r.GetString(0), r.GetString(1)), ct, ("bound", Table(day)));

    private static string Table(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day:yyyyMMdd}");
}
