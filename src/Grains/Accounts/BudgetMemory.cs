using Orleans.Storage;

namespace SocialSelling.Accounts;

/// <summary>
/// Keeps the account's budget across activations, in grain storage: a block at once, calls some seconds after the first of them, which thousands of accounts may make in the same second, neither more than
/// every few seconds, and both when the activation ends. A killed silo loses the calls of its last seconds, which Meta's next answer tells again, and no block that is older. Part of AccountGrain.
/// </summary>
internal sealed partial class BudgetMemory(AccountState account, RateBudget budget, IPersistentState<BudgetSnapshot> stored, TimeProvider clock, ILogger<BudgetMemory> logger)
{
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(5);
    private BudgetState written = budget.State;
    private DateTimeOffset lastWriteAt;
    private DateTimeOffset? changedAt;
    private Task lastWrite = Task.CompletedTask;

    /// <summary>Looks whether the budget has changed.</summary>
    /// <returns>When the next write is due; null when nothing has changed.</returns>
    public DateTimeOffset? Notice()
    {
        if (budget.State == written) return changedAt = null;
        changedAt ??= clock.GetUtcNow();
        return budget.State.BlockedUntil == written.BlockedUntil ? changedAt + WriteEvery : lastWriteAt + WriteEvery;
    }

    public void Recall()
    {
        if (stored.RecordExists) budget.State = stored.State.ToState();
        written = budget.State;
    }

    /// <summary>Writes what has changed. One write at a time: each carries the version that the one before it was answered with.</summary>
    public Task Write() => lastWrite = Write(after: lastWrite);

    /// <summary>The account is gone: what was kept goes, and nothing is kept any more.</summary>
    public async Task Erase()
    {
        await lastWrite;
        await stored.ClearStateAsync();
        written = budget.State;
    }

    private async Task Write(Task after)
    {
        await after;
        if (budget.State == written) return;
        (lastWriteAt, changedAt) = (clock.GetUtcNow(), null);
        try
        {
            var state = budget.State;
            stored.State = BudgetSnapshot.Of(state);
            await stored.WriteStateAsync();
            written = state;
        }
        catch (InconsistentStateException)
        {
            // Another activation has written. This one knows more recent calls: its next write goes over that.
            LogOvertaken(account.Id);
            await stored.ReadStateAsync();
        }
        catch (Exception e)
        {
            LogNotWritten(e, account.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "The budget of Account {AccountId} was stored by another activation meanwhile")]
    private partial void LogOvertaken(Guid accountId);

    [LoggerMessage(LogLevel.Warning, "The budget of Account {AccountId} could not be stored; the next write comes in seconds")]
    private partial void LogNotWritten(Exception e, Guid accountId);
}
