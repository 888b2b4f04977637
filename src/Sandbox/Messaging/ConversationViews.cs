using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>One person's messages with a shop, newest first, as Meta lists them: what was taken back is not among them.</summary>
internal sealed record MessageThread(Person Person, IReadOnlyList<Dm> Messages)
{
    private const string IdPrefix = "aWd_";
    /// <summary>A thread that was never answered stands in "Requests"; after this it is not listed.</summary>
    private static readonly TimeSpan RequestsLife = TimeSpan.FromDays(30);

    public string Id => IdPrefix + Person.Id;
    public DateTimeOffset UpdatedAt => Messages[0].At;

    public static MessageThread? Find(World world, Shop shop, string id) =>
        id.StartsWith(IdPrefix, StringComparison.Ordinal) && All(world, shop).FirstOrDefault(t => t.Id == id) is { } thread ? thread : null;

    public static MessageThread? Of(World world, Shop shop, Dm dm) => All(world, shop).FirstOrDefault(t => t.Person.Id == dm.PersonId);

    /// <summary>The last changed first.</summary>
    public static List<MessageThread> Listed(World world, Shop shop, DateTimeOffset now) =>
        [.. All(world, shop).Where(t => now - t.UpdatedAt < RequestsLife || t.Messages.Any(m => m.From != "in")).OrderByDescending(t => t.UpdatedAt).ThenByDescending(t => t.Person.Id, StringComparer.Ordinal)];

    private static IEnumerable<MessageThread> All(World world, Shop shop) => world.Messages.Where(m => m.ShopId == shop.Id && !m.Deleted && ShapeViews.IsMessage(m)).GroupBy(m => m.PersonId)
        .Select(g => new MessageThread(world.People.Find(p => p.Id == g.Key && p.ShopId == shop.Id)!, [.. g.OrderByDescending(m => m.At)]));
}

/// <summary>Conversations and messages in the Graph's shapes: only the fields asked for, in pages, and of a thread only the newest messages can be opened.</summary>
/// <remarks>Meta-platform reference, section 3.3.</remarks>
internal static class ConversationViews
{
    /// <summary>Older messages of a thread are listed with id and time, and answer as if they did not exist.</summary>
    public const int ReadableMessages = 20;
    private const int DefaultPage = 25, LargestPage = 100;
    private static readonly IReadOnlyList<GraphField> ConversationDefaults = GraphField.Parse("id,updated_time"), MessageDefaults = GraphField.Parse("id,created_time");

    public static JsonObject List(Shop shop, List<MessageThread> threads, GraphCall call) => Page(
        threads, Order, (t, after) => string.CompareOrdinal(Order(t), after) < 0,
        Limit(call["limit"]), call["after"], t => Conversation(shop, t, Fields(call)));

    public static JsonObject Conversation(Shop shop, MessageThread thread, IReadOnlyList<GraphField> fields)
    {
        var view = new JsonObject();
        foreach (var field in fields.Count > 0 ? fields : ConversationDefaults)
            switch (field.Name)
            {
                case "updated_time": view["updated_time"] = MessagingViews.Iso(thread.UpdatedAt); break;
                case "participants": view["participants"] = new JsonObject { ["data"] = new JsonArray(Own(shop), Other(thread.Person)) }; break;
                case "messages": view["messages"] = Messages(shop, thread, field.Fields, field.Limit, after: null); break;
            }
        // Always there, asked for or not.
        view["id"] = thread.Id;
        return view;
    }

    public static JsonObject Messages(Shop shop, MessageThread thread, GraphCall call) => Messages(shop, thread, Fields(call), Limit(call["limit"]), call["after"]);

    /// <returns>Null when the message is too old to be opened.</returns>
    public static JsonObject? Message(Shop shop, MessageThread thread, Dm dm, GraphCall call) => IsReadable(thread, dm) ? Message(shop, thread, dm, Fields(call)) : null;

    public static IReadOnlyList<GraphField> Fields(GraphCall call) => GraphField.Parse(call["fields"] ?? "");

