using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SocialSelling.Hosting;

/// <param name="Taken">Requests of the window so far, this one included.</param>
/// <param name="Left">Until the window is over.</param>
internal readonly record struct WindowCount(long Taken, TimeSpan Left);

/// <summary>Counts requests in windows that begin with the first one: in this process, or in Redis for all hosts together.</summary>
internal interface IWindowCounter
{
    ValueTask<WindowCount> Take(string key, TimeSpan window);
}

internal sealed class MemoryCounter(TimeProvider clock) : IWindowCounter
{
    /// <summary>Windows that are over are thrown away when there are so many.</summary>
    private const int Many = 10_000;
    private readonly ConcurrentDictionary<string, Window> windows = [];
    private int looking;

    public ValueTask<WindowCount> Take(string key, TimeSpan window)
    {
        var now = clock.GetUtcNow();
        var taken = windows.AddOrUpdate(key, _ => new(1, now + window), (_, w) => w.EndsAt <= now ? new(1, now + window) : w with { Taken = w.Taken + 1 });
        if (windows.Count > Many) Forget(now);
        return new(new WindowCount(taken.Taken, taken.EndsAt - now));
    }

    private void Forget(DateTimeOffset now)
    {
        if (Interlocked.Exchange(ref looking, 1) == 1) return;
        foreach (var window in windows) if (window.Value.EndsAt <= now) windows.TryRemove(window);
        Volatile.Write(ref looking, 0);
    }

    private sealed record Window(long Taken, DateTimeOffset EndsAt);
}

/// <summary>
/// One round trip for each request. Limits must not take the product down with Redis: while it is away each host counts for itself, and asks it again some seconds later.
/// </summary>
internal sealed partial class RedisCounter(IOptions<RedisSettings> settings, TimeProvider clock, ILogger<RedisCounter> logger) : IWindowCounter, IAsyncDisposable
{
    private const string Script = """
        local taken = redis.call('INCR', KEYS[1])
        local left = redis.call('PTTL', KEYS[1])
        if left < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) left = tonumber(ARGV[1]) end
        return { taken, left }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250), Pause = TimeSpan.FromSeconds(5);
    private readonly MemoryCounter own = new(clock);
    private readonly Lazy<Task<ConnectionMultiplexer>> connection = new(() => Connect(settings.Value));
    private long askAgainAt = long.MinValue;

    public async ValueTask<WindowCount> Take(string key, TimeSpan window)
    {
        if (clock.GetUtcNow().UtcTicks < Volatile.Read(ref askAgainAt)) return await own.Take(key, window);
        try
        {
            return await Ask(key, window).WaitAsync(Patience, TimeProvider.System);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Volatile.Write(ref askAgainAt, (clock.GetUtcNow() + Pause).UtcTicks);
            LogAway(e.Message);
            return await own.Take(key, window);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.IsValueCreated) await (await connection.Value).DisposeAsync();
    }

    private async Task<WindowCount> Ask(string key, TimeSpan window)
    {
        var redis = (await connection.Value).GetDatabase();
        var answer = (RedisValue[])(await redis.ScriptEvaluateAsync(Script, ["social-selling:requests:" + key], [(long)window.TotalMilliseconds]))!;
        return new((long)answer[0], TimeSpan.FromMilliseconds((long)answer[1]));
    }

    private static Task<ConnectionMultiplexer> Connect(RedisSettings settings)
    {
        var options = settings.Options();
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not count requests ({Reason}): for some seconds this host counts for itself")]
    private partial void LogAway(string reason);
}
