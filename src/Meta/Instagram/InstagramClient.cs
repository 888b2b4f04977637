using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace SocialSelling.Meta;

/// <summary>The Graph API of one account, by whichever login it came. Nothing is retried here: the caller's rows decide what is done again.</summary>
/// <remarks>Source: Meta, "Instagram API with Instagram Login" and "Instagram API with Facebook Login". Every method throws <see cref="InstagramException"/>.</remarks>
public sealed partial class InstagramClient(HttpClient http, IOptions<MetaOptions> options)
{
    private const string MediumFields = "id,caption,media_type,media_product_type,timestamp,permalink";

    private readonly AccountEndpoints endpoints = new(options.Value);
    private readonly GraphHttp graph = new(http, options.Value.CallTimeout);

    /// <summary>Of an account that came by Instagram Login: with Facebook Login the list of Pages tells it.</summary>
    public async Task<InstagramProfile> GetProfile(InstagramSession session, CancellationToken ct)
    {
        var me = await Get(session, "me?fields=id,user_id,username,name,account_type,profile_picture_url,followers_count,follows_count,media_count,biography,website", ct);
        return new InstagramProfile(
            me.Must("user_id", CallKind.Repeatable), me.Must("id", CallKind.Repeatable), me.Must("username", CallKind.Repeatable), me.Text("name"), me.Text("account_type"),
            me.Text("profile_picture_url"), me.Number("followers_count") ?? 0, me.Number("follows_count") ?? 0, me.Number("media_count") ?? 0, me.Text("biography"), me.Text("website"));
    }

