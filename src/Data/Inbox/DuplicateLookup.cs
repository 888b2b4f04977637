namespace SocialSelling.Inbox;

/// <summary>
/// Finds which messages are stored already, for many accounts in one query: grains ask before they number, so that a repeated delivery leaves no gap.
/// </summary>
public sealed class DuplicateLookup(Sql db) : IAsyncDisposable
{
    private readonly GroupCommit<Question> questions = new(capacity: 10_000, maxWeight: 2_000, q => q.MidKeys.Count, batch => Answer(db, batch));

    /// <returns>Those of <paramref name="midKeys"/> that the account has.</returns>
    public async Task<IReadOnlySet<Guid>> Known(Guid accountId, IReadOnlyList<Guid> midKeys)
    {
        var question = new Question(accountId, midKeys);
        if (midKeys.Count > 0) await questions.Write(question);
        return question.Known;
    }

    public ValueTask DisposeAsync() => questions.DisposeAsync();

    private static async Task Answer(Sql db, IReadOnlyList<Question> batch)
    {
        var found = await db.Query("select account_id, mid_key from known_messages(@accounts, @keys)", r => (Account: r.GetGuid(0), Key: r.GetGuid(1)), CancellationToken.None,
            ("accounts", batch.SelectMany(q => Enumerable.Repeat(q.AccountId, q.MidKeys.Count)).ToArray()), ("keys", batch.SelectMany(q => q.MidKeys).ToArray()));
        if (found.Count == 0) return;
        var byAccount = found.ToLookup(f => f.Account, f => f.Key);
        foreach (var question in batch) question.Known.UnionWith(byAccount[question.AccountId].Intersect(question.MidKeys));
    }

    private sealed record Question(Guid AccountId, IReadOnlyList<Guid> MidKeys)
    {
        public HashSet<Guid> Known { get; } = [];
    }
}
