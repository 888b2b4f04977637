using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Mail;

/// <summary>How people end mail from within it, without signing in.</summary>
/// <remarks>Source: RFC 8058: mail programs POST to the address in List-Unsubscribe, with a form that we have no need of, and without cookies. Looking at it changes nothing, since programs that check links do that.</remarks>
internal static class UnsubscribeEndpoints
{
    public static void MapUnsubscribe(this IEndpointRouteBuilder api)
    {
        // Mail programs ask for many readers from few addresses; without a right signature no database is asked.
        var group = api.MapGroup("/mail/unsubscribe").AllowAnonymous().DisableRateLimiting().WithTags("notifications");
        group.MapPost("/", Unsubscribe).WithSummary("Mail about notifications ends, for whoever has the link in one").ProducesProblem(400);
        group.MapGet("/", Look).WithSummary("Leads to the page that asks").Produces(302);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Unsubscribe(string? token, UnsubscribeTokens tokens, MailAddressRepository addresses, TimeProvider clock, CancellationToken ct)
    {
        if (tokens.Read(token ?? "") is not { } userId) return Problems.From(new TokenInvalid());
        await addresses.Unsubscribe(userId, clock.GetUtcNow(), ct);
        return TypedResults.NoContent();
    }

    private static RedirectHttpResult Look(string? token, IOptions<AppOptions> app) => TypedResults.Redirect($"{app.Value.Url.TrimEnd('/')}/unsubscribe#{Uri.EscapeDataString(token ?? "")}");
}
