using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/contacts").WithTags("contacts").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/", List).WithSummary("Contacts, newest first");
        group.MapGet("/{id:guid}", Get).WithSummary("A contact and everything known about the person").ProducesProblem(404);
        group.MapPatch("/{id:guid}", Change).WithSummary("Stage, deal, tags, attributes").ProducesProblem(404);
        group.MapPost("/{id:guid}/merge", Merge).WithSummary("Make another contact the same person as this one").ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/{id:guid}/unmerge", Unmerge).WithSummary("Take a merge back").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Ok<Page<PersonContactView>>, ProblemHttpResult>> List(
        [AsParameters] ContactFilter filter, CurrentUser user, AccountRepository accounts, ContactRepository contacts, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await accounts.IdsFor(user.Id, filter.WorkspaceId, filter.AccountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var take = Paging.Limit(filter.Limit);
        var query = new ContactQuery(ids, string.IsNullOrWhiteSpace(filter.Q) ? null : SearchQuery.Parse(filter.Q), filter.Tag, filter.Stage);
        var rows = await contacts.Page(query, Cursor.Read(filter.Cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, k => new PersonContactView(k.ToView(urls, k.StageId), k.AccountId, k.ConversationId, k.MergedInto), k => Cursor.Of(k.CreatedAt, k.Id)));
    }

    private static async Task<Results<Ok<ContactDetailView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, ContactPeople people, SignedMediaUrls urls, CancellationToken ct) =>
        await people.Find(user.Id, id, ct) is { } person ? TypedResults.Ok(person.Asked.ToView(person.Contacts, urls)) : Problems.From(new ContactNotFound());

    private static async Task<Results<Ok<ContactDetailView>, ProblemHttpResult, ValidationProblem>> Change(
        Guid id, ContactChange change, CurrentUser user, ContactPeople people, LabelRepository labels, PipelineRepository pipelines, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await people.Find(user.Id, id, ct) is not { } person) return Problems.From(new ContactNotFound());
        if (change.Stage is { Id: { } stage } && !await pipelines.Has(person.WorkspaceId, stage, ct)) return Problems.Invalid("stage", "The workspace's pipeline has no such stage.");
        if (change.TagIds is { Count: > 0 } tags && await labels.Unknown(person.WorkspaceId, "contact", tags, ct) is [var unknown, ..]) return Problems.Invalid("tagIds", $"The workspace has no tag {unknown}.");
        if (await people.Change(person, new ChangeContact(id, change.Stage, change.Deal, change.TagIds, change.Attributes), ct) is { } error) return Problems.From(error);
        return await Fresh(id, user, people, urls, ct);
    }

    private static async Task<Results<Ok<ContactDetailView>, ProblemHttpResult, ValidationProblem>> Merge(
        Guid id, MergeRequest merge, CurrentUser user, ContactPeople people, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await people.Find(user.Id, id, ct) is not { } person || await people.Find(user.Id, merge.ContactId, ct) is not { } other) return Problems.From(new ContactNotFound());
        if (await people.Merge(person, other, ct) is { } error) return Problems.From(error);
        return await Fresh(id, user, people, urls, ct);
    }

    private static async Task<Results<Ok<ContactDetailView>, ProblemHttpResult, ValidationProblem>> Unmerge(Guid id, CurrentUser user, ContactPeople people, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await people.Find(user.Id, id, ct) is not { } person) return Problems.From(new ContactNotFound());
        if (await people.Unmerge(person, ct) is { } error) return Problems.From(error);
        return await Fresh(id, user, people, urls, ct);
    }

    private static async Task<Results<Ok<ContactDetailView>, ProblemHttpResult, ValidationProblem>> Fresh(Guid id, CurrentUser user, ContactPeople people, SignedMediaUrls urls, CancellationToken ct) =>
        await people.Find(user.Id, id, ct) is { } person ? TypedResults.Ok(person.Asked.ToView(person.Contacts, urls)) : Problems.From(new ContactNotFound());
}

/// <param name="Q">How words of a name or username begin; accents and capitals do not matter.</param>
/// <param name="Tag">A tag's id.</param>
/// <param name="Stage">A stage's id.</param>
internal sealed record ContactFilter(Guid? WorkspaceId, Guid? AccountId, [property: StringLength(100)] string? Q, Guid? Tag, Guid? Stage, int? Limit, string? Cursor);

/// <param name="ContactId">Becomes the same person; may be of another account of the workspace.</param>
internal sealed record MergeRequest(Guid ContactId);

/// <summary>What is not given stays as it is.</summary>
/// <param name="Stage">With a null id, none.</param>
/// <param name="Deal">With a null value, nothing.</param>
/// <param name="TagIds">All its tags; at most 20.</param>
/// <param name="Attributes">Texts by name, at most 40 and 500 characters; null takes one away, names that are not given stay.</param>
internal sealed partial record ContactChange(
    StageChoice? Stage = null, DealChoice? Deal = null, [property: MaxLength(20)] IReadOnlyList<Guid>? TagIds = null, IReadOnlyDictionary<string, string?>? Attributes = null) : IValidatableObject
{
    private const decimal MaxAmount = 999_999_999_999.99m;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Deal?.Value is { } deal)
        {
            if (deal.Amount is < 0 or > MaxAmount || decimal.Round(deal.Amount, 2) != deal.Amount) yield return new ValidationResult("An amount has at most two decimals and is not below zero.", ["Deal"]);
            if (!Currency().IsMatch(deal.Currency)) yield return new ValidationResult("A currency has three capital letters, such as BRL.", ["Deal"]);
        }
        foreach (var (name, value) in Attributes ?? new Dictionary<string, string?>())
            if (name.Trim().Length is 0 or > 40 || value is { Length: > 500 } || (name + value).Contains('\0'))
                yield return new ValidationResult("An attribute has a name of 1 to 40 characters and a text of up to 500.", ["Attributes"]);
    }

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex Currency();
}
