using SocialSelling.Inbox;

namespace SocialSelling.Publishing;

/// <summary>
/// Moves a post's row along, with the event that tells of it: claimed before a call to Meta, noted after it. Whoever has lost the row to somebody else learns it by
/// <see cref="GuardFailedException"/>. Part of AccountGrain.
/// </summary>
internal sealed class PostClaims(AccountState account, EventStream stream, PostRepository posts, SignedMediaUrls urls, TimeProvider clock)
{
    /// <summary>Takes the post for one call, which has to end within the lease; the row names the next step should nobody come back to note one.</summary>
    public async Task<PostRow> Claim(PostRow post, string status, CancellationToken ct)
    {
        var leaseUntil = clock.GetUtcNow() + PublishRules.Lease;
        var claimed = post with { Status = status, Fence = post.Fence + 1, LeaseUntil = leaseUntil, NextAttemptAt = leaseUntil };
        await Note(post, claimed, ct);
        return claimed;
    }

    public async Task Note(PostRow before, PostRow after, CancellationToken ct)
    {
        if (after == before) return;
        await stream.Append(write =>
        {
            write.Also.Add(PostRepository.Replace(after, before.Fence));
            if (after.Status != before.Status || after.Permalink != before.Permalink) stream.Add(write, EventKind.PostChanged, after.Id, new PostPayload((after with { UpdatedAt = clock.GetUtcNow() }).ToView(urls)));
            return Task.FromResult(true);
        }, ct);
    }

    public Task<PostRow?> Find(Guid postId, CancellationToken ct) => posts.Find(account.Id, postId, ct);
}
