using System.Globalization;
using Npgsql;
using SocialSelling.Accounts;
using SocialSelling.Inbox;

namespace SocialSelling.Bench;

/// <summary>A question people ask the inbox, over HTTP and of the database alone. Each asking is about something else.</summary>
/// <param name="Path">What the browser asks for.</param>
/// <param name="Ask">The statement behind it.</param>
internal sealed record Question(string Name, Func<Reader, Random, string> Path, Func<Reader, Random, Task> Ask)
{
    public static IReadOnlyList<Question> All(NpgsqlDataSource database)
    {
        var sql = new Sql(database);
        var (conversations, messages, search) = (new ConversationRepository(sql), new MessageRepository(sql), new SearchRepository(sql));
        Task Find(string text, Reader reader) => search.Messages(SearchQuery.Parse(text), new SearchFilter(reader.AccountIds), before: null, 21, CancellationToken.None);
        static string Url(string text) => $"/api/messages/search?limit=20&q={Uri.EscapeDataString(text)}";
        return
        [
            new("conversation list", (_, _) => "/api/conversations?status=open", (r, _) => conversations.Page(new ConversationQuery(r.AccountIds) { Status = "open" }, before: null, 51, CancellationToken.None)),
            new("list, name as typed", (_, random) => $"/api/conversations?status=open&q={TypedName(random)}", (r, random) => conversations.Page(
                new ConversationQuery(r.AccountIds) { Status = "open", Search = SearchQuery.Parse(TypedName(random)) }, before: null, 51, CancellationToken.None)),
            new("thread page", (r, random) => $"/api/conversations/{Conversation(r, random).Id}/messages", (r, random) => Conversation(r, random) is var (account, id)
                ? messages.Page(account, id, before: null, 51, CancellationToken.None) : Task.CompletedTask),
            new("search, common word", (_, random) => Url(Word(random, 0, 40) + " "), (r, random) => Find(Word(random, 0, 40) + " ", r)),
            new("search, middling word", (_, random) => Url(Word(random, 40, 2_000) + " "), (r, random) => Find(Word(random, 40, 2_000) + " ", r)),
            new("search, rare word", (_, random) => Url(Word(random, 2_000, 20_000) + " "), (r, random) => Find(Word(random, 2_000, 20_000) + " ", r)),
            new("search, two words", (_, random) => Url($"{Word(random, 0, 200)} {Word(random, 0, 200)} "), (r, random) => Find($"{Word(random, 0, 200)} {Word(random, 0, 200)} ", r)),
            new("search, name as typed", (_, random) => Url(TypedName(random)), (r, random) => conversations.Page(new ConversationQuery(r.AccountIds) { Search = SearchQuery.Parse(TypedName(random)) }, before: null, 5, CancellationToken.None)),
            new("unread totals", (_, _) => "/api/conversations/unread", (r, _) => conversations.UnreadFor(r.UserId, CancellationToken.None)),
        ];
    }

    private static (Guid Account, Guid Id) Conversation(Reader reader, Random random)
    {
        var account = reader.AnyAccount(random);
        return (account, AccountId.Conversation(account, Shop.PlatformContactId(random.Next(Dataset.Customers))));
    }

    private static string Word(Random random, int from, int to) => Vocabulary.Words[random.Next(from, Math.Min(to, Vocabulary.Words.Length))];

    private static string TypedName(Random random)
    {
        var names = random.Next(2) == 0 ? Vocabulary.FirstNames : Vocabulary.LastNames;
        var name = names[random.Next(names.Length)];
        return name[..Math.Min(name.Length, random.Next(2, 5))].ToLower(CultureInfo.InvariantCulture);
    }
}
