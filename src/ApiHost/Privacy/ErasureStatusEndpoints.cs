using Microsoft.AspNetCore.Http.HttpResults;

namespace SocialSelling.Privacy;

/// <summary>What becomes of an erasure, for whoever has its code. It names nobody.</summary>
internal static class ErasureStatusEndpoints
{
    public static void MapErasureStatus(this IEndpointRouteBuilder api) =>
        api.MapGet("/data-deletion/{code}", Get).AllowAnonymous().WithTags("privacy").WithSummary("What has become of a request to delete data, by its confirmation code").ProducesProblem(404);

    private static async Task<Results<Ok<ErasureStatusView>, ProblemHttpResult>> Get(string code, ErasureRepository erasures, HttpContext http, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (code.Length > 32 || await erasures.FindByCode(code.ToLowerInvariant(), ct) is not { } e) return Problems.From(new ErasureNotFound());
        return TypedResults.Ok(new ErasureStatusView(e.Code, e.State switch { "waiting" => "received", "running" => "under_way", var over => over }, e.ReceivedAt, e.BeginsAt, e.StartedAt, e.FinishedAt, e.PromisedAt));
    }
}

/// <param name="State">received, under_way, done or cancelled.</param>
/// <param name="BeginsAt">Later than received where it can still be called off.</param>
/// <param name="PromisedAt">By when it will be done.</param>
internal sealed record ErasureStatusView(
    string Code, string State, DateTimeOffset ReceivedAt, DateTimeOffset BeginsAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset PromisedAt);

internal sealed record ErasureNotFound : DomainError
{
    public override string Code => "erasure-not-found";
    public override string Detail => "There is no such request. Look whether the code is complete.";
}
