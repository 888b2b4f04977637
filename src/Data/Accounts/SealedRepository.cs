namespace SocialSelling.Accounts;

/// <summary>A column of values that are sealed with the keys of TOKEN_ENCRYPTION_KEYS, beside a <c>key_id</c> that says with which.</summary>
/// <param name="Owner">The column whose id is bound into the value.</param>
public sealed record SealedColumn(string Name, string Table, string Owner, string Value);

public sealed record SealedRow(Guid Owner, byte[] Value, string KeyId);

/// <summary>All sealed values, whatever they are: for changing the key under them.</summary>
public sealed class SealedRepository(Sql db)
{
    /// <summary>Every column there is; a table with a <c>key_id</c> that is not among them fails a test.</summary>
    public static readonly IReadOnlyList<SealedColumn> Columns =
        [new("tokens of accounts", "oauth_tokens", "client_account_id", "access_token_encrypted"), new("second factors", "user_mfa", "user_id", "secret"), new("secrets of webhooks", "hook_secrets", "id", "secret"),
            new("tokens of accounts to choose from", "account_choices", "id", "accounts")];

    /// <summary>How many values each key has sealed.</summary>
    public async Task<Dictionary<string, long>> Count(SealedColumn column, CancellationToken ct) =>
        (await db.Query($"select key_id, count(*) from {column.Table} group by key_id", r => (r.GetString(0), r.GetInt64(1)), ct)).ToDictionary();

    /// <returns>At most <paramref name="limit"/> values that another key has sealed than <paramref name="current"/>, of owners after <paramref name="after"/>, in their order.</returns>
    public Task<List<SealedRow>> Outdated(SealedColumn column, string current, Guid after, int limit, CancellationToken ct) => db.Query($"""
        select {column.Owner}, {column.Value}, key_id from {column.Table} where key_id <> @current and {column.Owner} > @after order by {column.Owner} limit @limit
        """, r => new SealedRow(r.GetGuid(0), r.GetFieldValue<byte[]>(1), r.GetString(2)), ct, ("current", current), ("after", after), ("limit", limit));

    /// <summary>Puts values in the place of others, where those are still there: what was written meanwhile stays.</summary>
    /// <returns>How many it put there.</returns>
    public Task<int> Replace(SealedColumn column, IReadOnlyList<SealedRow> former, IReadOnlyList<byte[]> fresh, string keyId, CancellationToken ct) => db.Execute($"""
        update {column.Table} t set {column.Value} = f.fresh, key_id = @keyId
          from unnest(@owners, @formers, @freshes) as f (owner, former, fresh) where t.{column.Owner} = f.owner and t.{column.Value} = f.former
        """, ct, ("keyId", keyId), ("owners", former.Select(r => r.Owner).ToArray()), ("formers", former.Select(r => r.Value).ToArray()), ("freshes", fresh.ToArray()));
}
