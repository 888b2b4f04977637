using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Meta;
using SocialSelling.Webhooks;

namespace SocialSelling.Admin;

/// <summary>What Meta has delivered, what was set aside of it and why, and whether a signature is right.</summary>
internal static class JournalEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    public static void MapJournal(this IEndpointRouteBuilder api)
    {
        var group = api.MapAdmin("/webhooks");
        group.MapGet("/journal", Journal).WithSummary("Size, lag, and what is set aside");
        group.MapGet("/deliveries", Deliveries).WithSummary("Deliveries as they came, newest first; the last 24 hours unless a range is given");
        group.MapGet("/deliveries/{id:guid}", Delivery).WithSummary("A delivery's body").ProducesProblem(404);
        group.MapGet("/parked", Parked).WithSummary("Parts that were set aside, newest first");
        group.MapGet("/accounts/{accountId:guid}", Account).WithSummary("What came of an account's webhooks: events by kind, what is set aside, what waits").ProducesProblem(404);
        group.MapPost("/verify", Verify).WithSummary("Whether a body that was kept elsewhere carries the right signature; nothing is stored or logged").ProducesValidationProblem();
    }

    private static async Task<Ok<JournalView>> Journal(JournalRepository journal, TimeProvider clock, CancellationToken ct)
    {
        var s = await journal.Stats(clock.GetUtcNow(), ct);
        return TypedResults.Ok(new JournalView(s.Bytes, s.Unfinished, s.OldestUnfinishedAt, s.OldestDay, [.. s.Parked.Select(p => new ParkedCountView(p.Reason, p.Count))], s.AssumedTimes));
    }

    private static async Task<Ok<Page<DeliveryView>>> Deliveries([AsParameters] DeliveryQuery query, JournalRepository journal, TimeProvider clock, CancellationToken ct)
    {
        var to = query.To ?? clock.GetUtcNow();
        var take = Paging.Limit(query.Limit);
        var filter = new DeliveryFilter(query.From ?? to - DefaultRange, to, query.State, query.Reason, query.MinSize, query.PlatformAccountId);
        var rows = await journal.Page(filter, Cursor.Read(query.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, d => d.ToView(), d => Cursor.Of(d.ReceivedAt, d.Id)));
    }

    private static async Task<Results<Ok<DeliveryBodyView>, ProblemHttpResult>> Delivery(Guid id, JournalRepository journal, CancellationToken ct) =>
        id.Version == 7 && await journal.FindBody(id, MadeAt(id), ct) is { } body
            ? TypedResults.Ok(new DeliveryBodyView(id, body.Length, Encoding.UTF8.GetString(body))) : Problems.From(new DeliveryNotFound());

    private static async Task<Ok<Page<ParkedPartView>>> Parked([AsParameters] ParkedQuery query, JournalRepository journal, CancellationToken ct)
    {
        var take = Paging.Limit(query.Limit);
        var rows = await journal.PageParked(query.Reason, query.PlatformAccountId, query.Open ?? true, Cursor.Read(query.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, p => p.ToView(), p => Cursor.Of(p.Part.ParkedAt, p.Part.Id)));
    }

    private static async Task<Results<Ok<AccountEventStatsView>, ProblemHttpResult>> Account(
        Guid accountId, AccountRepository accounts, JournalRepository journal, TimeProvider clock, CancellationToken ct)
    {
        if (await accounts.Find(accountId, ct) is not { } account) return Problems.From(new AccountNotFound());
        var stats = await journal.StatsOf(accountId, account.PlatformAccountId, clock.GetUtcNow() - DefaultRange, ct);
        return TypedResults.Ok(new AccountEventStatsView(
            accountId, account.PlatformAccountId, account.Username, account.LastEventAt, stats.Kinds.Sum(k => k.Kept), stats.Waiting, stats.Parked.Sum(p => p.Count),
            [.. stats.Kinds.Select(k => new EventKindCountView(k.Kind, k.Kept, k.Recent))], [.. stats.Parked.Select(p => new ParkedCountView(p.Reason, p.Count))]));
    }

    private static async Task<Results<Ok<SignatureAnswerView>, ValidationProblem>> Verify(SignatureQuestion question, HttpContext http, CurrentUser user, WebhookEdge edge, AuditLog audit, CancellationToken ct)
    {
        if (question.Body is null == question.BodyBase64 is null) return Problems.Invalid("body", "Give either body or bodyBase64.");
        var bytes = new byte[question.BodyBase64?.Length ?? 0];
        var length = 0;
        if (question.BodyBase64 is { } base64 && !Convert.TryFromBase64String(base64, bytes, out length)) return Problems.Invalid("bodyBase64", "This is not Base64.");
        var body = question.Body is { } text ? Encoding.UTF8.GetBytes(text) : bytes[..length];
        await audit.Write(http.Operated(user), ct);
        var signature = question.Signature.Trim();
        if (!WebhookSignature.IsWellFormed(signature)) return TypedResults.Ok(new SignatureAnswerView(false, null, "malformed-header", body.Length));
        var slot = edge.Test(body, signature);
        return TypedResults.Ok(slot < 0 ? new SignatureAnswerView(false, null, "no-match", body.Length) : new SignatureAnswerView(true, edge.NameOf(slot), null, body.Length));
    }

    /// <summary>The first 48 bits of a UUIDv7: milliseconds.</summary>
    private static DateTimeOffset MadeAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var b in bytes[..6]) milliseconds = milliseconds << 8 | b;
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : DateTimeOffset.UnixEpoch;
    }
}
