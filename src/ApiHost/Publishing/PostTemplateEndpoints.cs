using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Hosting;
using SocialSelling.Identity;
using SocialSelling.Inbox;

namespace SocialSelling.Publishing;

/// <summary>Captions that a workspace writes often, with variables and the hashtags that go with them.</summary>
internal static class PostTemplateEndpoints
{
    public static void MapPostTemplates(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/post-templates").WithTags("content").Needs(Permission.ContentRead, Permission.ContentWrite);
        group.MapGet("/", List).WithSummary("The templates of the user's workspaces, newest first");
        group.MapPost("/", Add).WithSummary("A new template").ProducesProblem(404);
        group.MapGet("/{id:guid}", Get).WithSummary("One template").ProducesProblem(404);
        group.MapPatch("/{id:guid}", Change).WithSummary("Change a template").ProducesProblem(404);
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a template; the posts made from it stay as they are").ProducesProblem(404);
        group.MapPost("/{id:guid}/render", Render).Needs(Permission.ContentRead).WithSummary("The caption that the template makes for an account").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<PostTemplateView>>, ProblemHttpResult>> List([AsParameters] PostTemplateFilter filter, CurrentUser user, PostTemplateRepository templates, CancellationToken ct)
    {
        var take = Paging.Limit(filter.Limit);
        var rows = await templates.Page(user.Id, filter.WorkspaceId, filter.Category, filter.Q, Cursor.Read(filter.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, View, t => Cursor.Of(t.CreatedAt, t.Id)));
    }

    private static async Task<Results<Created<PostTemplateView>, ProblemHttpResult>> Add(
        PostTemplateDraft draft, HttpContext http, CurrentUser user, UserRepository users, PostTemplateRepository templates, TimeProvider clock, CancellationToken ct)
    {
        var mine = await users.ListWorkspaces(user.Id, ct);
        if (mine.FirstOrDefault(w => draft.WorkspaceId is null || w.Id == draft.WorkspaceId) is not { } workspace) return Problems.From(new WorkspaceNotFound());
        var now = clock.GetUtcNow();
        var row = new PostTemplateRow(
            Idempotency.NewId(http, clock), workspace.Id, user.Id, draft.Name.Trim(), Tidy(draft.Category), draft.Type, draft.Caption.Trim(), CaptionTemplate.Words(draft.Hashtags, '#'),
            CaptionTemplate.Words(draft.Mentions, '@'), 0, null, now, now);
        await templates.Add(row, ct);
        return TypedResults.Created($"/api/post-templates/{row.Id}", View(row));
    }

    private static async Task<Results<Ok<PostTemplateView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, PostTemplateRepository templates, CancellationToken ct) =>
        await templates.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(View(row)) : Problems.From(new PostTemplateNotFound());

