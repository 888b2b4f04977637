namespace SocialSelling.Publishing;

/// <summary>A call that may be made: the post as claimed for it, and the ledger's open entry.</summary>
internal sealed record OpenCall(PostRow Post, PublishAttemptRow Entry);

/// <summary>
/// Moves a post's row along: claimed before a call that changes something at Meta, noted after it. Whoever has lost the row to somebody else learns it by
/// <see cref="GuardFailedException"/>. Part of AccountGrain.
/// </summary>
internal sealed class PostClaims(IPublishRows rows, TimeProvider clock)
{
    /// <summary>Takes the post for one call, which has to end within the lease; the row names the next step should nobody come back to note one.</summary>
    /// <returns>Null when taking it took so long, on a machine that hung, that the call could outlive the lease: the row says what is next.</returns>
    public async Task<OpenCall?> Claim(PostRow post, PostRow wanted, string step, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var claimed = wanted with { Fence = post.Fence + 1, LeaseUntil = now + PublishRules.Lease, NextAttemptAt = now + PublishRules.Lease };
        var entry = Ledger.Open(claimed, step, now);
        await rows.Write(post, claimed, entry, ct);
        return PublishRules.MayStillCall(claimed, clock.GetUtcNow()) ? new(claimed, entry) : null;
    }

    /// <summary>
    /// Notes what came of a call. It happened: noting it is not cancelled. The fence moves on with it: whoever has read the row meanwhile, since the lease was over, knows less. The entry keeps its number.
    /// </summary>
    public Task Close(OpenCall call, PostRow next, CallAnswer answer, DateTimeOffset answeredAt) =>
        rows.Write(call.Post, next with { Fence = call.Post.Fence + 1 }, Ledger.Close(call.Entry, answer, call.Post, next, answeredAt), CancellationToken.None);

    /// <summary>Notes what a question to Meta has told, which changed nothing there and needed no claim. The ledger is spared a day of looks, one a minute, that tell nothing.</summary>
    public Task NoteAnswer(PostRow before, PostRow after, string step, DateTimeOffset askedAt, CallAnswer answer, CancellationToken ct)
    {
        var next = after with { Fence = before.Fence + 1 };
        var isStillSearched = before.Status == "failed" && next is { Status: "failed", NextAttemptAt: not null };
        return rows.Write(before, next, isStillSearched ? null : Ledger.Close(Ledger.Open(before with { Fence = next.Fence }, step, askedAt), answer, before, next, clock.GetUtcNow()), ct);
    }

    /// <summary>Notes a decision that needed no call; one that only waits is not worth an entry.</summary>
    public Task Note(PostRow before, PostRow after, CancellationToken ct) => after == before ? Task.CompletedTask
        : after.Status == before.Status ? rows.Write(before, after, null, ct)
        : NoteAnswer(before, after, Ledger.Check, clock.GetUtcNow(), CallAnswer.Ok(after.ErrorCode), ct);
}
