using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>Something a webhook brought that has a place of its own in a thread, from either side.</summary>
/// <param name="Mid">Meta's id, or what stands for it: made of what Meta sent alone, so that it comes out the same every time.</param>
/// <param name="EchoAppId">The app that sent an echoed message; null for the native app, and for inbound messages.</param>
/// <param name="IsNamed">Whether <paramref name="Mid"/> is Meta's own: it can be answered and looked up there.</param>
internal sealed record Arrival(
    string Mid, Guid Key, string ContactId, bool Inbound, DateTimeOffset At, string Kind, string Text, IReadOnlyList<AttachmentView> Attachments, string? ReplyToMid = null,
    string? EchoAppId = null, bool IsNamed = true)
{
    public bool IsOwnEcho => !Inbound && EchoAppId is not null;

    /// <summary>Found by reading the conversation back, and not told by a webhook: nothing is answered or announced because of it.</summary>
    public bool Historic { get; init; }

    /// <summary>Meta gave no time that can be right: <see cref="At"/> is when it arrived.</summary>
    public bool IsTimeAssumed { get; init; }

    public static Arrival? From(InstagramEvent item) => Of(item) is { } arrival ? arrival with { IsTimeAssumed = item.IsTimeAssumed } : null;

    private static Arrival? Of(InstagramEvent item) => item switch
    {
        MessageArrived m => new(m.Mid, MidKey.Of(m.Mid), m.ContactId, m.Inbound, m.At, MessageKind.Of(m), m.Text ?? "", ViewsOf(m), m.ReplyToMid, m.AppId),
        PostbackTapped p => new(
            p.Key, MidKey.Of(p.Key), p.ContactId, p.Inbound, p.At, MessageKind.Postback, p.Title ?? "",
            [new("postback", null, null, p.Title, p.Payload), .. p.Referral is { } referral ? (AttachmentView[])[View(referral)] : []], IsNamed: p.Mid is not null),
        ReferralOpened r => new(r.Key, MidKey.Of(r.Key), r.ContactId, Inbound: true, r.At, MessageKind.Referral, "", [View(r.Referral)], IsNamed: false),
        _ => null,
    };

    private static AttachmentView[] ViewsOf(MessageArrived m)
    {
        if (m.Attachments.Count == 0 && m.Context is null) return [];
        var views = m.Attachments.Select(a => new AttachmentView(a.Type, a.Url, null, a.Title, a.PlatformId)).ToList();
        if (m.Context?.Story is { } story)
        {
            views.Add(new("story_reply", story.Url, null, null, story.PlatformId));
            if (story.LinkUrl is { } link) views.Add(new("story_link", link, null));
        }
        if (m.Context?.QuickReply is { } payload) views.Add(new("quick_reply", null, null, null, payload));
        if (m.Context?.Referral is { } referral) views.Add(View(referral));
        return [.. views];
    }

    private static AttachmentView View(Referral r) => r switch
    {
        { AdId: { } ad } => new("referral_ad", r.VideoUrl ?? r.PictureUrl, r.PictureUrl, r.Title, ad),
        { ProductId: { } product } => new("referral_product", null, null, null, product),
        _ => new("referral_link", null, null, r.Source, r.Ref),
    };
}

/// <summary>What a message is, in one word: how it is shown, and what stands for it where its text is empty. Pure.</summary>
internal static class MessageKind
{
    public const string Text = "text", StoryReply = "story_reply", Postback = "postback", Referral = "referral", Unsupported = "unsupported", Deleted = "deleted";

    public static string Of(MessageArrived m) => m switch
    {
        { IsUnsupported: true } => Unsupported,
        { Context.Story: not null } => StoryReply,
        { Attachments: [var first, ..] } when Of(first) is var kind => kind == Unsupported && !string.IsNullOrEmpty(m.Text) ? Text : kind,
        _ => string.IsNullOrEmpty(m.Text) ? Unsupported : Text,
    };

    /// <summary>Meta's attachment types come and go; one that is not known is a share as long as it leads somewhere.</summary>
    private static string Of(InstagramAttachment attachment) => attachment.Type switch
    {
        "image" or "video" or "audio" or "file" or "story_mention" or "template" or "ephemeral" => attachment.Type,
        "share" or "ig_post" or "post" or "media" => "share",
        "reel" or "ig_reel" => "reel",
        "story" or "ig_story" => "story",
        "like_heart" or "sticker" => "sticker",
        "unsupported_type" => Unsupported,
        _ => attachment.Url is null ? Unsupported : "share",
    };
}

/// <summary>What browsers get with message events.</summary>
/// <param name="Historic">The message was found by reading the conversation back: it is no news.</param>
internal sealed record MessagePayload(MessageView Message, bool Historic = false);
