namespace SocialSelling.Publishing;

/// <summary>What is looked for in the store.</summary>
public static class FileSweepKind
{
    public const string Orphans = "orphans", Originals = "originals";
}

/// <summary>A look through the store that one silo makes at a time.</summary>
public sealed record FileSweepRow(string Kind, int Fence);

/// <param name="Files">How many were let go.</param>
/// <param name="Missing">How many rows name, and the store does not have.</param>
public sealed record SweptFiles(long Files, long Bytes, long Missing = 0);

/// <summary>When the store was looked through, and who is at it.</summary>
public sealed class FileSweepRepository(Sql db)
{
    /// <summary>Takes on what is due and nobody holds; whoever held it before can no longer finish it.</summary>
    /// <param name="kinds">Those that are wanted, and how often.</param>
    public Task<FileSweepRow?> Claim(IReadOnlyDictionary<string, TimeSpan> kinds, DateTimeOffset now, TimeSpan lease, CancellationToken ct) => db.Find("""
        update file_sweeps s set fence = fence + 1, lease_until = @until
         where kind = (select f.kind from file_sweeps f join unnest(@kinds, @every) as wanted (kind, every) on wanted.kind = f.kind
                        where coalesce(f.again_at, f.finished_at + wanted.every) <= @now and (f.lease_until is null or f.lease_until <= @now) order by f.kind limit 1 for update of f skip locked)
        returning kind, fence
        """, r => new FileSweepRow(r.GetString(0), r.GetInt32(1)), ct, ("kinds", kinds.Keys.ToArray()), ("every", kinds.Values.ToArray()), ("now", now), ("until", now + lease));

    /// <returns>False when somebody else has taken it on.</returns>
    public async Task<bool> Hold(FileSweepRow sweep, DateTimeOffset until, CancellationToken ct) => await db.Execute(
        "update file_sweeps set lease_until = @until where kind = @kind and fence = @fence", ct, ("kind", sweep.Kind), ("fence", sweep.Fence), ("until", until)) == 1;

    /// <summary>Lets go of it until somebody is to try again; null for at once.</summary>
    public Task Rest(FileSweepRow sweep, DateTimeOffset? againAt, CancellationToken ct) => db.Execute(
        "update file_sweeps set lease_until = null, again_at = coalesce(@againAt::timestamptz, again_at) where kind = @kind and fence = @fence", ct,
        ("kind", sweep.Kind), ("fence", sweep.Fence), ("againAt", againAt));

    /// <returns>False when somebody else has taken it on.</returns>
    public async Task<bool> Finish(FileSweepRow sweep, SweptFiles swept, DateTimeOffset now, CancellationToken ct) => await db.Execute("""
        update file_sweeps set finished_at = @now, again_at = null, lease_until = null, files = @files, bytes = @bytes, missing = @missing where kind = @kind and fence = @fence
        """, ct, ("kind", sweep.Kind), ("fence", sweep.Fence), ("now", now), ("files", swept.Files), ("bytes", swept.Bytes), ("missing", swept.Missing)) == 1;
}
