using System.Threading.RateLimiting;

namespace SocialSelling.Identity;

/// <summary>Lets only so many passwords be hashed at once, on threads of their own, so that a wave of logins cannot take every core or the pool's threads from the webhooks.</summary>
internal sealed class PasswordGate : IDisposable
{
    private static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2), Queue = Environment.ProcessorCount * 32;
    private readonly PoliteThreads threads = new(AtOnce);
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = AtOnce,
        QueueLimit = Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Before anything is read for somebody who would be turned away: of those there are most when there is least time for them.</summary>
    /// <exception cref="TooBusyException">Too many wait already.</exception>
    public void ThrowIfFull()
    {
        if (limiter.GetStatistics() is { } now && now.CurrentQueuedCount >= Queue) throw new TooBusyException();
    }

    /// <exception cref="TooBusyException">Too many wait already.</exception>
    public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken ct)
    {
        using var lease = await limiter.AcquireAsync(1, ct);
        if (!lease.IsAcquired) throw new TooBusyException();
        return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, threads).Unwrap();
    }

    public void Dispose()
    {
        limiter.Dispose();
        threads.Dispose();
    }
}

/// <summary>The server has more of this than it can do: 429, come again in a moment.</summary>
internal sealed class TooBusyException() : Exception("Too many passwords are being checked.");
