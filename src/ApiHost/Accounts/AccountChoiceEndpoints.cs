using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Accounts;

/// <summary>After Facebook Login: which of the accounts that were allowed shall be connected.</summary>
internal static class AccountChoiceEndpoints
{
    public static void MapAccountChoices(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/account-choices").WithTags("connecting").Needs(Permission.AccountsWrite).PeopleOnly();
        group.MapGet("/{id:guid}", Get).WithSummary("The accounts to choose from, for ten minutes, in the session that began to connect").ProducesProblem(404);
        group.MapPost("/{id:guid}", Choose).WithSummary("Connect those that were chosen; the choice is made once").ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<Results<Ok<AccountChoiceView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, AccountChoices choices, AccountRepository accounts, CancellationToken ct)
    {
        if (await choices.Find(id, user, ct) is not { } choice) return Problems.From(new AccountChoiceNotFound());
        var known = (await accounts.ListFor(user.Id, choice.WorkspaceId, ct)).Where(a => a.Account.Status != "disconnected").Select(a => a.Account.Id).ToHashSet();
        return TypedResults.Ok(new AccountChoiceView(choice.WorkspaceId, choice.ExpiresAt, [.. choice.Accounts.Select(a => new ChoosableAccountView(
            a.Id, a.Command.Username, a.Command.DisplayName, a.Command.ProfilePictureUrl, a.Command.FollowerCount, a.PageName, known.Contains(a.Id)))]));
    }

    private static async Task<Results<Ok<ChosenAccountsView>, ValidationProblem, ProblemHttpResult>> Choose(
        Guid id, ChooseAccounts body, CurrentUser user, AccountChoices choices, InstagramConnection connection, CancellationToken ct)
    {
        if (await choices.Find(id, user, ct) is not { } choice) return Problems.From(new AccountChoiceNotFound());
        var chosen = choice.Accounts.Where(a => body.AccountIds.Contains(a.Id)).ToList();
        if (chosen.Count < body.AccountIds.Distinct().Count()) return Problems.Invalid("accountIds", "Not all of these were allowed.");
        if (!await choices.Take(id, user, ct)) return Problems.From(new AccountChoiceNotFound());
        return TypedResults.Ok(new ChosenAccountsView(await connection.Connect(chosen)));
    }
}

internal sealed record ChooseAccounts([property: MinLength(1), MaxLength(2_000)] IReadOnlyList<Guid> AccountIds);

internal sealed record AccountChoiceView(Guid WorkspaceId, DateTimeOffset ExpiresAt, IReadOnlyList<ChoosableAccountView> Accounts);

/// <param name="PageName">The Facebook Page that it stands behind.</param>
/// <param name="Connected">It is in the workspace already: chosen, it gets a new login.</param>
internal sealed record ChoosableAccountView(Guid AccountId, string Username, string? DisplayName, string? ProfilePictureUrl, int FollowerCount, string? PageName, bool Connected);

internal sealed record ChosenAccountsView(IReadOnlyList<ChosenAccountView> Accounts);

/// <param name="Error">Why not, in the words of the callback's <c>error</c>; null when it is connected.</param>
/// <param name="Limit">Which limit stands against it, if one does.</param>
internal sealed record ChosenAccountView(Guid AccountId, string Username, string? Error, ChosenLimitView? Limit);

internal sealed record ChosenLimitView(string Tier, int Limit, long Used);

internal sealed record AccountChoiceNotFound : DomainError
{
    public override string Code => "account-choice-not-found";
    public override string Detail => "There is no such choice, or it was made, or more than ten minutes have passed. Connect again.";
}