    private static JsonObject Messages(Shop shop, MessageThread thread, IReadOnlyList<GraphField> fields, int? limit, string? after) => Page(
        thread.Messages, m => m.Mid, (m, last) => m.At < (thread.Messages.FirstOrDefault(x => x.Mid == last)?.At ?? DateTimeOffset.MinValue), limit ?? DefaultPage, after,
        m => Message(shop, thread, m, IsReadable(thread, m) ? fields : MessageDefaults));

    private static JsonObject Message(Shop shop, MessageThread thread, Dm dm, IReadOnlyList<GraphField> fields)
    {
        var inbound = dm.From == "in";
        var view = new JsonObject();
        foreach (var field in fields.Count > 0 ? fields : MessageDefaults)
            switch (field.Name)
            {
                case "created_time": view["created_time"] = MessagingViews.Iso(dm.At); break;
                case "from": view["from"] = inbound ? Other(thread.Person) : Own(shop); break;
                case "to": view["to"] = new JsonObject { ["data"] = new JsonArray(inbound ? Own(shop) : Other(thread.Person)) }; break;
                case "message" when dm.Shape is null: view["message"] = dm.Text; break;
                case "attachments" when dm.File is { } file: view["attachments"] = new JsonObject { ["data"] = new JsonArray(ShapeViews.File(dm.Mid, file.Type, file.Url)) }; break;
                case "reactions" when Reactions(shop, thread.Person, dm) is { Count: > 0 } reactions: view["reactions"] = new JsonObject { ["data"] = reactions }; break;
                case var name when ShapeViews.Field(dm, name) is { } value: view[name] = value; break;
            }
        view["id"] = dm.Mid;
        return view;
    }

    /// <summary>One item for each sign, with who used it.</summary>
    private static JsonArray Reactions(Shop shop, Person person, Dm dm)
    {
        var all = new (string? Sign, JsonObject By)[] { (dm.Reaction, Other(person)), (dm.ShopReaction, Own(shop)) };
        return [.. all.Where(r => r.Sign is not null).GroupBy(r => r.Sign).Select(g => new JsonObject { ["reaction"] = g.Key, ["users"] = new JsonArray([.. g.Select(r => r.By)]) })];
    }

    private static bool IsReadable(MessageThread thread, Dm dm) => thread.Messages.Take(ReadableMessages).Contains(dm);

    private static JsonObject Own(Shop shop) => new() { ["id"] = shop.Id, ["username"] = shop.Username };

    private static JsonObject Other(Person person) => new() { ["id"] = person.Id, ["username"] = person.Username };

    /// <summary>Compares as the list is ordered: ticks have one width.</summary>
    private static string Order(MessageThread thread) => string.Create(CultureInfo.InvariantCulture, $"{thread.UpdatedAt.UtcTicks}.{thread.Person.Id}");

    private static int Limit(string? text) => int.TryParse(text, out var limit) ? Math.Clamp(limit, 1, LargestPage) : DefaultPage;

    /// <summary>A page, and the way to the next when there is one. Cursors are opaque, as Meta's.</summary>
    private static JsonObject Page<T>(IReadOnlyList<T> items, Func<T, string> place, Func<T, string, bool> isAfter, int limit, string? after, Func<T, JsonObject> view)
    {
        var rest = after is null ? items : [.. items.Where(i => isAfter(i, Open(after)))];
        var page = rest.Take(limit).ToList();
        var answer = new JsonObject { ["data"] = new JsonArray([.. page.Select(view)]) };
        if (page.Count == 0) return answer;
        var paging = new JsonObject { ["cursors"] = new JsonObject { ["before"] = Seal(place(page[0])), ["after"] = Seal(place(page[^1])) } };
        if (rest.Count > page.Count) paging["next"] = "https://graph.instagram.com/next?after=" + Seal(place(page[^1]));
        answer["paging"] = paging;
        return answer;
    }

    private static string Seal(string place) => Convert.ToBase64String(Encoding.UTF8.GetBytes(place)).Replace('+', '-').Replace('/', '_');

    private static string Open(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(cursor.Replace('-', '+').Replace('_', '/')));
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
