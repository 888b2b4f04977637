using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

internal static class SearchEndpoints
{
    /// <summary>How many contacts stand above the messages.</summary>
    private const int MaxPeople = 5;

    public static void MapSearch(this IEndpointRouteBuilder api) => api.MapGroup("/messages").WithTags("inbox").Needs(Permission.MessagesRead, Permission.MessagesWrite)
        .MapGet("/search", Search).WithSummary("Messages by their words, newest first, and contacts by their names")
        .WithDescription("""
            All words must be there, in any of their forms (English, Portuguese, Spanish); accents and capitals do not matter. "Exact words" stand in quotes; -word must not be there.
            The last word finds what begins with it, unless a space follows. Contacts come with the first page only. `marks` are places in `message.text`, in UTF-16 units.
            """).ProducesProblem(404);

    private static async Task<Results<Ok<MessageSearchView>, ProblemHttpResult>> Search(
        [AsParameters] MessageSearch asked, CurrentUser user, AccountRepository accounts, SearchRepository search, ConversationRepository conversations, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await accounts.IdsFor(user.Id, asked.WorkspaceId, asked.AccountId, ct) is not { } ids) return Problems.From(new AccountNotFound());
        var filter = new SearchFilter(
            ids, ConversationId: null, asked.From?.ToUniversalTime(), asked.To?.ToUniversalTime(), asked.Direction, asked.HasMedia, asked.Kind);
        if (asked.ContactId is { } contactId)
        {
            if (await search.FindConversation(filter.AccountIds, contactId, ct) is not { } place) return Problems.From(new ConversationNotFound());
            filter = filter with { AccountIds = [place.AccountId], ConversationId = place.ConversationId };
        }
        var before = Cursor.Read(asked.Cursor);
        var query = SearchQuery.Parse(asked.Q);
        if (query.IsEmpty) return TypedResults.Ok(new MessageSearchView([], null, []));

        var take = Paging.Limit(asked.Limit);
        var hits = search.Messages(query, filter, before, take + 1, ct);
        var people = before is null && filter.ConversationId is null ? conversations.Page(new ConversationQuery(filter.AccountIds) { Search = query }, before: null, MaxPeople, ct) : Task.FromResult<List<ConversationRow>>([]);
        await Task.WhenAll(hits, people);
        var page = Paging.Of(await hits, take, hit => new SearchHitView(hit.Message.ToView(urls), hit.Contact.ToView(urls), query.MarksIn(hit.Message.Content)), hit => Cursor.Of(hit.Message.SentAt, hit.Message.Id));
        return TypedResults.Ok(new MessageSearchView(page.Items, page.NextCursor, (await people).ConvertAll(person => new PersonHitView(
            person.Id, person.AccountId, person.ContactView(urls), person.LastMessageAt, query.MarksInName(person.ContactName), query.MarksInName(person.ContactUsername)))));
    }

    private static ContactView ToView(this FoundContactRow k, SignedMediaUrls urls) => InboxViews.Contact(k.Id, k.Username, k.Name, k.PictureKey, k.PictureUrl, k.PlatformContactId, k.StageId, urls);
}

/// <param name="Q">What is typed into the search box. Only the first 200 characters and 16 words count; without a word to look for nothing is found.</param>
/// <param name="From">Sent then or later.</param>
/// <param name="To">Sent before.</param>
/// <param name="HasMedia">With an attachment, or without.</param>
/// <param name="Kind">As in a message's <c>kind</c>.</param>
internal sealed record MessageSearch(
    string? Q, Guid? AccountId, Guid? ContactId, DateTimeOffset? From, DateTimeOffset? To, [property: AllowedValues("inbound", "outbound", null)] string? Direction, bool? HasMedia,
    [property: StringLength(20)] string? Kind, int? Limit, string? Cursor, Guid? WorkspaceId);

/// <param name="NextCursor">Asks for the next messages; null at the end.</param>
/// <param name="People">Contacts with the name that was typed, whoever wrote last first; with the first page only.</param>
internal sealed record MessageSearchView(IReadOnlyList<SearchHitView> Items, string? NextCursor, IReadOnlyList<PersonHitView> People);

internal sealed record SearchHitView(MessageView Message, ContactView Contact, IReadOnlyList<Mark> Marks);

internal sealed record PersonHitView(
    Guid ConversationId, Guid AccountId, ContactView Contact, DateTimeOffset LastMessageAt, IReadOnlyList<Mark> NameMarks, IReadOnlyList<Mark> UsernameMarks);
