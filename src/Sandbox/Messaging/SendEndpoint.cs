using System.Text;
using System.Text.Json;
using SocialSelling.Sandbox.Comments;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;

namespace SocialSelling.Sandbox.Messaging;

/// <summary><c>POST /{account}/messages</c>: texts, files, quick replies, answers to a message, and what is shown to the customer besides.</summary>
/// <remarks>Meta-platform reference, sections 3.1, 3.2 and 9.</remarks>
internal static class SendEndpoint
{
    private const int MaxTextBytes = 1_000, MaxQuickReplies = 13, ShownTitle = 20;
    private static readonly TimeSpan Standard = TimeSpan.FromHours(24), HumanAgent = TimeSpan.FromDays(7);

    public static async Task<IResult> Post(GraphCall call, Store store, WebhookSender webhooks, IHttpClientFactory http)
    {
        var comment = Field(call, "recipient", "comment_id");
        if ((Field(call, "recipient", "id") ?? comment)?.ToString() is not { } recipient) return GraphAnswers.Error(100, message: "(#100) The parameter recipient is required");
        var hasMessage = call.Body.TryGetValue("message", out var message) && message.ValueKind != JsonValueKind.Null;
        if (call["sender_action"] is { } action)
            return hasMessage ? GraphAnswers.Error(100, 2018014, "(#100) sender_action cannot be combined with message") : store.Change(world => Act(world, call, recipient, action, store.Now));

        var (draft, problem) = Read(message);
        if (draft is null) return problem!;
        if (comment is { } commentId) return store.Change(world => PrivateReplies.Send(world, call, commentId, draft.Text, store.Now, webhooks));
        if (store.Read(world => Refuse(world, call, recipient, store.Now)) is { } refusal) return refusal;
        if (draft.File is { } file && await FileDownload.Fetch(http, file) is { } unusable) return unusable;
        return store.Change(world => Refuse(world, call, recipient, store.Now) ?? Deliver(world, call, recipient, draft, store.Now, webhooks));
    }

    private static IResult Deliver(World world, GraphCall call, string recipient, Draft draft, DateTimeOffset now, WebhookSender webhooks)
    {
        var person = Person(world, call, recipient)!;
        // Its place in Meta's SDK is the top; some write it into the message.
        var answered = (Field(call, "reply_to", "mid") ?? draft.ReplyTo)?.ToString();
        if (answered is not null && !world.Messages.Exists(m => m.Mid == answered && m.PersonId == person.Id)) return GraphAnswers.Error(100, 2534015, "Invalid message data: reply_to");
        var dm = world.Write(call.Shop, person, "api", draft.Text, now);
        (dm.File, dm.QuickReplies, dm.ReplyTo) = (draft.File, draft.QuickReplies, answered);
        webhooks.Echo(call.Shop, dm, call.ByPage);
        return Results.Json(new { recipient_id = person.Id, message_id = dm.Mid });
    }

    /// <returns>What Meta would answer whatever the message is; null when the customer may be written to.</returns>
    private static IResult? Refuse(World world, GraphCall call, string recipient, DateTimeOffset now)
    {
        if (Person(world, call, recipient) is not { } person) return GraphAnswers.Error(100, 2534014, "The requested user cannot be found");
        if (person.Blocked) return GraphAnswers.Error(551, 1545041, "This person isn't available right now");
        var last = world.Messages.Where(m => m.PersonId == person.Id && m.From == "in").Select(m => (DateTimeOffset?)m.At).Max();
        var window = call["tag"] == "HUMAN_AGENT" ? HumanAgent : Standard;
        return last is null || now - last > window ? GraphAnswers.Error(10, 2534022, "This message is sent outside of allowed window") : null;
    }

