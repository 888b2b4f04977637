using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Inbox;

/// <summary>What colleagues write for each other: in a thread, or beside a contact. The contact never sees it.</summary>
internal static class NoteEndpoints
{
    public static void MapNotes(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("inbox").Needs(Permission.MessagesRead, Permission.MessagesWrite);
        group.MapGet("/conversations/{conversationId:guid}/notes", ListOfConversation).WithSummary("The notes in a thread, newest first").ProducesProblem(404);
        group.MapPost("/conversations/{conversationId:guid}/notes", AddToConversation).WithSummary("A note in the thread, for colleagues only").ProducesProblem(404);
        group.MapGet("/contacts/{contactId:guid}/notes", ListOfContact).WithSummary("The notes beside a contact and whom it is merged with, newest first").ProducesProblem(404);
        group.MapPost("/contacts/{contactId:guid}/notes", AddToContact).WithSummary("A note beside a contact").ProducesProblem(404);
        group.MapDelete("/notes/{id:guid}", Remove).WithSummary("Remove a note of one's own").ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<NoteView>>, ProblemHttpResult>> ListOfConversation(
        Guid conversationId, int? limit, string? cursor, CurrentUser user, ConversationRepository conversations, NoteRepository notes, CancellationToken ct)
    {
        if (await conversations.PlacesFor(user.Id, [conversationId], ct) is []) return Problems.From(new ConversationNotFound());
        var take = Paging.Limit(limit);
        return TypedResults.Ok(Page(await notes.PageOfConversation(conversationId, Cursor.Read(cursor), take + 1, ct), take));
    }

    private static async Task<Results<Ok<Page<NoteView>>, ProblemHttpResult>> ListOfContact(
        Guid contactId, int? limit, string? cursor, CurrentUser user, ContactPeople people, NoteRepository notes, CancellationToken ct)
    {
        if (await people.Find(user.Id, contactId, ct) is not { } person) return Problems.From(new ContactNotFound());
        var take = Paging.Limit(limit);
        return TypedResults.Ok(Page(await notes.PageOfContacts([.. person.Contacts.Select(k => k.Id)], Cursor.Read(cursor), take + 1, ct), take));
    }

    private static async Task<Results<Created<NoteView>, ProblemHttpResult, ValidationProblem>> AddToConversation(
        Guid conversationId, NoteDraft draft, HttpContext http, CurrentUser user, ConversationRepository conversations, NoteWriting writing, CancellationToken ct) =>
        await conversations.FindFor(user.Id, conversationId, ct) is { } c ? await writing.Add(draft, c.AccountId, c.ContactId, conversationId, user.Id, http, ct) : Problems.From(new ConversationNotFound());

    private static async Task<Results<Created<NoteView>, ProblemHttpResult, ValidationProblem>> AddToContact(
        Guid contactId, NoteDraft draft, HttpContext http, CurrentUser user, ContactPeople people, NoteWriting writing, CancellationToken ct) =>
        await people.Find(user.Id, contactId, ct) is { } person ? await writing.Add(draft, person.Asked.AccountId, contactId, conversationId: null, user.Id, http, ct) : Problems.From(new ContactNotFound());

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, CurrentUser user, NoteRepository notes, IGrainFactory grains, CancellationToken ct)
    {
        if (await notes.FindFor(user.Id, id, ct) is not { } note) return Problems.From(new NoteNotFound());
        if (note.AuthorId != user.Id) return Problems.From(new NotYourNote());
        var removed = await grains.GetGrain<IAccountGrain>(note.AccountId).RemoveNote(id, ct);
        return removed.Error is { } error ? Problems.From(error) : TypedResults.NoContent();
    }

    private static Page<NoteView> Page(List<NoteRow> rows, int take) => Paging.Of(rows, take, n => n.ToView(), n => Cursor.Of(n.CreatedAt, n.Id));
}

/// <param name="Mentions">Ids of the colleagues it calls on; they are members of the workspace.</param>
internal sealed record NoteDraft([property: Required, StringLength(4_000)] string Body, [property: MaxLength(20)] IReadOnlyList<Guid>? Mentions = null);

/// <summary>Writes a note on behalf of a member.</summary>
internal sealed class NoteWriting(UserRepository users, MemberRepository members, IGrainFactory grains, TimeProvider clock)
{
    public async Task<Results<Created<NoteView>, ProblemHttpResult, ValidationProblem>> Add(
        NoteDraft draft, Guid accountId, Guid contactId, Guid? conversationId, Guid userId, HttpContext http, CancellationToken ct)
    {
        if (draft.Body.Contains('\0')) return Problems.Invalid("body", "There is a character in it that cannot be stored.");
        Guid[] mentions = [.. (draft.Mentions ?? []).Distinct()];
        if (mentions.Length > 0 && await members.StrangersTo(accountId, mentions, ct) is [_, ..]) return Problems.Invalid("mentions", "Only members of the workspace can be called on.");
        if (await users.Find(userId, ct) is not { } author) return Problems.From(new UserNotFound());
        var command = new AddNote(Idempotency.NewId(http, clock), contactId, conversationId, userId, author.Name, draft.Body.Trim(), mentions);
        var added = await grains.GetGrain<IAccountGrain>(accountId).AddNote(command, ct);
        return added.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/notes/{added.Get().Id}", added.Get());
    }
}

internal sealed record NotYourNote : DomainError
{
    public override string Code => "not-your-note";
    public override string Detail => "Only the author can remove a note.";
}
