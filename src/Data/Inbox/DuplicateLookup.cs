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

    // A scalar subquery, so that the plan is one probe of the unique index per key, in one partition, whatever the planner believes about the sizes. A join made when
    // the tables were small reads all of them ever after: ten times the cost of everything else on this path.
    private static async Task Answer(Sql db, IReadOnlyList<Question> batch)
    {
        var found = await db.Query("""
            select asked.account_id, asked.mid_key from unnest(@accounts, @keys) as asked (account_id, mid_key)
             where (select true from messages m where m.client_account_id = asked.account_id and m.mid_key = asked.mid_key)
            """, r => (Account: r.GetGuid(0), Key: r.GetGuid(1)), CancellationToken.None,
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
