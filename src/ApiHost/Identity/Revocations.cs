using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace SocialSelling.Identity;

/// <summary>
/// Which sessions are over although their access tokens have not run out, and the live connections that end with them. What this process ends it knows at once; what others end, it reads
/// from the database every second (<see cref="RevocationWatch"/>). A request costs no query, as long as that reading keeps up.
/// </summary>
internal sealed partial class Revocations(SessionRepository sessions, IOptions<LoginOptions> options, TimeProvider clock, ILogger<Revocations> logger)
{
    /// <summary>Older than this, what was read is not relied on: each request asks.</summary>
    private static readonly TimeSpan Reliable = TimeSpan.FromSeconds(3);

    /// <summary>For clocks that differ, and for statements that commit later than they say.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> over = new();
    private readonly Dictionary<Guid, Dictionary<string, HubCallerContext>> connections = [];
    private readonly Lock connecting = new();
    private readonly ConcurrentDictionary<Guid, SessionUse> uses = new();
    private long readAt;
    private DateTimeOffset? readUntil;

    /// <summary>Whether a session's access tokens count no more.</summary>
    public async ValueTask<bool> IsOver(Guid sessionId, CancellationToken ct)
    {
        if (over.ContainsKey(sessionId)) return true;
        var read = Volatile.Read(ref readAt);
        if (read != 0 && clock.GetElapsedTime(read) < Reliable) return false;
        return !await sessions.IsAlive(sessionId, ct);
    }

    /// <summary>These are over: their tokens count no more, their live connections close.</summary>
    public void End(IReadOnlyCollection<Guid> sessionIds)
    {
        foreach (var id in sessionIds)
        {
            if (!over.TryAdd(id, clock.GetUtcNow())) continue;
            var open = Take(id);
            foreach (var connection in open) connection.Abort();
            if (open.Count > 0) LogClosed(open.Count, id);
        }
    }

    /// <summary>A live connection of a session. It may have ended in the very moment: then it is closed at once.</summary>
    public async Task Connected(Guid sessionId, HubCallerContext connection)
    {
        lock (connecting)
        {
            if (!connections.TryGetValue(sessionId, out var open)) connections[sessionId] = open = [];
            open[connection.ConnectionId] = connection;
        }
        if (await IsOver(sessionId, connection.ConnectionAborted)) connection.Abort();
    }

    public void Disconnected(Guid sessionId, string connectionId)
    {
        lock (connecting)
            if (connections.TryGetValue(sessionId, out var open) && open.Remove(connectionId) && open.Count == 0) connections.Remove(sessionId);
    }

    private List<HubCallerContext> Take(Guid sessionId)
    {
        lock (connecting) return connections.Remove(sessionId, out var open) ? [.. open.Values] : [];
    }

    /// <summary>How many live connections there are.</summary>
    public int Open
    {
        get { lock (connecting) return connections.Values.Sum(open => open.Count); }
    }

    public void Used(Guid sessionId, string? ip) => uses[sessionId] = new(sessionId, clock.GetUtcNow(), ip);

    /// <summary>Reads what other processes have ended, and forgets what no access token speaks of any more.</summary>
    public async Task Read(CancellationToken ct)
    {
        var (now, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        var oldest = now - options.Value.AccessTokenLife - Margin;
        End(await sessions.EndedSince(readUntil is { } before && before - Margin > oldest ? before - Margin : oldest, ct));
        readUntil = now;
        Volatile.Write(ref readAt, started);
        foreach (var (id, at) in over) if (at < oldest) over.TryRemove(id, out _);
    }

    /// <summary>Notes in the database when sessions were last used.</summary>
    public async Task WriteUses(CancellationToken ct)
    {
        var noted = uses.Values.ToList();
        if (noted.Count == 0) return;
        await sessions.Touch(noted, ct);
        foreach (var use in noted) uses.TryRemove(new(use.SessionId, use));
    }

    [LoggerMessage(LogLevel.Information, "Closed {Count} live connections of session {SessionId}, which is over")]
    private partial void LogClosed(int count, Guid sessionId);
}

/// <summary>Keeps <see cref="Revocations"/> in step with the database.</summary>
internal sealed partial class RevocationWatch(Revocations revocations, TimeProvider clock, ILogger<RevocationWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private const int UsesEvery = 30;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var turn = 0;
        do
        {
            try
            {
                await revocations.Read(stoppingToken);
                if (++turn % UsesEvery == 0) await revocations.WriteUses(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Could not read which sessions have ended; until that works again, each request asks the database")]
    private partial void LogFailed(Exception e);
}

/// <summary>Ties live connections to their session.</summary>
internal sealed class SessionHubFilter(Revocations revocations) : IHubFilter
{
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (CurrentUser.SessionOf(context.Context.User) is { } sessionId) await revocations.Connected(sessionId, context.Context);
        await next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (CurrentUser.SessionOf(context.Context.User) is { } sessionId) revocations.Disconnected(sessionId, context.Context.ConnectionId);
        return next(context, exception);
    }
}
