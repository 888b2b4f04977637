using System.Threading.RateLimiting;

namespace SocialSelling.Identity;

/// <summary>Lets only so many passwords be hashed at once, so that a wave of logins cannot take every core from the webhooks.</summary>
internal sealed class PasswordGate : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Math.Max(1, Environment.ProcessorCount / 2),
        QueueLimit = Environment.ProcessorCount * 32,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <exception cref="TooBusyException">Too many wait already.</exception>
    public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken ct)
    {
        using var lease = await limiter.AcquireAsync(1, ct);
        if (!lease.IsAcquired) throw new TooBusyException();
        return await work();
    }

    public void Dispose() => limiter.Dispose();
}

/// <summary>The server has more of this than it can do: 429, come again in a moment.</summary>
internal sealed class TooBusyException() : Exception("Too many passwords are being checked.");
