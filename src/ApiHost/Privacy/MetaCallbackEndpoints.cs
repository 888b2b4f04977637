using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Meta;
using SocialSelling.Webhooks;

namespace SocialSelling.Privacy;

/// <summary>What Meta tells of a person who has removed the app, or wants their data gone. Written down before the answer; the silos do it.</summary>
internal static class MetaCallbackEndpoints
{
    private const int MaxBody = 16 * 1024;

    public static void MapMetaCallbacks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/webhooks/meta").AllowAnonymous().DisableRateLimiting().WithTags("webhooks").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        group.MapPost("/deauthorize", Deauthorize).WithSummary("Meta tells that an account's owner has removed the app; a form with one field, signed_request").ProducesProblem(400).ProducesProblem(401);
        group.MapPost("/data-deletion", DeleteData).WithSummary("Meta asks for everything of an account to be deleted; a form with one field, signed_request").Produces<DataDeletionView>().ProducesProblem(400).ProducesProblem(401);
    }

    private static async Task<IResult> Deauthorize(HttpRequest request, WebhookEdge edge, AccountRepository accounts, ErasureDesk desk, TimeProvider clock, CancellationToken ct)
    {
        var asked = edge.Read(await Form(request, ct), clock.GetUtcNow());
        if (asked is not SignedRequest.Valid person) return Refusal(asked);
        foreach (var account in await accounts.ListByMetaId(person.UserId, person.IssuedAt, ct)) await desk.Begin(ErasureSubject.Login, account, "meta", entry: null, ct);
        return TypedResults.Ok();
    }

    private static async Task<IResult> DeleteData(HttpRequest request, WebhookEdge edge, AccountRepository accounts, ErasureDesk desk, TimeProvider clock, CancellationToken ct)
    {
        var asked = edge.Read(await Form(request, ct), clock.GetUtcNow());
        if (asked is not SignedRequest.Valid person) return Refusal(asked);
        ErasureRow? erasure = null;
        // Its two numbers never belong to two accounts; if they did, both would go.
        foreach (var account in await accounts.ListByMetaId(person.UserId, person.IssuedAt, ct)) erasure = await desk.Begin(ErasureSubject.Account, account, "meta", Asked(account), ct);
        erasure ??= await desk.OfNobody(ct);
        return TypedResults.Ok(new DataDeletionView(desk.PageOf(erasure).AbsoluteUri, erasure.Code));
    }

    private static AuditEntry Asked(Guid account) => new AuditEntry(AuditAction.ErasureAsked, AuditSource.Meta) { AccountId = account }.To("account", account);

    /// <returns>The field; null when the body is no form, or has none.</returns>
    private static async Task<string?> Form(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            return (await request.ReadFormAsync(ct))["signed_request"];
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return null;
        }
    }

    private static ProblemHttpResult Refusal(SignedRequest asked) => asked is SignedRequest.Unreadable why
        ? TypedResults.Problem(why.Reason, statusCode: StatusCodes.Status400BadRequest)
        : TypedResults.Problem("No secret of this app signed it.", statusCode: StatusCodes.Status401Unauthorized);
}

/// <summary>What Meta wants to hear, under the names that it gives them.</summary>
/// <param name="Url">A page on which the person sees what becomes of it.</param>
internal sealed record DataDeletionView(string Url, [property: JsonPropertyName("confirmation_code")] string ConfirmationCode);
