using SocialSelling.Meta;

namespace SocialSelling.Privacy;

/// <summary>Only the right to speak for an account: its owner has removed the app at Meta.</summary>
internal sealed class LoginErasing(IGrainFactory grains) : IErasing
{
    public string Subject => ErasureSubject.Login;

    public string[] Steps { get; } = ["login"];

    public async Task<Progress> Take(string step, ErasureRow job, CancellationToken ct)
    {
        await grains.GetGrain<IAccountGrain>(job.SubjectId!.Value).Deauthorize(job.ReceivedAt, ct);
        return new Progress.Next(job.Facts);
    }
}

/// <summary>An account with all that was kept of it: what docs/privacy.md lists.</summary>
internal sealed class AccountErasing(IGrainFactory grains, ErasedRows rows, ErasedTraces traces) : IErasing
{
    private const int AtOnce = 2_000;

    public string Subject => ErasureSubject.Account;

    public string[] Steps { get; } = ["retire", "rows", "account", "journal", "files", "stragglers"];

    public async Task<Progress> Take(string step, ErasureRow job, CancellationToken ct)
    {
        var id = job.SubjectId!.Value;
        switch (step)
        {
            case "retire":
                var facts = await rows.FactsOfAccount(id, ct);
                await grains.GetGrain<IAccountGrain>(id).Retire(ct);
                return new Progress.Next(facts ?? job.Facts ?? new ErasureFacts([]));
            case "rows":
                return await rows.SomeOfAccount(id, AtOnce, ct) > 0 ? new Progress.Again(job.Facts) : new Progress.Next(job.Facts);
            case "account":
                await rows.Account(id, ct);
                return new Progress.Next(job.Facts);
            case "journal": return await traces.Journal(job, ct);
            case "files": return await traces.Files(job, ct);
            // What was on its way while the account went has come to rest by now.
            default: return await traces.Journal(job, ct);
        }
    }
}

/// <summary>The accounts that go with a workspace or a person: each is erased by a job of its own, whose last steps come when its rows are long gone.</summary>
internal sealed class AccountsErasing(ErasureRepository erasures, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Begins what has not begun.</summary>
    /// <returns>What the job has to remember.</returns>
    public async Task<ErasureFacts?> Begin(ErasureRow job, ErasureFacts? facts, IReadOnlyList<Guid> accounts, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var account in accounts)
            await erasures.Add(new(Guid.CreateVersion7(now), ErasureCode.New(), ErasureSubject.Account, account, job.AskedBy, Facts: null, Step: "", "waiting", now, now, job.PromisedAt), entry: null, ct);
        return accounts.Count == 0 ? facts : (facts ?? new([])) with { Accounts = [.. (facts?.Accounts ?? []).Union(accounts)] };
    }

    /// <summary>Who is told that all is gone must not find a raw webhook of an account that went along.</summary>
    public async Task<Progress> Await(ErasureRow job, CancellationToken ct) =>
        job.Facts?.Accounts is { } accounts && await erasures.AreAccountsLeft(accounts, ct) ? new Progress.Later(Look, job.Facts) : new Progress.Next(job.Facts);
}

/// <summary>What is kept beside the rows of whom it is about: raw webhooks, answers that would be given again, files of the store.</summary>
internal sealed class ErasedTraces(ErasedRows rows)
{
    /// <summary>Hours of the journal in one step.</summary>
    private const int Windows = 24;
    private static readonly TimeSpan FilesLook = TimeSpan.FromSeconds(10);

    public async Task<Progress> Journal(ErasureRow job, CancellationToken ct)
    {
        var facts = job.Facts!;
        var (ids, names) = (facts.Ids, facts.Names ?? []);
        var named = ids.Concat(names).ToHashSet();
        if (named.Count == 0) return new Progress.Next(facts);
        var from = facts.JournalFrom;
        for (var window = 0; window < Windows; window++)
            if ((from = await rows.Journal(ids, names, from, body => WebhookRedaction.Without(body, named), ct)) is null)
            {
                await rows.Parked(ids, names, ct);
                await rows.Answers([.. ids, .. (facts.OwnIds ?? []).Select(own => own.ToString()), .. names.Select(name => $"\"{name}\"")], ct);
                return new Progress.Next(facts with { JournalFrom = null });
            }
        return new Progress.Again(facts with { JournalFrom = from });
    }

    /// <summary>Rows take their files with them after minutes: a copy may still be on its way.</summary>
    public async Task<Progress> Files(ErasureRow job, CancellationToken ct)
    {
        var facts = job.Facts!.FilesBy is null ? job.Facts with { FilesBy = await rows.FilesBy(ct) } : job.Facts;
        return await rows.FilesAreLeft(facts.FilesBy!.Value, ct) ? new Progress.Later(FilesLook, facts) : new Progress.Next(facts);
    }
}
