using Microsoft.AspNetCore.Http.HttpResults;

namespace SocialSelling.Privacy;

/// <summary>What becomes of an erasure, for whoever has its code. It names nobody.</summary>
internal static class ErasureStatusEndpoints
{
    public static void MapErasureStatus(this IEndpointRouteBuilder api) =>
        api.MapGet("/data-deletion/{code}", Get).AllowAnonymous().WithTags("privacy").WithSummary("What has become of a request to delete data, by its confirmation code").ProducesProblem(404);

    private static async Task<Results<Ok<ErasureStatusView>, ProblemHttpResult>> Get(string code, ErasureRepository erasures, TimeProvider clock, HttpContext http, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (code.Length > 32 || await erasures.FindByCode(code.ToLowerInvariant(), ct) is not { } e) return Problems.From(new ErasureNotFound());
        return TypedResults.Ok(e.ToView(clock.GetUtcNow()));
    }
}

/// <param name="State">received, under_way, done or cancelled.</param>
/// <param name="BeginsAt">Later than received where it can still be called off.</param>
/// <param name="PromisedAt">By when it will be done.</param>
internal sealed record ErasureStatusView(
    string Code, string State, DateTimeOffset ReceivedAt, DateTimeOffset BeginsAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset PromisedAt);

internal static class ErasureViews
{
    /// <summary>What can still be called off has not begun, whatever has been prepared.</summary>
    public static ErasureStatusView ToView(this ErasureRow e, DateTimeOffset now)
    {
        var waits = e.State is "waiting" || e.State is "running" && e.BeginsAt > now;
        return new(e.Code, waits ? "received" : e.State is "running" ? "under_way" : e.State, e.ReceivedAt, e.BeginsAt, waits ? null : e.BeginsAt > e.StartedAt ? e.BeginsAt : e.StartedAt, e.FinishedAt, e.PromisedAt);
    }
}

internal sealed record ErasureNotFound : DomainError
{
    public override string Code => "erasure-not-found";
    public override string Detail => "There is no such request. Look whether the code is complete.";
}
