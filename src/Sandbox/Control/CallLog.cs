using System.Collections.Concurrent;

namespace SocialSelling.Sandbox.Control;

/// <summary>One call to the pretended Graph API. Tokens are not kept.</summary>
public sealed record RecordedCall(DateTimeOffset At, string Method, string Path, string? Account, string Body, int Status);

/// <summary>The last calls, for tests and for the page.</summary>
public sealed class CallLog
{
    private const int Kept = 100_000;
    private readonly ConcurrentQueue<RecordedCall> calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<DateTimeOffset>> times = new();

    public void Add(RecordedCall call)
    {
        calls.Enqueue(call);
        if (call.Account is { } account) times.GetOrAdd(account, _ => new()).Enqueue(call.At);
        while (calls.Count > Kept) calls.TryDequeue(out _);
    }

    public IReadOnlyList<RecordedCall> Find(string? path, string? account) =>
        [.. calls.Where(c => (path is null || c.Path.Contains(path, StringComparison.Ordinal)) && (account is null || c.Account == account))];

    /// <summary>Asked with every call, with thousands of shops: it looks at the account's own calls only, and forgets those before <paramref name="since"/>.</summary>
    public int Count(string account, DateTimeOffset since)
    {
        if (!times.TryGetValue(account, out var own)) return 0;
        while (own.TryPeek(out var oldest) && oldest <= since) own.TryDequeue(out _);
        return own.Count;
    }

    public void Clear()
    {
        calls.Clear();
        times.Clear();
    }
}
