using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;
using SocialSelling.Inbox;
using SocialSelling.Publishing;

namespace SocialSelling.Privacy;

/// <summary>A copy of everything that is kept of somebody: for themselves, or for whoever answers for a customer's data. Made in the background, fetched by a link that needs a login to get.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/users/me/export").WithTags("users").OwnAffairs();
        me.MapPost("/", AskForOwn).RequireRateLimiting(IdentityServices.LoginLimit)
            .WithSummary("Have everything that is kept of the user put into a file, to be fetched for 7 days; asks for the password again").ProducesProblem(403).ProducesProblem(429);
        me.MapGet("/", GetOwn).WithSummary("What has become of the user's last export, and where to fetch it");

        var contact = api.MapGroup("/contacts/{id:guid}/export").WithTags("privacy").Needs(Permission.PrivacyWrite);
        contact.MapPost("/", AskForContact).WithSummary("Have everything that is kept of a person put into a file: messages, comments, files, notes, of all accounts of the workspace")
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(429);
        contact.MapGet("/", GetContact).WithSummary("What has become of the last export of a person, and where to fetch it").ProducesProblem(403).ProducesProblem(404);
    }

    /// <summary>All there is about a person in one file is worth more to a thief than what a stolen session could read bit by bit.</summary>
    private static async Task<Results<Accepted<ExportView>, ProblemHttpResult>> AskForOwn(
        PasswordProof body, CurrentUser user, PasswordCheck check, ExportDesk desk, SignedMediaUrls urls, HttpContext http, CancellationToken ct) =>
        (await check.Again(user, body.Password, http, ct)).Error is { } refusal ? Problems.From(refusal) : Taken(await desk.Begin(user, ct), "/api/users/me/export", urls);

    private static async Task<Ok<ExportStateView>> GetOwn(CurrentUser user, ExportDesk desk, SignedMediaUrls urls, CancellationToken ct) =>
        TypedResults.Ok(new ExportStateView((await desk.FindLast(user.Id, ct))?.ToView(urls)));

    private static async Task<Results<Accepted<ExportView>, ProblemHttpResult>> AskForContact(
        Guid id, CurrentUser user, ContactPeople people, ExportDesk desk, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await people.Find(user.Id, id, ct) is not { } person) return Problems.From(new ContactNotFound());
        return Taken(await desk.Begin(person, user, ct), $"/api/contacts/{id}/export", urls);
    }

    private static async Task<Results<Ok<ExportStateView>, ProblemHttpResult>> GetContact(Guid id, CurrentUser user, ContactPeople people, ExportDesk desk, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await people.Find(user.Id, id, ct) is not { } person) return Problems.From(new ContactNotFound());
        return TypedResults.Ok(new ExportStateView((await desk.FindLast(person.Root.Id, ct))?.ToView(urls)));
    }

    private static Results<Accepted<ExportView>, ProblemHttpResult> Taken(ExportRow? export, string place, SignedMediaUrls urls) =>
        export is null ? Problems.From(new TooManyExports()) : TypedResults.Accepted(place, export.ToView(urls));
}

/// <param name="Export">Null when there is none, or it has expired.</param>
internal sealed record ExportStateView(ExportView? Export);

/// <param name="State">waiting, running, ready or failed.</param>
/// <param name="ExpiresAt">When the file is deleted.</param>
/// <param name="Size">In bytes.</param>
/// <param name="DownloadUrl">Where the file is, once it is ready; the address holds for an hour or two, and can be asked for again.</param>
internal sealed record ExportView(Guid Id, string State, DateTimeOffset RequestedAt, DateTimeOffset? ReadyAt, DateTimeOffset? ExpiresAt, long? Size, string? DownloadUrl);

internal static class ExportViews
{
    public static ExportView ToView(this ExportRow e, SignedMediaUrls urls) =>
        new(e.Id, e.State, e.RequestedAt, e.ReadyAt, e.ExpiresAt, e.Size, e.State == "ready" ? urls.ForBrowser(e.StorageKey!) : null);
}
