using System.Collections.Concurrent;

namespace SocialSelling.Sandbox.Control;

/// <summary>One call to the pretended Graph API. Tokens are not kept.</summary>
public sealed record RecordedCall(DateTimeOffset At, string Method, string Path, string? Account, string Body, int Status);

/// <summary>The last calls, for tests and for the page.</summary>
public sealed class CallLog
{
    private const int Kept = 100_000;
    private readonly ConcurrentQueue<RecordedCall> calls = new();

    public void Add(RecordedCall call)
    {
        calls.Enqueue(call);
        while (calls.Count > Kept) calls.TryDequeue(out _);
    }

    public IReadOnlyList<RecordedCall> Find(string? path, string? account) =>
        [.. calls.Where(c => (path is null || c.Path.Contains(path, StringComparison.Ordinal)) && (account is null || c.Account == account))];

    public void Clear() => calls.Clear();
}
