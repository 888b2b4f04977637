namespace SocialSelling.Privacy;

/// <summary>A workspace that its owner has deleted: nobody is in it any more. Its accounts are disconnected and erased, and then it goes with its library, templates and labels.</summary>
internal sealed class WorkspaceErasing(IGrainFactory grains, AccountsErasing accounts, ErasedUserRows rows, ErasedTraces traces) : IErasing
{
    /// <summary>Accounts take minutes.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(5);

    public string Subject => ErasureSubject.Workspace;

    public string[] Steps { get; } = ["disconnect", "workspace", "accounts", "files"];

    public async Task<Progress> Take(string step, ErasureRow job, CancellationToken ct)
    {
        var id = job.SubjectId!.Value;
        switch (step)
        {
            case "disconnect":
                foreach (var account in await rows.Accounts(id, ct)) await grains.GetGrain<IAccountGrain>(account).Disconnect(ct);
                return new Progress.Next(job.Facts);
            case "workspace":
                var left = await rows.Accounts(id, ct);
                if (left.Count > 0) return new Progress.Later(Shortly, await accounts.Begin(job, job.Facts, left, ct));
                // Who was just accepting an invitation, or connecting an account, came in after all.
                await rows.Empty(id, ct);
                return await rows.Workspace(id, ct) == 0 && (await rows.Accounts(id, ct)).Count > 0 ? new Progress.Later(Shortly, job.Facts) : new Progress.Next(job.Facts ?? new ErasureFacts([]));
            case "accounts": return await accounts.Await(job, ct);
            default: return await traces.Files(job, ct);
        }
    }
}
