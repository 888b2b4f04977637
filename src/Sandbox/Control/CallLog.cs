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

/// <summary>Something that goes wrong, so many times.</summary>
/// <param name="Path">Part of the path it strikes.</param>
/// <param name="Kind">delay, error, timeout_after_success, reset, malformed_usage, no_usage.</param>
public sealed record Fault(string Path, string Kind, string? Method = null, string? Account = null, int DelayMs = 0, int Status = 400, int Code = 1, int Subcode = 0, int Times = 1);

public sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, int Left)> active = [];

    public void Add(Fault fault)
    {
        lock (gate) active.Add((fault, fault.Times));
    }

    public void Clear()
    {
        lock (gate) active.Clear();
    }

    public Fault? Take(string method, string path, string? account)
    {
        lock (gate)
        {
            var i = active.FindIndex(a => path.Contains(a.Fault.Path, StringComparison.Ordinal) && (a.Fault.Method is null || a.Fault.Method == method) && (a.Fault.Account is null || a.Fault.Account == account));
            if (i < 0) return null;
            var (fault, left) = active[i];
            if (left <= 1) active.RemoveAt(i);
            else active[i] = (fault, left - 1);
            return fault;
        }
    }
}
