using SocialSelling.Audit;
using SocialSelling.Inbox;
using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

/// <summary>Writes a step of a post, its entry in the ledger, the event and the notice that tell of it: all of them or nothing. Part of AccountGrain.</summary>
internal sealed class PublishRows(AccountState account, EventStream stream, PostRepository posts, SignedMediaUrls urls, PublishMetrics metrics, TimeProvider clock) : IPublishRows
{
    public Task<DateTimeOffset?> NextDue(IReadOnlyCollection<Guid> except, CancellationToken ct) => posts.NextDue(account.Id, except, ct);

    public Task<List<PostRow>> ListDue(DateTimeOffset dueBefore, IReadOnlyCollection<Guid> except, CancellationToken ct) => posts.ListDue(account.Id, dueBefore, except, ct);

    public Task<List<string>> KnownPlatformIds(IReadOnlyCollection<string> platformPostIds, CancellationToken ct) => posts.KnownPlatformIds(account.Id, platformPostIds, ct);

    public Task<List<SentPost>> SentWith(PostRow post, CancellationToken ct) => posts.SentWith(post, ct);

    public async Task Write(PostRow before, PostRow after, PublishAttemptRow? entry, CancellationToken ct)
    {
        await stream.Append(write =>
        {
            write.Posts.Add(new(after, before.Fence, entry));
            // Its time has come: whoever planned it stands in the entry of that.
            if (PostAudit.Of(before, after, AuditSource.System, account.Id) is { } told) write.Audit.Add(AuditLog.Checked(told, clock.GetUtcNow()));
            if (IsNews(before, after)) stream.Add(write, EventKind.PostChanged, after.Id, new PostPayload((after with { UpdatedAt = clock.GetUtcNow() }).ToView(urls)));
            if (PublishNotices.Of(before, after) is { } notice) stream.Notify(write, notice);
            return Task.FromResult(true);
        }, ct);
        metrics.Written(before, after, entry);
    }

    private static bool IsNews(PostRow before, PostRow after) =>
        (after.Status, after.ErrorCode, after.PlatformPostId, after.Permalink) != (before.Status, before.ErrorCode, before.PlatformPostId, before.Permalink);
}
