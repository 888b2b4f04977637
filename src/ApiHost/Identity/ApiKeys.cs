using System.Collections.Concurrent;

namespace SocialSelling.Identity;

/// <summary>Which API keys count. What was read counts for two seconds: a key that was revoked is out that soon on every host, and at once on the one that did it.</summary>
internal sealed class ApiKeys(ApiKeyRepository keys, TimeProvider clock)
{
    /// <summary>How every key begins: it is known for what it is wherever it turns up.</summary>
    public const string Mark = "ssk_";
    private const int ShownCharacters = 12;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2), NotedEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (long ReadAt, ApiKeyRow Row)> known = new();

    /// <summary>The text of a new key, and what is kept of it.</summary>
    public static (string Text, string Prefix, byte[] Hash) New()
    {
        var text = Mark + SecretToken.New().Text;
        return (text, text[..ShownCharacters], SecretToken.HashOf(text));
    }

    /// <summary>The key that somebody brings. Whether it never was, was revoked or is past its time takes the same work and gives the same answer.</summary>
    public async ValueTask<ApiKeyRow?> Find(string text, CancellationToken ct)
    {
        var hash = SecretToken.HashOf(text);
        var name = Convert.ToHexString(hash);
        if (known.TryGetValue(name, out var read) && clock.GetElapsedTime(read.ReadAt) < Life) return await Counting(name, read.ReadAt, read.Row, ct);
        var at = clock.GetTimestamp();
        if (await keys.FindByHash(hash, clock.GetUtcNow(), ct) is not { } row)
        {
            known.TryRemove(name, out _);
            return null;
        }
        known[name] = (at, row);
        return await Counting(name, at, row, ct);
    }

    /// <summary>It was revoked here, or changed: the next request reads it anew.</summary>
    public void Forget(Guid id)
    {
        foreach (var (name, read) in known) if (read.Row.Id == id) known.TryRemove(name, out _);
    }

    /// <summary>Notes, once a minute, that it is used.</summary>
    private async ValueTask<ApiKeyRow?> Counting(string name, long readAt, ApiKeyRow row, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (row.ExpiresAt <= now) return null;
        if (row.LastUsedAt is null || now - row.LastUsedAt >= NotedEvery)
        {
            known.TryUpdate(name, (readAt, row with { LastUsedAt = now }), (readAt, row));
            await keys.Touch(row.Id, now, ct);
        }
        return row;
    }
}
