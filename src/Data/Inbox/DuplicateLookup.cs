namespace SocialSelling.Inbox;

/// <summary>What is known of messages that arrive.</summary>
/// <param name="Stored">Those that are there already.</param>
/// <param name="Changed">Those of which something was said: <see cref="MessageChangeRepository"/> has it.</param>
public sealed record EarlierMessages(IReadOnlySet<Guid> Stored, IReadOnlySet<Guid> Changed);

/// <summary>
/// Finds which messages are stored already, and of which something was said before they came, for many accounts in one query: grains ask before they number, so that a
/// repeated delivery leaves no gap.
/// </summary>
public sealed class DuplicateLookup(Sql db) : IAsyncDisposable
{
    private static readonly EarlierMessages Nothing = new(new HashSet<Guid>(), new HashSet<Guid>());
    private readonly GroupCommit<Question> questions = new(capacity: 10_000, maxWeight: 2_000, q => q.MidKeys.Count, batch => Answer(db, batch));

    /// <returns>Which of <paramref name="midKeys"/> are stored, and of which something was said.</returns>
    public async Task<EarlierMessages> Find(Guid accountId, IReadOnlyList<Guid> midKeys)
    {
        var question = new Question(accountId, midKeys);
        if (midKeys.Count > 0) await questions.Write(question);
        return question.Answer;
    }

    /// <returns>Those of <paramref name="midKeys"/> that are stored.</returns>
    public async Task<IReadOnlySet<Guid>> Known(Guid accountId, IReadOnlyList<Guid> midKeys) => (await Find(accountId, midKeys)).Stored;

    public ValueTask DisposeAsync() => questions.DisposeAsync();

    private static async Task Answer(Sql db, IReadOnlyList<Question> batch)
    {
        var found = await db.Query("""
            select account_id, mid_key, true as stored from known_messages(@accounts, @keys) union all select account_id, mid_key, false from changed_messages(@accounts, @keys)
            """, r => (Account: r.GetGuid(0), Key: r.GetGuid(1), Stored: r.GetBoolean(2)), CancellationToken.None,
            ("accounts", batch.SelectMany(q => Enumerable.Repeat(q.AccountId, q.MidKeys.Count)).ToArray()), ("keys", batch.SelectMany(q => q.MidKeys).ToArray()));
        if (found.Count == 0) return;
        var byAccount = found.ToLookup(f => f.Account);
        foreach (var question in batch)
        {
            var known = byAccount[question.AccountId].Where(f => question.MidKeys.Contains(f.Key)).ToList();
            if (known.Count > 0) question.Answer = new(known.Where(f => f.Stored).Select(f => f.Key).ToHashSet(), known.Where(f => !f.Stored).Select(f => f.Key).ToHashSet());
        }
    }

    private sealed record Question(Guid AccountId, IReadOnlyList<Guid> MidKeys)
    {
        public EarlierMessages Answer { get; set; } = Nothing;
    }
}
