using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Inbox;

internal static class ReplyTemplateEndpoints
{
    public static void MapReplyTemplates(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/reply-templates").WithTags("inbox").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/", List).WithSummary("Reply templates of all workspaces, newest first");
        group.MapPost("/", Add).WithSummary("A new reply template").ProducesProblem(404).ProducesProblem(409);
        group.MapPatch("/{id:guid}", Change).WithSummary("Change a reply template").ProducesProblem(404).ProducesProblem(409);
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a reply template").ProducesProblem(404);
        group.MapPost("/{id:guid}/render", Render).Needs(Permission.MessagesRead).WithSummary("How it would read in a conversation; nothing is sent or counted").ProducesProblem(404);
    }

    private static async Task<Ok<Page<ReplyTemplateView>>> List([AsParameters] TemplateFilter filter, CurrentUser user, ReplyTemplateRepository templates, CancellationToken ct)
    {
        var take = Paging.Limit(filter.Limit);
        var search = string.IsNullOrWhiteSpace(filter.Q) ? null : filter.Q.Trim();
        var rows = await templates.Page(user.Id, filter.WorkspaceId, filter.Category, filter.Language, search, Cursor.Read(filter.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, View, t => Cursor.Of(t.CreatedAt, t.Id)));
    }

    private static async Task<Results<Created<ReplyTemplateView>, ProblemHttpResult>> Add(
        TemplateDraft draft, HttpContext http, CurrentUser user, UserRepository users, ReplyTemplateRepository templates, TimeProvider clock, CancellationToken ct)
    {
        var mine = await users.ListWorkspaces(user.Id, ct);
        if (mine.Find(w => draft.WorkspaceId is not { } asked || w.Id == asked) is not { } workspace) return Problems.From(new WorkspaceNotFound());
        var now = clock.GetUtcNow();
        var row = new ReplyTemplateRow(
            Idempotency.NewId(http, clock), workspace.Id, user.Id, draft.Name.Trim(), Shortcut(draft.Shortcut), draft.Category ?? "other", draft.Language, draft.Text.Trim(), 0, null, now, now);
        // Not added although the id is there: the same request once more, whose first answer was lost.
        return await templates.Add(row, ct) || await templates.FindFor(user.Id, row.Id, ct) is not null ? TypedResults.Created($"/api/reply-templates/{row.Id}", View(row)) : Problems.From(new ShortcutTaken(row.Shortcut!));
    }

    private static async Task<Results<Ok<ReplyTemplateView>, ProblemHttpResult>> Change(
        Guid id, TemplateChange change, CurrentUser user, ReplyTemplateRepository templates, CancellationToken ct)
    {
        if (await templates.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new TemplateNotFound());
        var changed = row with
        {
            Name = change.Name?.Trim() ?? row.Name,
            Shortcut = change.Shortcut is { } shortcut ? Shortcut(shortcut) : row.Shortcut,
            Category = change.Category ?? row.Category,
            Language = change.Language is { } language ? (language.Length == 0 ? null : language) : row.Language,
            Content = change.Text?.Trim() ?? row.Content,
        };
        if (!await templates.Replace(changed, ct)) return Problems.From(new ShortcutTaken(changed.Shortcut!));
        return await templates.FindFor(user.Id, id, ct) is { } stored ? TypedResults.Ok(View(stored)) : Problems.From(new TemplateNotFound());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, CurrentUser user, ReplyTemplateRepository templates, CancellationToken ct)
    {
        if (await templates.FindFor(user.Id, id, ct) is null) return Problems.From(new TemplateNotFound());
        await templates.Delete(id, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RenderedTemplate>, ProblemHttpResult>> Render(
        Guid id, TemplateUse use, CurrentUser user, ReplyTemplateRepository templates, ConversationRepository conversations, AccountRepository accounts, DraftReader drafts, CancellationToken ct)
    {
        if (await templates.FindFor(user.Id, id, ct) is not { } template) return Problems.From(new TemplateNotFound());
        if (await conversations.FindFor(user.Id, use.ConversationId, ct) is not { } conversation) return Problems.From(new ConversationNotFound());
        if (await accounts.FindFor(user.Id, conversation.AccountId, ct) is not { Account: var account } || account.WorkspaceId != template.WorkspaceId) return Problems.From(new TemplateNotFound());
        return TypedResults.Ok(await drafts.Render(template, conversation, account, user.Id, use.Variables, ct));
    }

    private static string? Shortcut(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim().TrimStart('/').ToLowerInvariant();

    private static ReplyTemplateView View(ReplyTemplateRow t) => new(
        t.Id, t.WorkspaceId, t.Name, t.Shortcut, t.Category, t.Language, t.Content, TemplateText.VariablesOf(t.Content), t.UsageCount, t.LastUsedAt, t.CreatedAt, t.UpdatedAt);
}

/// <param name="Shortcut">What is typed after a slash in the composer; lower case.</param>
/// <param name="Text">With variables: <c>{{first_name}}</c>, <c>{{first_name|there}}</c>.</param>
/// <param name="Variables">The names in the text.</param>
/// <param name="UsageCount">How often it was sent.</param>
internal sealed record ReplyTemplateView(
    Guid Id, Guid WorkspaceId, string Name, string? Shortcut, string Category, string? Language, string Text, IReadOnlyList<string> Variables, int UsageCount, DateTimeOffset? LastUsedAt,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="Q">Part of name, shortcut or text.</param>
internal sealed record TemplateFilter(
    Guid? WorkspaceId, [property: AllowedValues("greeting", "product_info", "pricing", "closing", "faq", "other", null)] string? Category, [property: StringLength(10)] string? Language,
    [property: StringLength(100)] string? Q, int? Limit, string? Cursor);

/// <param name="WorkspaceId">The user's first when missing.</param>
/// <param name="Language">A tag such as pt or pt-BR; any when missing.</param>
internal sealed record TemplateDraft(
    [property: Required, StringLength(100)] string Name,
    [property: Required, StringLength(1_000)] string Text,
    [property: RegularExpression(TemplateDraft.ShortcutForm, ErrorMessage = TemplateDraft.ShortcutHelp)] string? Shortcut = null,
    [property: AllowedValues("greeting", "product_info", "pricing", "closing", "faq", "other", null)] string? Category = null,
    [property: RegularExpression(TemplateDraft.LanguageForm)] string? Language = null,
    Guid? WorkspaceId = null)
{
    public const string ShortcutForm = @"/?[\p{L}\p{N}_-]{0,32}", ShortcutHelp = "Letters, digits, - and _; at most 32.", LanguageForm = "([a-z]{2,3}(-[A-Za-z0-9]{2,6})?)?";
}

/// <summary>Null keeps what is there; an empty shortcut or language takes it away.</summary>
internal sealed record TemplateChange(
    [property: StringLength(100, MinimumLength = 1)] string? Name = null,
    [property: StringLength(1_000, MinimumLength = 1)] string? Text = null,
    [property: RegularExpression(TemplateDraft.ShortcutForm, ErrorMessage = TemplateDraft.ShortcutHelp)] string? Shortcut = null,
    [property: AllowedValues("greeting", "product_info", "pricing", "closing", "faq", "other", null)] string? Category = null,
    [property: RegularExpression(TemplateDraft.LanguageForm)] string? Language = null);

internal sealed record TemplateUse(Guid ConversationId, [property: MaxLength(50)] Dictionary<string, string>? Variables = null);

internal sealed record TemplateNotFound : DomainError
{
    public override string Code => "template-not-found";
    public override string Detail => "There is no such reply template.";
}

internal sealed record ShortcutTaken(string Shortcut) : DomainError
{
    public override string Code => "shortcut-taken";
    public override string Detail => $"Another template of this workspace has the shortcut /{Shortcut}.";
}
