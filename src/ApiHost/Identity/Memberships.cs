using System.Collections.Concurrent;

namespace SocialSelling.Identity;

/// <summary>In which workspaces people have which role. What was read counts for a second: a role that was taken away is gone that soon on every host.</summary>
internal sealed class Memberships(MemberRepository members, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, (long ReadAt, IReadOnlyList<MembershipRow> Rows)> known = new();

    /// <summary>Oldest first: the first is where things go for which no workspace is named.</summary>
    public async ValueTask<IReadOnlyList<MembershipRow>> Of(Guid userId, CancellationToken ct)
    {
        if (known.TryGetValue(userId, out var read) && clock.GetElapsedTime(read.ReadAt) < Life) return read.Rows;
        var at = clock.GetTimestamp();
        var rows = await members.Memberships(userId, ct);
        known[userId] = (at, rows);
        return rows;
    }

    /// <summary>They have changed here: the next request reads them anew.</summary>
    public void Forget(Guid userId) => known.TryRemove(userId, out _);

    public void ForgetOld()
    {
        foreach (var (userId, read) in known) if (clock.GetElapsedTime(read.ReadAt) >= Life) known.TryRemove(new(userId, read));
    }
}