    /// <remarks>Only <c>success: true</c> counts: an account that is believed to be subscribed and is not stays silent.</remarks>
    public async Task SubscribeWebhooks(InstagramSession session, CancellationToken ct)
    {
        var json = await Post(CallKind.Repeatable, session, $"{session.Gateway}/subscribed_apps?subscribed_fields={string.Join(',', WebhookFields.Of(session.PageId))}", new { }, ct);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("success", out var success) || success.ValueKind != JsonValueKind.True)
            throw new InstagramException(new RetryLater(null));
    }

    /// <returns>What Meta tells of the account.</returns>
    public async Task<IReadOnlyList<string>> ListWebhookFields(InstagramSession session, CancellationToken ct)
    {
        var json = await Get(session, $"{session.Gateway}/subscribed_apps", ct);
        return [.. json.Items("data").Where(IsOurs).SelectMany(app => app.Items("subscribed_fields")).Where(f => f.ValueKind == JsonValueKind.String).Select(f => f.GetString()!).Distinct()];

        // A Page lists the apps of others too.
        bool IsOurs(JsonElement app) => session.PageId is null || options.Value.IsOwn(app.Text("id"));
    }

    /// <summary>Meta tells nothing more of the account.</summary>
    public Task UnsubscribeWebhooks(InstagramSession session, CancellationToken ct) =>
        graph.Call(CallKind.Repeatable, HttpMethod.Delete, endpoints.Of(session, $"{session.Gateway}/subscribed_apps"), content: null, session, ct);

    /// <remarks>There is no key against doubles: after <see cref="OutcomeUnknown"/> the echo or the conversation tells.</remarks>
    public async Task<SentMessage> Send(InstagramSession session, OutgoingMessage message, CancellationToken ct)
    {
        var body = new Dictionary<string, object> { ["recipient"] = new { id = message.RecipientId }, ["message"] = Content(message.Content) };
        if (message.Tag is MessageTag.HumanAgent) (body["messaging_type"], body["tag"]) = ("MESSAGE_TAG", "HUMAN_AGENT");
        if (message.ReplyToId is { } mid) body["reply_to"] = new { mid };
        var json = await Post(CallKind.Effect, session, $"{session.Gateway}/messages", body, ct);
        return new SentMessage(json.Text("recipient_id") ?? message.RecipientId, json.Must("message_id", CallKind.Effect));
    }

    /// <param name="emoji">Null takes the account's reaction back. Doing it twice changes nothing.</param>
    public Task React(InstagramSession session, string recipientId, string messageId, string? emoji, CancellationToken ct) => Act(session, emoji is null
        ? new { recipient = new { id = recipientId }, sender_action = "unreact", payload = new { message_id = messageId } }
        : new { recipient = new { id = recipientId }, sender_action = "react", payload = new { message_id = messageId, reaction = emoji } }, ct);

    public Task Signal(InstagramSession session, string recipientId, SenderAction action, CancellationToken ct) => Act(session, new
    {
        recipient = new { id = recipientId },
        sender_action = action switch { SenderAction.TypingOn => "typing_on", SenderAction.TypingOff => "typing_off", _ => "mark_seen" },
    }, ct);

    private Task<JsonElement> Act(InstagramSession session, object body, CancellationToken ct) => Post(CallKind.Repeatable, session, $"{session.Gateway}/messages", body, ct);

    private static object Content(OutgoingContent content) => content switch
    {
        OutgoingContent.Text { Buttons.Count: > 0 } t => new { text = t.Words, quick_replies = t.Buttons.Select(b => new { content_type = "text", title = b.Title, payload = b.Payload }) },
        OutgoingContent.Text t => new { text = t.Words },
        OutgoingContent.File f => new { attachment = new { type = f.Type, payload = new { url = f.Url } } },
        _ => throw new ArgumentOutOfRangeException(nameof(content)),
    };

    /// <returns>Null when Meta does not tell: no consent yet (230), gone or blocked (9010, 100/33, 100/2534014).</returns>
    public async Task<ContactProfile?> GetContactProfile(InstagramSession session, string contactId, CancellationToken ct)
    {
        try
        {
            var json = await Get(session, $"{Uri.EscapeDataString(contactId)}?fields=name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user", ct);
            return new ContactProfile(
                json.Text("username"), json.Text("name"), json.Text("profile_pic"), json.Number("follower_count"), json.Flag("is_verified_user"), json.Flag("is_user_follow_business"),
                json.Flag("is_business_follow_user"));
        }
        catch (InstagramException e) when ((e.Failure.Code, e.Failure.Subcode) is (230 or 9010, _) or (100, 33 or 2534014))
        {
            return null;
        }
    }

    /// <summary>The newest messages with a contact; Meta opens 20 at most.</summary>
    public async Task<IReadOnlyList<ConversationMessage>> ListConversationMessages(InstagramSession session, string contactId, CancellationToken ct)
    {
        var json = await Get(session, $"me/conversations?platform=instagram&user_id={Uri.EscapeDataString(contactId)}&fields=id,messages.limit(20){{id,created_time,from,message,attachments}}", ct);
        return [.. from conversation in json.Items("data")
                   where conversation.TryGetProperty("messages", out _)
                   from message in conversation.GetProperty("messages").Items("data")
                   select new ConversationMessage(
                       message.Text("id") ?? "", message.Time("created_time") ?? default, message.TryGetProperty("from", out var author) ? author.Text("id") : null, message.Text("message") ?? "", KindOf(message))];
    }

    private static string KindOf(JsonElement message) => message.TryGetProperty("attachments", out var attachments) && attachments.Items("data").FirstOrDefault() is { ValueKind: JsonValueKind.Object } first
        ? first.TryGetProperty("image_data", out _) ? "image"
        : first.TryGetProperty("video_data", out _) ? "video"
        : first.Text("mime_type")?.StartsWith("audio/", StringComparison.Ordinal) == true ? "audio" : "file"
        : "text";

    /// <returns>The container's id. A container that is never published does no harm, so making one may be repeated.</returns>
    public async Task<string> CreateContainer(InstagramSession session, ContainerSpec spec, CancellationToken ct)
    {
        return (await Post(CallKind.Repeatable, session, $"{session.PlatformAccountId}/media", ContainerBody.Of(spec), ct)).Must("id", CallKind.Repeatable);
    }

    public async Task<ContainerStatus> GetContainerStatus(InstagramSession session, string containerId, CancellationToken ct)
    {
        var json = await Get(session, $"{containerId}?fields=status_code,status", ct);
        var state = json.Text("status_code") switch
        {
            "FINISHED" => ContainerState.Finished,
            "PUBLISHED" => ContainerState.Published,
            "ERROR" => ContainerState.Error,
            "EXPIRED" => ContainerState.Expired,
            _ => ContainerState.InProgress,
        };
        var detail = json.Text("status") ?? json.Text("status_code");
        return new ContainerStatus(state, detail, state is ContainerState.Error ? InstagramErrors.OfContainer(detail) : null);
    }

    /// <returns>The published medium's id.</returns>
    public async Task<string> PublishContainer(InstagramSession session, string containerId, CancellationToken ct) =>
        (await Post(CallKind.Publish, session, $"{session.PlatformAccountId}/media_publish", new { creation_id = containerId }, ct)).Must("id", CallKind.Publish);

    public async Task<PublishedMedia> GetMedia(InstagramSession session, string mediaId, CancellationToken ct) => Medium(await Get(session, $"{mediaId}?fields={MediumFields}", ct));

    /// <summary>The newest first; stories are not among them. The list lags some seconds behind.</summary>
    public async Task<IReadOnlyList<PublishedMedia>> ListRecentMedia(InstagramSession session, int limit, CancellationToken ct) =>
        [.. (await Get(session, $"{session.PlatformAccountId}/media?fields={MediumFields}&limit={limit}", ct)).Items("data").Select(Medium)];

    /// <summary>The stories of the last 24 hours, the newest first.</summary>
    public async Task<IReadOnlyList<PublishedMedia>> ListStories(InstagramSession session, CancellationToken ct) =>
        [.. (await Get(session, $"{session.PlatformAccountId}/stories?fields={MediumFields}", ct)).Items("data").Select(Medium)];

    /// <remarks>Without a <c>fields</c> parameter: with one Meta writes the comment and then answers an error (20/1772107).</remarks>
    public async Task<string> CreateComment(InstagramSession session, string mediaId, string text, CancellationToken ct) =>
        (await Post(CallKind.Effect, session, $"{mediaId}/comments", new { message = text }, ct)).Must("id", CallKind.Effect);

    private static PublishedMedia Medium(JsonElement m) => new(m.Must("id", CallKind.Repeatable), m.Text("caption"), m.Time("timestamp"), m.Text("permalink"), m.Text("media_type"), m.Text("media_product_type"));

    private Task<JsonElement> Get(InstagramSession session, string path, CancellationToken ct) => graph.Call(CallKind.Repeatable, HttpMethod.Get, endpoints.Of(session, path), content: null, session, ct);

    private async Task<JsonElement> Post(CallKind kind, InstagramSession session, string path, object body, CancellationToken ct)
    {
        using var content = JsonContent.Create(body);
        return await graph.Call(kind, HttpMethod.Post, endpoints.Of(session, path), content, session, ct);
    }
}
