using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Identity;

namespace SocialSelling.Inbox;

/// <summary>Rules that answer by themselves: per account, tried from the highest priority, the first that fits is the only one.</summary>
internal static class AutoReplyEndpoints
{
    private const int MaxRules = 100, DryRunOver = 200;

    public static void MapAutoReplies(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/accounts/{accountId:guid}/auto-replies").WithTags("automation").Needs(Permission.MessagesRead, Permission.AccountsWrite);
        group.MapGet("/", Get).WithSummary("The account's automatic replies: whether they are on, and the rules").ProducesProblem(404);
        group.MapPatch("/", Set).WithSummary("Switch automatic replies on or off; what came before is never answered").ProducesProblem(404);
        group.MapPost("/rules", Add).WithSummary("A new rule").ProducesProblem(404).ProducesProblem(409);
        group.MapPatch("/rules/{id:guid}", Change).WithSummary("Change a rule").ProducesProblem(404);
        group.MapDelete("/rules/{id:guid}", Delete).WithSummary("Delete a rule; what it has answered stays in the log").ProducesProblem(404);
        group.MapGet("/log", Log).WithSummary("What was answered, and what was not although a rule fitted, newest first").ProducesProblem(404);
        group.MapPost("/dry-run", DryRun).Needs(Permission.MessagesRead).WithSummary("What the rules, or others, would have answered lately; nothing is sent").ProducesProblem(404);
    }

    private static async Task<Results<Ok<AutoRepliesView>, ProblemHttpResult>> Get(Guid accountId, CurrentUser user, UserRepository users, AutoReplyRepository replies, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct)) return Problems.From(new AccountNotFound());
        var settings = await replies.Settings(accountId, ct);
        return TypedResults.Ok(new AutoRepliesView(settings.Enabled, settings.TimeZone, (await replies.ListRules(accountId, ct)).ConvertAll(AutoReplyRuleView.Of)));
    }

    private static async Task<Results<Ok<AutoRepliesView>, ValidationProblem, ProblemHttpResult>> Set(
        Guid accountId, AutoRepliesChange change, CurrentUser user, UserRepository users, AutoReplyRepository replies, IGrainFactory grains, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct)) return Problems.From(new AccountNotFound());
        if (!TimeZones.IsKnown(change.TimeZone)) return Problems.Invalid("timeZone", "This is not the name of a time zone, such as America/Sao_Paulo.");
        var settings = await replies.Settings(accountId, ct);
        var (enabled, timeZone) = (change.Enabled ?? settings.Enabled, change.TimeZone ?? settings.TimeZone);
        var entry = Did(user, accountId, "account", accountId).Was(("enabled", settings.Enabled), ("timeZone", settings.TimeZone)).Is(("enabled", enabled), ("timeZone", timeZone));
        await replies.Set(accountId, enabled, timeZone, entry, clock.GetUtcNow(), ct);
        await grains.GetGrain<IAccountGrain>(accountId).Wake(ct);
        settings = await replies.Settings(accountId, ct);
        return TypedResults.Ok(new AutoRepliesView(settings.Enabled, settings.TimeZone, (await replies.ListRules(accountId, ct)).ConvertAll(AutoReplyRuleView.Of)));
    }

    private static async Task<Results<Created<AutoReplyRuleView>, ValidationProblem, ProblemHttpResult>> Add(
        Guid accountId, AutoReplyRuleDraft draft, CurrentUser user, UserRepository users, AutoReplyRepository replies, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct)) return Problems.From(new AccountNotFound());
        var rule = draft.ToRow(accountId, clock.GetUtcNow());
        if (AutoReplyValidation.Check(rule) is { } invalid) return invalid;
        return await replies.Add(rule, MaxRules, Did(user, accountId, "auto-reply", rule.Id, rule.Name).Is(Facts(rule)), ct)
            ? TypedResults.Created($"/api/accounts/{accountId}/auto-replies/rules/{rule.Id}", AutoReplyRuleView.Of(rule)) : Problems.From(new TooManyRules(MaxRules));
    }

    private static async Task<Results<Ok<AutoReplyRuleView>, ValidationProblem, ProblemHttpResult>> Change(
        Guid accountId, Guid id, AutoReplyRuleChange change, CurrentUser user, UserRepository users, AutoReplyRepository replies, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct) || await replies.FindRule(accountId, id, ct) is not { } rule) return Problems.From(new RuleNotFound());
        var changed = change.Apply(rule);
        if (AutoReplyValidation.Check(changed) is { } invalid) return invalid;
        await replies.Replace(changed, Did(user, accountId, "auto-reply", id, changed.Name).Was(Facts(rule)).Is(Facts(changed)), clock.GetUtcNow(), ct);
        return await replies.FindRule(accountId, id, ct) is { } stored ? TypedResults.Ok(AutoReplyRuleView.Of(stored)) : Problems.From(new RuleNotFound());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid accountId, Guid id, CurrentUser user, UserRepository users, AutoReplyRepository replies, TimeProvider clock, CancellationToken ct) =>
        await users.MaySee(user.Id, accountId, ct) && await replies.FindRule(accountId, id, ct) is { } rule
            && await replies.Delete(accountId, id, Did(user, accountId, "auto-reply", id, rule.Name).Was(Facts(rule)), clock.GetUtcNow(), ct) ? TypedResults.NoContent() : Problems.From(new RuleNotFound());

    private static AuditEntry Did(CurrentUser user, Guid accountId, string kind, Guid id, string? name = null) => user.Did(AuditAction.AutoRepliesChanged).To(kind, id, name) with { AccountId = accountId };

    /// <summary>When and on what it answers; what it says stays out of the log.</summary>
    private static (string, object?)[] Facts(AutoReplyRuleRow rule) => [("enabled", rule.Enabled), ("event", rule.EventType), ("trigger", rule.Trigger), ("privately", rule.Privately), ("priority", rule.Priority)];

    private static async Task<Results<Ok<Page<AutoReplyLogView>>, ProblemHttpResult>> Log(
        Guid accountId, int? limit, string? cursor, CurrentUser user, UserRepository users, AutoReplyRepository replies, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct)) return Problems.From(new AccountNotFound());
        var take = Paging.Limit(limit);
        var rows = await replies.Log(accountId, Cursor.ReadNumber(cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, AutoReplyLogView.Of, r => Cursor.Of(r.Sequence)));
    }

    private static async Task<Results<Ok<DryRunView>, ValidationProblem, ProblemHttpResult>> DryRun(
        Guid accountId, DryRunRequest request, CurrentUser user, UserRepository users, AccountRepository accounts, AutoReplyRepository replies, TimeProvider clock, CancellationToken ct)
    {
        if (!await users.MaySee(user.Id, accountId, ct) || await accounts.Find(accountId, ct) is not { } account) return Problems.From(new AccountNotFound());
        var settings = await replies.Settings(accountId, ct);
        var rules = request.Rules is null ? await replies.ListRules(accountId, ct)
            : request.Rules.Select(d => d.ToRow(accountId, clock.GetUtcNow())).OrderByDescending(r => r.Priority).ToList();
        foreach (var rule in rules)
            if (AutoReplyValidation.Check(rule) is { } invalid) return invalid;
        var past = await replies.Recent(accountId, DryRunOver, ct);
        var results = AutoReplyDryRun.Run(rules, past, account, TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone));
        return TypedResults.Ok(new DryRunView(past.Count, [.. results.Where(r => r.Rule is not null).Select(r => DryRunItem.Of(r.Candidate, r.Rule!, r.Text!)).Reverse()]));
    }
}
