using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>Bounds what one silo does at once, apart for posts whose time has come or comes within the minute and for those that are being prepared or looked after. There is no pace: accounts' quotas and budgets
/// say how much may go out.</summary>
internal sealed class PublishLanes(IOptions<PublishingOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>No clock of ours waits for longer than this; a post that is prepared has a quarter of an hour.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromDays(1);
    private readonly SemaphoreSlim due = new(options.Value.AtOnce), preparing = new(options.Value.PreparingAtOnce);
    private readonly Lock gate = new();
    private TaskCompletionSource? rush;
    private int waiting;

    /// <summary>Waits for a place. One that waits to be prepared while its time comes goes over to those whose time has come.</summary>
    public async Task<IDisposable> Enter(PostRow post, CancellationToken ct)
    {
        if (post.Status == "published") await Calm(Soon, ct);
        var left = post.Status == "published" ? null : post.ScheduledAt - Soon - clock.GetUtcNow();
        if (left is null) await preparing.WaitAsync(ct);
        else if (left <= TimeSpan.Zero || !await Prepares(left < Longest ? left.Value : Longest, ct))
        {
            await Rush(ct);
            return new Place(due);
        }
        return new Place(preparing);
    }

    /// <summary>What is live already can wait while posts whose time has come wait for a place, but not for ever.</summary>
    public async Task Calm(TimeSpan atMost, CancellationToken ct)
    {
        Task over;
        lock (gate) over = rush?.Task ?? Task.CompletedTask;
        try
        {
            await over.WaitAsync(atMost, clock, ct);
        }
        catch (TimeoutException)
        {
            // Long enough.
        }
    }

    private async Task Rush(CancellationToken ct)
    {
        lock (gate)
        {
            waiting++;
            rush ??= new();
        }
        try
        {
            await due.WaitAsync(ct);
        }
        finally
        {
            TaskCompletionSource? over = null;
            lock (gate)
            {
                if (--waiting == 0) (over, rush) = (rush, null);
            }
            over?.SetResult();
        }
    }

    /// <returns>False when there is no place before <paramref name="left"/> has passed.</returns>
    private async Task<bool> Prepares(TimeSpan left, CancellationToken ct)
    {
        using var over = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        try
        {
            await preparing.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        due.Dispose();
        preparing.Dispose();
    }

    /// <summary>Given back once, by whoever is first to.</summary>
    private sealed class Place(SemaphoreSlim lane) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0) lane.Release();
        }
    }
}
