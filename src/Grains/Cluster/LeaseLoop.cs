namespace SocialSelling.Cluster;

/// <summary>A kind of job of which each is one silo's at a time.</summary>
/// <param name="Claim">The next that nobody has, now this silo's for a lease; null when there is none.</param>
/// <param name="Do">Works on it, and renews the lease meanwhile. What it makes of failures is its own matter: what it throws is told to <paramref name="Broke"/>, and the lease runs out.</param>
/// <param name="Release">Gives it back before its lease is over.</param>
internal sealed record LeasedWork<TJob>(Func<CancellationToken, Task<TJob?>> Claim, Func<TJob, CancellationToken, Task> Do, Func<TJob, Task> Release, Action<Exception> Broke) where TJob : class
{
    /// <summary>What is done besides, each time that jobs are looked for.</summary>
    public Func<CancellationToken, Task>? EachTime { get; init; }
}

/// <summary>Works off jobs on whichever silo is free, one after the other. A silo that stops leaves its job to the others at once; one that dies, when its lease has run out.</summary>
internal static class LeaseLoop
{
    /// <summary>Longer than a step of any job, and as long as somebody may wait for a silo that died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Goes on until <paramref name="stopping"/>.</summary>
    public static async Task Run<TJob>(LeasedWork<TJob> work, TimeProvider clock, CancellationToken stopping) where TJob : class
    {
        using var timer = new PeriodicTimer(Every + TimeSpan.FromMilliseconds(Random.Shared.Next(500)), clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                if (work.EachTime is { } besides) await besides(stopping);
                while (await work.Claim(stopping) is { } job) await DoOrRelease(work, job, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                work.Broke(e);
            }
        }
    }

    private static async Task DoOrRelease<TJob>(LeasedWork<TJob> work, TJob job, CancellationToken stopping) where TJob : class
    {
        try
        {
            await work.Do(job, stopping);
        }
        finally
        {
            if (stopping.IsCancellationRequested) await Release(work, job);
        }
    }

    private static async Task Release<TJob>(LeasedWork<TJob> work, TJob job) where TJob : class
    {
        try
        {
            await work.Release(job);
        }
        catch (Exception e)
        {
            work.Broke(e); // Its lease runs out by itself.
        }
    }
}
