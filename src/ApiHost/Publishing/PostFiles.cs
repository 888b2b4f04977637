namespace SocialSelling.Publishing;

/// <summary>Looks up the files that a request names by their ids.</summary>
internal static class PostFiles
{
    /// <param name="ids">Null when the request says nothing of files.</param>
    /// <returns>The storage keys in the order of <paramref name="ids"/>; nothing is found when one of them, or the cover, is none of the workspace's.</returns>
    public static async Task<(bool Found, IReadOnlyList<string>? Keys)> Find(this MediaRepository media, Guid workspaceId, Guid[]? ids, PostDetails? details, CancellationToken ct)
    {
        if (details?.CoverMediaId is { } cover && (await media.ByIds(workspaceId, [cover], ct)).Count == 0) return (false, null);
        if (ids is null) return (true, null);
        var rows = await media.ByIds(workspaceId, ids, ct);
        return rows.Count == ids.Length ? (true, [.. rows.Select(m => m.StorageKey)]) : (false, null);
    }
}
