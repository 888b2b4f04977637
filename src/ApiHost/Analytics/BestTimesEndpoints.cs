using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;

namespace SocialSelling.Analytics;

internal static class BestTimesEndpoints
{
    public static void MapBestTimes(this IEndpointRouteBuilder api) => api.MapGet("/analytics/best-times", Rank).WithTags("analytics").Needs(Permission.AnalyticsRead)
        .WithSummary("The five hours of the week at which the account's posts have done best").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);

    /// <param name="timeZone">IANA name; the zone of whoever connected the account when missing.</param>
    private static async Task<Results<Ok<BestTimesView>, ValidationProblem, ProblemHttpResult>> Rank(
        Guid accountId, string? timeZone, CurrentUser user, AccountRepository accounts, UserRepository users, IGrainFactory grains, CancellationToken ct)
    {
        if (!TimeZones.IsKnown(timeZone)) return Problems.Invalid("timeZone", TimeZones.Unknown);
        if (await accounts.FindFor(user.Id, accountId, ct) is not { Account: var account }) return Problems.From(new AccountNotFound());
        var zone = timeZone ?? (await users.Find(account.UserId, ct))?.TimeZone ?? "UTC";
        var best = await grains.GetGrain<IAccountGrain>(accountId).BestTimes(zone, ct);
        return best.Error is { } error ? Problems.From(error) : TypedResults.Ok(best.Value);
    }
}
