namespace SocialSelling.Publishing;

/// <summary>
/// Posts in memory, with what PostgreSQL promises of their rows: a write happens whole or not at all, only on the fence that was read, and no medium belongs to two posts. That the real rows keep the
/// same promises is shown with PostgreSQL, in the integration tests.
/// </summary>
internal sealed class CrashMatrixRows(IEnumerable<PostRow> posts)
{
    private readonly Dictionary<Guid, PostRow> rows = posts.ToDictionary(p => p.Id);
    private readonly Dictionary<(Guid, int), PublishAttemptRow> ledger = [];

    public IReadOnlyCollection<PostRow> All => rows.Values;
    public IReadOnlyCollection<PublishAttemptRow> Ledger => ledger.Values;
    /// <summary>Called after every write with what was there, what its writer believed to be there, and what is there now.</summary>
    public Action<PostRow, PostRow, PostRow> Written { get; set; } = (_, _, _) => { };

    public void Add(PostRow post) => rows.Add(post.Id, post);

    /// <summary>As one process sees them.</summary>
    /// <param name="point">Called before and after every access; it may never return.</param>
    public IPublishRows Of(Func<string, Task> point) => new View(this, point);

    private void Write(PostRow before, PostRow after, PublishAttemptRow? entry)
    {
        var there = rows[before.Id];
        if (there.Fence != before.Fence) throw new GuardFailedException();
        if (after.PlatformPostId is { } id && rows.Values.Any(r => r.Id != after.Id && r.PlatformPostId == id)) throw new InvalidOperationException("ux_scheduled_posts_platform");
        rows[before.Id] = after;
        if (entry is not null) ledger[(entry.PostId, entry.Number)] = entry;
        Written(there, before, after);
    }

    private sealed class View(CrashMatrixRows store, Func<string, Task> point) : IPublishRows
    {
        public async Task<DateTimeOffset?> NextDue(IReadOnlyCollection<Guid> except, CancellationToken ct) => await Access("next due", () => store.rows.Values.Where(r => !except.Contains(r.Id)).Min(r => r.NextAttemptAt));

        public async Task<List<PostRow>> ListDue(DateTimeOffset dueBefore, IReadOnlyCollection<Guid> except, CancellationToken ct) =>
            await Access("list due", () => store.rows.Values.Where(r => r.NextAttemptAt <= dueBefore && !except.Contains(r.Id)).OrderBy(r => r.NextAttemptAt).ThenBy(r => r.Id).ToList());

        public async Task<List<string>> KnownPlatformIds(IReadOnlyCollection<string> platformPostIds, CancellationToken ct) =>
            await Access("known ids", () => store.rows.Values.Select(r => r.PlatformPostId).OfType<string>().Where(platformPostIds.Contains).ToList());

        public async Task<List<SentPost>> SentWith(PostRow post, CancellationToken ct) => await Access("sent with", () => store.rows.Values
            .Where(r => r.Id != post.Id && r.PlatformPostId is null && (r.PublishStartedAt - post.PublishStartedAt)?.Duration() <= TimeSpan.FromMinutes(5.5)
                && (r.Status is "publishing" or "unconfirmed" or "published" || r is { Status: "failed", NextAttemptAt: not null }))
            .Select(r => new SentPost(r.Type, r.Caption, r.Status == "published")).ToList());

        public async Task Write(PostRow before, PostRow after, PublishAttemptRow? entry, CancellationToken ct) => await Access($"write {after.Status}", () =>
        {
            store.Write(before, after, entry);
            return true;
        });

        private async Task<T> Access<T>(string what, Func<T> access)
        {
            await point(what);
            var result = access();
            await point(what + ", done");
            return result;
        }
    }
}
