using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Admin;
using SocialSelling.Identity;
using SocialSelling.Notifications;

namespace SocialSelling.Mail;

/// <summary>The outbox as operators see it: who was written to and what became of it, never what stood in it.</summary>
internal static class MailEndpoints
{
    public static void MapMailCare(this IEndpointRouteBuilder api)
    {
        var group = api.MapAdmin("/mail");
        group.MapGet("/", Queue).WithSummary("What waits, and what became of the last day's mail");
        group.MapGet("/messages", List).WithSummary("Mails, newest first");
        group.MapPost("/messages/{id:guid}/retry", Retry).WithSummary("Send once more what failed within the last day").ProducesProblem(404);
        group.MapGet("/people/{userId:guid}", Person).WithSummary("What a person was sent, by kind and by what became of it").ProducesProblem(404);
        group.MapGet("/suppressions", Suppressions).WithSummary("Addresses that bounced, complained or unsubscribed, newest first");
        group.MapDelete("/suppressions", Lift).WithSummary("Let mail go to an address again").ProducesProblem(404);
        group.MapGet("/templates/{template}", Preview).WithSummary("How a mail looks, with made-up values").ProducesProblem(404);
    }

    private static async Task<Ok<MailQueueView>> Queue(MailRepository mail, IConfiguration configuration, TimeProvider clock, CancellationToken ct)
    {
        var s = await mail.Stats(clock.GetUtcNow(), ct);
        return TypedResults.Ok(new MailQueueView(MailCatcher.Transport(configuration), s.Waiting, s.OldestDueAt, s.Sent, s.Bounced, s.Complained, s.Failed, s.Suppressed));
    }

    private static async Task<Ok<Page<MailView>>> List([AsParameters] MailQuery query, MailRepository mail, CancellationToken ct)
    {
        var take = Paging.Limit(query.Limit);
        return TypedResults.Ok(Paging.Of(await mail.Page(query.Status, query.Recipient, query.UserId, Cursor.Read(query.Cursor), take + 1, ct), take, m => m.ToView(), m => Cursor.Of(m.CreatedAt, m.Id)));
    }

    private static async Task<Results<Ok<PersonMailView>, ProblemHttpResult>> Person(Guid userId, MailRepository mail, NotificationMailRepository mailboxes, CancellationToken ct)
    {
        if (await mailboxes.Find(userId, ct) is not { } mailbox) return Problems.From(new UserNotFound());
        var kinds = (await mail.Sent(userId, ct)).ConvertAll(k => new MailSentView(k.Template, k.Made, k.Waiting, k.Sent, k.Delivered, k.Opened, k.Bounced, k.Complained, k.Failed, k.Suppressed, k.LastAt));
        return TypedResults.Ok(new PersonMailView(userId, mailbox.Address, mailbox.Confirmed, mailbox.Stopped, kinds));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Retry(Guid id, HttpContext http, CurrentUser user, MailRepository mail, TimeProvider clock, CancellationToken ct) =>
        await mail.Retry(id, http.Operated(user, id), clock.GetUtcNow(), ct) ? TypedResults.NoContent() : Problems.From(new MailNotFound());

    private static async Task<Ok<MailSuppressionsView>> Suppressions(string? address, int? limit, MailAddressRepository addresses, CancellationToken ct) =>
        TypedResults.Ok(new MailSuppressionsView([.. (await addresses.Suppressions(address, Paging.Limit(limit), ct)).Select(s => new MailSuppressionView(s.Address, s.Reason, s.Detail, s.CreatedAt))]));

    private static async Task<Results<NoContent, ProblemHttpResult>> Lift(string address, HttpContext http, CurrentUser user, MailAddressRepository addresses, TimeProvider clock, CancellationToken ct) =>
        await addresses.Lift(address, http.Operated(user), clock.GetUtcNow(), ct) ? TypedResults.NoContent() : Problems.From(new SuppressionNotFound());

    private static async Task<Results<Ok<MailPreviewView>, ProblemHttpResult>> Preview(string template, string? language, IGrainFactory grains) =>
        await grains.GetGrain<IMailGrain>(0).Preview(template, language ?? "en") is { } preview ? TypedResults.Ok(preview) : Problems.From(new MailTemplateNotFound());
}
