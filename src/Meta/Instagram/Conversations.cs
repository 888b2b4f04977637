using System.Text.Json;

namespace SocialSelling.Meta;

/// <param name="Id">Meta's id of the thread; nothing else carries it.</param>
/// <param name="UpdatedAt">Meta's time of the last change, in whole seconds.</param>
/// <param name="ParticipantIds">The other side: one person, whose id is the one that webhooks carry. Several in a group, which Meta does not support.</param>
public sealed record ConversationSummary(string Id, DateTimeOffset UpdatedAt, IReadOnlyList<string> ParticipantIds);

/// <summary>A message as the conversation lists it.</summary>
/// <param name="At">In whole seconds.</param>
/// <param name="Event">As a webhook would have told it; null when Meta lists the message and does not open it.</param>
/// <param name="ContactReaction">The contact's; null when none is listed, which does not say that there is none.</param>
/// <param name="OwnReaction">The account's own, which no webhook tells.</param>
public sealed record ListedMessage(string Mid, DateTimeOffset At, InstagramEvent? Event, ListedReaction? ContactReaction = null, ListedReaction? OwnReaction = null);

/// <param name="Name">love, like, …; <see cref="Other"/> when Meta gives the sign alone.</param>
/// <param name="Emoji">The sign itself; null where Meta gives its name alone.</param>
public sealed record ListedReaction(string Name, string? Emoji)
{
    public const string Other = "other";
}

/// <param name="After">Where the next page begins; null at the end.</param>
public sealed record GraphPage<T>(IReadOnlyList<T> Items, string? After);

/// <summary>Reading back what webhooks did not bring.</summary>
/// <remarks>
/// Source: Meta, "Instagram Messaging: conversations". Threads in "Requests" untouched for 30 days are not listed; of a thread every message is listed, and the 20 newest can be
/// opened; 2 calls a second per account.
/// </remarks>
public sealed partial class InstagramClient
{
    /// <summary>Meta opens no more of a thread.</summary>
    public const int OpenableMessages = 20;

    private const int ConversationsPerPage = 25, IdsPerPage = 100;
    private const string MessageFields = "id,created_time,from,to,message,attachments,shares,story,reactions,is_unsupported";

    /// <summary>Conversations, the last changed first.</summary>
    public async Task<GraphPage<ConversationSummary>> ListConversations(InstagramSession session, string? after, CancellationToken ct)
    {
        var json = await Get(session, $"me/conversations?platform=instagram&fields=id,updated_time,participants{{id,username}}&limit={ConversationsPerPage}{After(after)}", ct);
        return Page(json, c => c.Text("id") is { } id && c.Time("updated_time") is { } at
            ? new ConversationSummary(id, at, [.. c.Inner("participants").Items("data").Select(p => p.Text("id")).OfType<string>().Where(p => p != session.PlatformAccountId)]) : null);
    }

    /// <summary>The newest messages of a thread, newest first, opened as far as Meta opens them.</summary>
    /// <param name="contactId">Whoever else writes in it is the account.</param>
    public async Task<GraphPage<ListedMessage>> ReadConversation(InstagramSession session, string conversationId, string contactId, CancellationToken ct)
    {
        var json = await Get(session, $"{Uri.EscapeDataString(conversationId)}?fields=messages.limit({OpenableMessages}){{{MessageFields}}}", ct);
        return Page(json.Inner("messages"), m => Listed(m, contactId));
    }

    /// <summary>Which messages a thread has before <paramref name="after"/>: id and time alone.</summary>
    public async Task<GraphPage<ListedMessage>> ListMessageIds(InstagramSession session, string conversationId, string after, CancellationToken ct)
    {
        var json = await Get(session, $"{Uri.EscapeDataString(conversationId)}/messages?fields=id,created_time&limit={IdsPerPage}{After(after)}", ct);
        return Page(json, m => Listed(m, contactId: null));
    }

    private static ListedMessage? Listed(JsonElement m, string? contactId)
    {
        if (WebhookText.MessageId(m, "id") is not { } mid || m.Time("created_time") is not { Year: >= 2010 } at) return null;
        if (contactId is null || m.Inner("from").Text("id") is not { } from) return new ListedMessage(mid, at, null);
        try
        {
            var inbound = from == contactId;
            return new ListedMessage(mid, at, Arrived(m, mid, at, contactId, inbound), Reaction(m, user => user == contactId), Reaction(m, user => user != contactId));
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode (half an emoji) throws when it is read: it must not hide its neighbours.
            return new ListedMessage(mid, at, null);
        }
    }

    private static MessageArrived Arrived(JsonElement m, string mid, DateTimeOffset at, string contactId, bool inbound)
    {
        var story = m.Inner("story");
        var context = story.Inner("reply_to") is { ValueKind: JsonValueKind.Object } reply
            ? new MessageContext(new StoryReply(WebhookText.Id(reply, "id"), WebhookText.Link(reply, "link"), LinkUrl: null), QuickReply: null, Referral: null) : null;
        var unsupported = m.TryGetProperty("is_unsupported", out var flag) && flag.ValueKind == JsonValueKind.True;
        return new(mid, contactId, inbound, at, WebhookText.Words(m, "message"), [.. Attachments(m, story.Inner("mention"))], ReplyToMid: null, AppId: null, context, unsupported);
    }

    /// <summary>A conversation has two sides: whoever is not the contact is the account.</summary>
    private static ListedReaction? Reaction(JsonElement message, Func<string, bool> isFrom)
    {
        foreach (var reaction in message.Inner("reactions").Items("data"))
        {
            if (!reaction.Items("users").Any(u => u.Text("id") is { } user && isFrom(user)) || WebhookText.Short(reaction, "reaction") is not { Length: > 0 } name) continue;
            var emoji = WebhookText.Short(reaction, "emoji");
            return name.All(char.IsAscii) ? new ListedReaction(name, emoji) : new ListedReaction(ListedReaction.Other, emoji ?? name);
        }
        return null;
    }

    private static IEnumerable<InstagramAttachment> Attachments(JsonElement message, JsonElement mention)
    {
        foreach (var a in message.Inner("attachments").Items("data"))
            yield return (a.Inner("image_data"), a.Inner("video_data"), a.Text("mime_type")) switch
            {
                ({ ValueKind: JsonValueKind.Object } image, _, _) => new("image", WebhookText.Link(image, "url")),
                (_, { ValueKind: JsonValueKind.Object } video, _) => new("video", WebhookText.Link(video, "url")),
                (_, _, { } mime) when mime.StartsWith("audio/", StringComparison.Ordinal) => new("audio", WebhookText.Link(a, "file_url")),
                _ => new("file", WebhookText.Link(a, "file_url")),
            };
        foreach (var share in message.Inner("shares").Items("data")) yield return new("share", WebhookText.Link(share, "link"));
        if (mention.ValueKind == JsonValueKind.Object) yield return new("story_mention", WebhookText.Link(mention, "link"));
    }

    private static GraphPage<T> Page<T>(JsonElement json, Func<JsonElement, T?> read) where T : class
    {
        var paging = json.Inner("paging");
        return new([.. json.Items("data").Select(read).OfType<T>()], paging.Text("next") is null ? null : paging.Inner("cursors").Text("after"));
    }

    private static string After(string? cursor) => cursor is null ? "" : "&after=" + Uri.EscapeDataString(cursor);
}
