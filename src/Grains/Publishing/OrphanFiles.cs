using System.Text.RegularExpressions;

namespace SocialSelling.Publishing;

/// <summary>Finds files in the store that nobody knows of, and rows whose file is not there. The first are let go, the second told: only an operator can bring a file back.</summary>
internal sealed partial class OrphanFiles(IMediaStore store, ListedFileRepository listed, TimeProvider clock, ILogger<OrphanFiles> logger)
{
    /// <summary>Longer than any upload may take (a day), with as much again for clocks that differ.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(2);
    /// <summary>Who has connected another database by mistake has so long to notice: what was announced is announced in that database.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    private const int PerPage = 1_000, PerStep = 20_000, MostUnlisted = 5_000, Told = 10;

    /// <param name="fence">Of this look.</param>
    /// <param name="hold">Before each step; false ends it.</param>
    /// <returns>Null when another has taken it on.</returns>
    public async Task<SweptFiles?> Sweep(int fence, Func<Task<bool>> hold, CancellationToken ct)
    {
        await listed.Begin(ct);
        await foreach (var page in store.List("", ct).Where(file => IsOurs(file.Key)).Chunk(PerPage))
        {
            if (!await hold()) return null;
            await listed.Add(fence, page, ct);
        }

        var (now, files, bytes) = (clock.GetUtcNow(), 0L, 0L);
        for (long? at = 0; at is { } after;)
        {
            if (!await hold()) return null;
            (at, var orphans) = await listed.LetOrphansGo(fence, after, now - Age, now + Grace, PerStep, ct);
            (files, bytes) = (files + orphans.Files, bytes + orphans.Bytes);
        }
        if (files > 0) LogFound(files, bytes, now + Grace);

        if (await Missing(fence, hold, ct) is not { } missing) return null;
        if (missing.Count > 0) LogMissing(missing.Count, string.Join(' ', missing.Take(Told)));
        await listed.End(fence, ct);
        return new SweptFiles(files, bytes, missing.Count);
    }

    /// <summary>What the list does not name may have come since; the store knows.</summary>
    private async Task<List<string>?> Missing(int fence, Func<Task<bool>> hold, CancellationToken ct)
    {
        if (!await hold()) return null;
        var gone = new List<string>();
        foreach (var key in await listed.Unlisted(fence, MostUnlisted, ct))
        {
            if (!await hold()) return null;
            await using var bytes = await store.Open(key, ct);
            if (bytes is null) gone.Add(key);
        }
        // Some were deleted meanwhile, with their rows.
        return gone.Count == 0 ? gone : await listed.Named(gone, ct);
    }

    /// <summary>Whether the name is one that this product gives. Whatever else lies in the folder or the bucket belongs to somebody else.</summary>
    internal static bool IsOurs(string key) => Names().IsMatch(key);

    [GeneratedRegex("^(?:[0-9a-f]{32}|incoming|exports)/.")]
    private static partial Regex Names();

    [LoggerMessage(LogLevel.Warning, "{Files} files with {Bytes} bytes lie in the media store and no row knows of them: they leave it at {RemoveAt:u}")]
    private partial void LogFound(long files, long bytes, DateTimeOffset removeAt);

    [LoggerMessage(LogLevel.Error, "{Count} files that rows name are not in the media store, and have to come from a backup, such as {Keys}")]
    private partial void LogMissing(int count, string keys);
}
