using SocialSelling.Audit;
using SocialSelling.Identity;

namespace SocialSelling.Privacy;

/// <summary>
/// A person, after the time in which they may change their mind. Their accounts are disconnected at once, if nobody else is in the workspace; everything else happens when that time is over.
/// </summary>
internal sealed class UserErasing(
    IGrainFactory grains, AccountsErasing accounts, ErasedUserRows rows, ErasedTraces traces, SessionRepository sessions, TimeProvider clock) : IErasing
{
    private const int AtOnce = 1_000;

    /// <summary>For what is asked of others: hosts learn within seconds that sessions have ended, and accounts take minutes.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(5);

    public string Subject => ErasureSubject.User;

    public string[] Steps { get; } = ["leave", "sessions", "workspaces", "shared", "person", "accounts", "files"];

    public Task<Progress> Take(string step, ErasureRow job, CancellationToken ct) => step switch
    {
        "leave" => Leave(job, ct),
        "sessions" => EndSessions(job, ct),
        "workspaces" => GiveUpWorkspaces(job, ct),
        "shared" => TakeOutOfShared(job, ct),
        "person" => Forget(job, ct),
        "accounts" => accounts.Await(job, ct),
        _ => traces.Files(job, ct),
    };

    private async Task<Progress> Leave(ErasureRow job, CancellationToken ct)
    {
        foreach (var workspace in await rows.Workspaces(job.SubjectId!.Value, ct))
            if (workspace.Others == 0)
                foreach (var account in workspace.AccountIds) await grains.GetGrain<IAccountGrain>(account).Disconnect(ct);
        var wait = job.BeginsAt - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? new Progress.Later(wait, job.Facts) : new Progress.Next(job.Facts);
    }

    private async Task<Progress> EndSessions(ErasureRow job, CancellationToken ct) =>
        await sessions.EndAll(job.SubjectId!.Value, keep: null, "logout", AuditSource.System, clock.GetUtcNow(), ct) is [] ? new Progress.Next(job.Facts) : new Progress.Later(Shortly, job.Facts);

    private async Task<Progress> GiveUpWorkspaces(ErasureRow job, CancellationToken ct)
    {
        var (left, facts) = (false, job.Facts);
        foreach (var workspace in await rows.Workspaces(job.SubjectId!.Value, ct))
        {
            // Somebody came in meanwhile: what is theirs too is not taken from them.
            if (workspace.Others > 0)
            {
                if (workspace.IsOwner) await rows.HandOver(workspace.Id, job.SubjectId.Value, ct);
                continue;
            }
            facts = await accounts.Begin(job, facts, workspace.AccountIds, ct);
            left |= await rows.Workspace(workspace.Id, ct) == 0;
        }
        return left ? new Progress.Later(Shortly, facts) : new Progress.Next(facts);
    }

    private async Task<Progress> TakeOutOfShared(ErasureRow job, CancellationToken ct)
    {
        foreach (var workspace in await rows.Workspaces(job.SubjectId!.Value, ct))
            foreach (var account in workspace.AccountIds)
                if (await rows.SomeOfAccount(job.SubjectId.Value, account, AtOnce, ct) > 0) return new Progress.Again(job.Facts);
        return new Progress.Next(job.Facts);
    }

    private async Task<Progress> Forget(ErasureRow job, CancellationToken ct)
    {
        await rows.Person(job.SubjectId!.Value, clock.GetUtcNow(), ct);
        return new Progress.Next(job.Facts ?? new ErasureFacts([]));
    }
}
