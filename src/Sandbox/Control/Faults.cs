using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Control;

/// <summary>Something that goes wrong, so many times.</summary>
/// <param name="Kind">One of <see cref="Faults.Kinds"/>.</param>
/// <param name="Path">Part of the path it strikes; missing: any.</param>
/// <param name="Account">The shop's id or name; missing: any.</param>
/// <param name="DelayMs">How long <c>delay</c> delays, and how long <c>timeout_after_success</c> keeps its answer (missing: 30 s).</param>
/// <param name="RegainMinutes">The usage headers say that the allowance is used up for so long.</param>
/// <param name="Match">Another way to write path, method and account.</param>
public sealed record Fault(
    string Kind, string? Path = null, string? Method = null, string? Account = null, int DelayMs = 0, int Status = 400, int Code = 1, int Subcode = 0, int Times = 1, FaultMatch? Match = null,
    int RegainMinutes = 0)
{
    /// <returns>What cannot be; null when all is well.</returns>
    internal string? Problem => this switch
    {
        _ when !Faults.Kinds.Contains(Kind) => $"There is no kind '{Kind}'; there are {string.Join(", ", Faults.Kinds)}",
        { Times: < 1 } => "times must be at least 1",
        { DelayMs: < 0 } => "delayMs must not be negative",
        { RegainMinutes: < 0 } => "regainMinutes must not be negative",
        { Status: < 200 or > 599 } => "status must be 200 to 599",
        _ => null,
    };

    internal bool Strikes(string method, string path, Shop? shop) =>
        path.Contains(Path ?? Match?.Path ?? "", StringComparison.Ordinal)
        && ((Method ?? Match?.Method) is not { } verb || verb.Equals(method, StringComparison.OrdinalIgnoreCase))
        && ((Account ?? Match?.Account) is not { } account || account == shop?.Id || account == shop?.Username);
}

public sealed record FaultMatch(string? Path = null, string? Method = null, string? Account = null);

/// <summary>The faults that are still to strike, oldest first.</summary>
public sealed class Faults
{
    public static readonly IReadOnlyList<string> Kinds = ["delay", "error", "error_after_success", "processing_error", "timeout_after_success", "reset", "malformed_usage", "no_usage"];
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, int Left)> active = [];

    public void Add(Fault fault)
    {
        lock (gate) active.Add((fault, fault.Times));
    }

    /// <summary>What has still to strike. Empty as soon as the last call is struck, before its answer.</summary>
    public IReadOnlyList<Fault> Left()
    {
        lock (gate) return [.. active.Select(a => a.Fault with { Times = a.Left })];
    }

    public void Clear()
    {
        lock (gate) active.Clear();
    }

    /// <summary>Uses up one strike; null when the call goes well.</summary>
    public Fault? Take(string method, string path, Shop? shop)
    {
        lock (gate)
        {
            var i = active.FindIndex(a => a.Fault.Strikes(method, path, shop));
            if (i < 0) return null;
            var (fault, left) = active[i];
            if (left <= 1) active.RemoveAt(i);
            else active[i] = (fault, left - 1);
            return fault;
        }
    }
}