    private static async Task<Results<Ok<PostTemplateView>, ProblemHttpResult>> Change(Guid id, PostTemplateChange change, CurrentUser user, PostTemplateRepository templates, CancellationToken ct)
    {
        if (await templates.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new PostTemplateNotFound());
        await templates.Replace(row with
        {
            Name = change.Name?.Trim() ?? row.Name,
            Category = change.Category is { } category ? Tidy(category) : row.Category,
            Type = change.Type is { } type ? (type.Length == 0 ? null : type) : row.Type,
            Caption = change.Caption?.Trim() ?? row.Caption,
            Hashtags = change.Hashtags is { } hashtags ? CaptionTemplate.Words(hashtags, '#') : row.Hashtags,
            Mentions = change.Mentions is { } mentions ? CaptionTemplate.Words(mentions, '@') : row.Mentions,
        }, ct);
        return await templates.FindFor(user.Id, id, ct) is { } stored ? TypedResults.Ok(View(stored)) : Problems.From(new PostTemplateNotFound());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, CurrentUser user, PostTemplateRepository templates, CancellationToken ct)
    {
        if (await templates.FindFor(user.Id, id, ct) is null) return Problems.From(new PostTemplateNotFound());
        await templates.Delete(id, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RenderedTemplate>, ProblemHttpResult>> Render(
        Guid id, PostTemplateUse use, CurrentUser user, PostTemplateRepository templates, AccountRepository accounts, CancellationToken ct)
    {
        if (await templates.FindFor(user.Id, id, ct) is not { } template) return Problems.From(new PostTemplateNotFound());
        if (await accounts.FindFor(user.Id, use.AccountId, ct) is not { Account: var account } || account.WorkspaceId != template.WorkspaceId) return Problems.From(new AccountNotFound());
        return TypedResults.Ok(CaptionTemplate.Render(template, account, use.Variables));
    }

    private static string? Tidy(string? category) => string.IsNullOrWhiteSpace(category) ? null : category.Trim().ToLowerInvariant();

    private static PostTemplateView View(PostTemplateRow t) => new(
        t.Id, t.WorkspaceId, t.Name, t.Category, t.Type, t.Caption, t.Hashtags, t.Mentions, TemplateText.VariablesOf(t.Caption), t.UsageCount, t.LastUsedAt, t.CreatedAt, t.UpdatedAt);
}

/// <param name="Type">What posts made from it usually are; null for any.</param>
/// <param name="Hashtags">Suggested ones, without #; appended to the caption.</param>
/// <param name="Mentions">Suggested ones, without @; appended to the caption.</param>
/// <param name="Variables">The names in the caption.</param>
/// <param name="UsageCount">How many posts were made from it.</param>
internal sealed record PostTemplateView(
    Guid Id, Guid WorkspaceId, string Name, string? Category, string? Type, string Caption, IReadOnlyList<string> Hashtags, IReadOnlyList<string> Mentions, IReadOnlyList<string> Variables,
    int UsageCount, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="Q">Part of name or caption.</param>
internal sealed record PostTemplateFilter(
    Guid? WorkspaceId, [property: StringLength(40)] string? Category, [property: StringLength(100)] string? Q, int? Limit, string? Cursor);

/// <param name="WorkspaceId">The user's first when missing.</param>
/// <param name="Caption">With variables: <c>{{product}}</c>, <c>{{product|our new bag}}</c>.</param>
internal sealed record PostTemplateDraft(
    [property: Required, StringLength(100)] string Name,
    [property: Required, StringLength(10_000)] string Caption,
    [property: StringLength(40)] string? Category = null,
    [property: AllowedValues("feed", "carousel", "reel", "story", null)] string? Type = null,
    [property: MaxLength(30)] string[]? Hashtags = null,
    [property: MaxLength(20)] string[]? Mentions = null,
    Guid? WorkspaceId = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Check(Hashtags, Mentions);

    internal static IEnumerable<ValidationResult> Check(string[]? hashtags, string[]? mentions)
    {
        static bool IsWord(string word, char mark) => word.Trim().TrimStart(mark).All(c => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark || c is '_' or '.');
        if (hashtags?.All(h => h.Length <= 100 && IsWord(h, '#') && !h.Contains('.', StringComparison.Ordinal)) is false) yield return new ValidationResult("A hashtag is one word of letters, digits and _.", [nameof(Hashtags)]);
        if (mentions?.All(m => m.Length <= 31 && IsWord(m, '@')) is false) yield return new ValidationResult("A mention is a user name.", [nameof(Mentions)]);
    }
}

/// <summary>Null keeps what is there; an empty category or type takes it away.</summary>
internal sealed record PostTemplateChange(
    [property: StringLength(100, MinimumLength = 1), RegularExpression(@"(?s).*\S.*")] string? Name = null,
    [property: StringLength(10_000, MinimumLength = 1), RegularExpression(@"(?s).*\S.*")] string? Caption = null,
    [property: StringLength(40)] string? Category = null,
    [property: AllowedValues("feed", "carousel", "reel", "story", "", null)] string? Type = null,
    [property: MaxLength(30)] string[]? Hashtags = null,
    [property: MaxLength(20)] string[]? Mentions = null) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => PostTemplateDraft.Check(Hashtags, Mentions);
}

internal sealed record PostTemplateUse([property: Required] Guid AccountId, [property: MaxLength(50)] Dictionary<string, string>? Variables = null);

internal sealed record PostTemplateNotFound : DomainError
{
    public override string Code => "post-template-not-found";
    public override string Detail => "There is no such post template.";
}