    private static IResult Act(World world, GraphCall call, string recipient, string action, DateTimeOffset now)
    {
        if (Refuse(world, call, recipient, now) is { } refusal) return refusal;
        var person = Person(world, call, recipient)!;
        switch (action)
        {
            case "typing_on" or "typing_off": person.SeesTyping = action == "typing_on"; break;
            case "mark_seen":
                foreach (var dm in world.Messages.Where(m => m.PersonId == person.Id && m.From == "in")) dm.Seen = true;
                break;
            case "react" or "unreact":
                if (world.Messages.Find(m => m.Mid == Field(call, "payload", "message_id")?.ToString() && m.PersonId == person.Id && !m.Deleted) is not { } target)
                    return GraphAnswers.Error(9000001, message: "The message was deleted");
                if (action == "react" && Field(call, "payload", "reaction")?.ToString() is not { Length: > 0 }) return GraphAnswers.Error(100, message: "(#100) The parameter payload[reaction] is required");
                // No webhook tells of what the business itself does.
                target.ShopReaction = action == "react" ? Field(call, "payload", "reaction")!.Value.ToString() : null;
                break;
            default: return GraphAnswers.Error(100, message: "(#100) Param sender_action must be one of {react, unreact, typing_on, typing_off, mark_seen}");
        }
        return Results.Json(new { recipient_id = person.Id });
    }

    private sealed record Draft(string Text, SharedFile? File, List<string> QuickReplies, JsonElement? ReplyTo);

    /// <summary>A text or a file, never both.</summary>
    private static (Draft? Draft, IResult? Problem) Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object) return (null, Invalid("message"));
        var replyTo = message.TryGetProperty("reply_to", out var nested) && nested.ValueKind == JsonValueKind.Object && nested.TryGetProperty("mid", out var mid) ? (JsonElement?)mid : null;
        var hasText = message.TryGetProperty("text", out var text);
        if (message.TryGetProperty("attachment", out var attachment))
            return hasText ? (null, Invalid("text and attachment"))
                : attachment.ValueKind == JsonValueKind.Object && attachment.TryGetProperty("type", out var type) && FileDownload.Types.Contains(type.ToString())
                  && attachment.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("url", out var url)
                    ? (new Draft("", new SharedFile(type.ToString(), url.ToString()), [], replyTo), null)
                    : (null, Invalid("attachment"));
        if (text.ValueKind != JsonValueKind.String || text.GetString() is not { Length: > 0 } words) return (null, Invalid("text"));
        if (Encoding.UTF8.GetByteCount(words) > MaxTextBytes) return (null, GraphAnswers.Error(100, message: "Length of param message[text] must be less than or equal to 1000"));
        var (titles, wrong) = QuickReplies(message);
        return wrong is null ? (new Draft(words, null, titles, replyTo), null) : (null, wrong);
    }

    private static (List<string> Titles, IResult? Problem) QuickReplies(JsonElement message)
    {
        if (!message.TryGetProperty("quick_replies", out var replies)) return ([], null);
        if (replies.ValueKind != JsonValueKind.Array || replies.GetArrayLength() is 0 or > MaxQuickReplies) return ([], GraphAnswers.Error(100, message: "(#100) quick_replies must have 1 to 13 elements"));
        var titles = new List<string>();
        foreach (var reply in replies.EnumerateArray())
        {
            if (reply.ValueKind != JsonValueKind.Object || !reply.TryGetProperty("content_type", out var type) || type.ToString() != "text"
                || !reply.TryGetProperty("title", out var title) || title.ToString() is not { Length: > 0 } words || !reply.TryGetProperty("payload", out _))
                return ([], GraphAnswers.Error(100, message: "(#100) A quick reply of type text needs title and payload"));
            titles.Add(words.Length > ShownTitle ? words[..ShownTitle] : words);
        }
        return (titles, null);
    }

    private static IResult Invalid(string what) => GraphAnswers.Error(100, 2534015, "Invalid message data: " + what);

    private static Person? Person(World world, GraphCall call, string id) => world.People.Find(p => p.Id == id && p.ShopId == call.Shop.Id);

    private static JsonElement? Field(GraphCall call, string outer, string inner) =>
        call.Body.TryGetValue(outer, out var parent) && parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(inner, out var child) ? child : null;
}
