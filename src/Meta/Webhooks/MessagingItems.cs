using System.Globalization;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>Reads an item of <c>messaging</c> or <c>standby</c>: direct messages and what happens to them. A standby item is told like any other: the inbox shows it.</summary>
/// <remarks>Source: Meta, "Messaging webhooks"; meta-platform reference, section 2.5.</remarks>
internal static class MessagingItems
{
    public static InstagramEvent Read(JsonElement item, in EntrySource source)
    {
        var time = MetaTime.Read(item.Text("timestamp"), source.ReceivedAt);
        return InstagramEvents.Timed(Read(item, source, time.At), time);
    }

    private static InstagramEvent Read(JsonElement item, in EntrySource source, DateTimeOffset at)
    {
        if (Part(item, "message", out var message)) return Message(item, message, source, at);
        if (Part(item, "reaction", out var reaction)) return Reaction(item, reaction, source, at);
        if (Part(item, "message_edit", out var edit))
            return Mid(edit) is { } edited ? new MessageEdited(edited, WebhookText.Words(edit, "text") ?? "", Math.Max(0, edit.Number("num_edit") ?? 0), at) : NoMid(item);
        if (Part(item, "read", out _)) return Sender(item) is { } reader && reader != source.AccountId ? new ContactRead(reader, at) : NoPeople(item);
        if (Part(item, "postback", out var postback)) return Postback(item, postback, source, at);
        if (Part(item, "referral", out var referral)) return Opened(item, referral, at);
        return Part(item, "pass_thread_control", out _) || Part(item, "take_thread_control", out _) || Part(item, "request_thread_control", out _)
            ? new Ignored("Handover between apps")
            : InstagramEvents.Unknown(item, $"No known kind among {string.Join(", ", item.EnumerateObject().Select(p => p.Name))}");
    }

    private static InstagramEvent Message(JsonElement item, JsonElement message, in EntrySource source, DateTimeOffset at)
    {
        if (Mid(message) is not { } mid) return NoMid(item);
        if (Flag(message, "is_deleted")) return new MessageDeleted(mid, at);
        var inbound = Sender(item) is { } sender && sender != source.AccountId && !Flag(message, "is_echo");
        if ((inbound ? Sender(item) : Recipient(item)) is not { } contact) return NoPeople(item);
        return new MessageArrived(
            mid, contact, inbound, at, WebhookText.Words(message, "text"), MessageAttachments.Read(message), Part(message, "reply_to", out var reply) ? Mid(reply) : null,
            inbound ? null : WebhookText.Id(message, "app_id"), Context(message), Flag(message, "is_unsupported"));
    }

    private static MessageContext? Context(JsonElement message)
    {
        var story = Part(message, "reply_to", out var reply) && Part(reply, "story", out var s)
            ? new StoryReply(WebhookText.Id(s, "id"), WebhookText.Link(s, "url"), WebhookText.Link(s, "link_sticker_url")) : null;
        var tapped = Part(message, "quick_reply", out var quick) ? WebhookText.Words(quick, "payload") ?? "" : null;
        var referral = Part(message, "referral", out var r) ? Referral(r) : null;
        return story is null && tapped is null && referral is null ? null : new MessageContext(story, tapped, referral);
    }

    private static InstagramEvent Reaction(JsonElement item, JsonElement reaction, in EntrySource source, DateTimeOffset at)
    {
        if (Mid(reaction) is not { } mid) return NoMid(item);
        if (Sender(item) == source.AccountId) return InstagramEvents.Unknown(item, "A reaction of the account itself");
        return reaction.Text("action") switch
        {
            "unreact" => new ReactionChanged(mid, null, null, at),
            "react" => new ReactionChanged(mid, WebhookText.Short(reaction, "reaction") ?? "other", WebhookText.Short(reaction, "emoji"), at),
            var action => InstagramEvents.Unknown(item, $"A reaction with the action '{action}'"),
        };
    }

    private static InstagramEvent Postback(JsonElement item, JsonElement postback, in EntrySource source, DateTimeOffset at)
    {
        var inbound = Sender(item) is { } sender && sender != source.AccountId;
        if ((inbound ? Sender(item) : Recipient(item)) is not { } contact) return NoPeople(item);
        var (mid, payload) = (Mid(postback), WebhookText.Words(postback, "payload"));
        return new PostbackTapped(
            mid, mid ?? Key("postback", contact, item, payload), contact, inbound, at, WebhookText.Words(postback, "title"), payload, Part(postback, "referral", out var r) ? Referral(r) : null);
    }

    private static InstagramEvent Opened(JsonElement item, JsonElement json, DateTimeOffset at)
    {
        if (Sender(item) is not { } contact) return NoPeople(item);
        var referral = Referral(json);
        return new ReferralOpened(Key("referral", contact, item, referral.Ref ?? referral.AdId ?? referral.ProductId), contact, at, referral);
    }

    private static Referral Referral(JsonElement json)
    {
        _ = Part(json, "ads_context_data", out var ad);
        return new(
            WebhookText.Short(json, "source"), WebhookText.Words(json, "ref"), WebhookText.Id(json, "ad_id"), WebhookText.Words(ad, "ad_title"), WebhookText.Link(ad, "photo_url"),
            WebhookText.Link(ad, "video_url"), Part(json, "product", out var product) ? WebhookText.Id(product, "id") : null);
    }

    /// <summary>Made of the payload alone, never of the clock: the same event twice has the same key.</summary>
    private static string Key(string kind, string contact, JsonElement item, string? what) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{contact}:{WebhookText.Short(item, "timestamp")}:{what}");

    private static bool Part(JsonElement json, string name, out JsonElement part)
    {
        part = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out part) && part.ValueKind == JsonValueKind.Object;
    }

    private static string? Sender(JsonElement item) => Part(item, "sender", out var sender) ? WebhookText.Id(sender, "id") : null;

    private static string? Recipient(JsonElement item) => Part(item, "recipient", out var recipient) ? WebhookText.Id(recipient, "id") : null;

    private static string? Mid(JsonElement json) => WebhookText.MessageId(json, "mid");

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static Unknown NoMid(JsonElement item) => InstagramEvents.Unknown(item, "The message's id is missing");

    private static Unknown NoPeople(JsonElement item) => InstagramEvents.Unknown(item, "Sender or recipient is missing");
}
