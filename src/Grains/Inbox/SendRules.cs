using System.Text;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>What may be sent. Pure.</summary>
/// <remarks>Source: Meta, "Send API" of the Instagram Platform and "Quick replies", 2026.</remarks>
internal static class SendLimits
{
    /// <summary>UTF-8 bytes, not characters.</summary>
    public const int TextBytes = 1_000;
    public const int QuickReplies = 13, QuickReplyTitle = 20, QuickReplyPayload = 1_000;
    private const long Mega = 1024 * 1024, ImageBytes = 8 * Mega, OtherBytes = 25 * Mega;

    private static readonly Dictionary<string, string[]> Formats = new()
    {
        ["image"] = ["image/jpeg", "image/png", "image/gif"],
        ["video"] = ["video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"],
        ["audio"] = ["audio/aac", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav"],
    };

    /// <returns>Why this cannot be sent, whoever the contact is; null when it can.</returns>
    public static DomainError? Check(SendMessage command)
    {
        var bytes = Encoding.UTF8.GetByteCount(command.Text);
        if (bytes > TextBytes) return new TextTooLong(bytes, TextBytes);
        if (bytes == 0 && command.MediaKeys is not { Count: > 0 }) return new MessageEmpty();
        return command.QuickReplies is { Count: > 0 } replies ? Check(replies, bytes) : null;
    }

    /// <returns>Why Meta would not take this file in a message; null when it would.</returns>
    public static AttachmentNotSendable? Check(MediaRow file)
    {
        if (file.OriginalRemovedAt is not null) return new("media-original-removed", $"{file.FileName}: the original was removed, long after it was published. Upload it again to send it.");
        if (!Formats.TryGetValue(file.Kind, out var formats) || !formats.Contains(file.MimeType))
            return new("media-format", $"{file.FileName}: Instagram does not take this format in a message.");
        var limit = file.Kind == "image" ? ImageBytes : OtherBytes;
        return file.Size <= limit ? null : new("media-too-large", $"{file.FileName} is larger than the {limit / Mega} MB that Instagram takes in a message.");
    }

    private static QuickRepliesInvalid? Check(IReadOnlyList<QuickReply> replies, int textBytes) =>
        textBytes == 0 ? new("Quick replies need a text above them.")
        : replies.Count > QuickReplies ? new($"Instagram takes at most {QuickReplies} quick replies.")
        : replies.Any(r => string.IsNullOrWhiteSpace(r?.Title) || Characters(r.Title) > QuickReplyTitle) ? new($"A quick reply has 1 to {QuickReplyTitle} characters.")
        : replies.Any(r => r.Payload?.Length > QuickReplyPayload) ? new($"A payload has at most {QuickReplyPayload} characters.")
        : null;

    /// <summary>As people count: an emoji is one.</summary>
    private static int Characters(string text) => new System.Globalization.StringInfo(text).LengthInTextElements;
}

/// <summary>What becomes of a send that did not get its answer. Pure.</summary>
internal static class SendRules
{
    public const int MaxAttempts = 5;
    /// <summary>A file that Meta could not fetch is offered once more (Meta, "Common error codes": 100/2018008, 100/2018294).</summary>
    private const int MaxFetches = 2;

    /// <summary>How often a message in doubt is looked for.</summary>
    public static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(10);
    /// <summary>Counted from the call. Meta's list lags some seconds, and fetches a video for up to 75: only after this is "not there" definite.</summary>
    public static readonly TimeSpan DefiniteAfter = TimeSpan.FromSeconds(90);
    /// <summary>How far Meta's clock may differ from ours; its list names whole seconds.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);
    /// <summary>How long after the call an echo may still come for a message that was given up.</summary>
    public static readonly TimeSpan EchoLife = TimeSpan.FromHours(36);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(4), LongestWait = TimeSpan.FromMinutes(1);

    internal sealed record Step(string Status, DateTimeOffset? NextAttemptAt, FailureView? Failure);

    /// <param name="who">The message, whose tries are spread.</param>
    public static Step AfterFailure(InstagramFailure failure, int attempts, DateTimeOffset now, Guid who) => failure switch
    {
        OutcomeUnknown => new("unconfirmed", now + ReconcileEvery, null),
        RetryLater { Code: 100 } when attempts >= MaxFetches => new("failed", null, new("media-not-fetched", "Instagram could not fetch the file.")),
        RetryLater retry when attempts < MaxAttempts => new("queued", now + (retry.After ?? Backoff.Of(attempts, FirstWait, 2, LongestWait, who)), null),
        RetryLater => new("failed", null, new("temporarily-unavailable", "Instagram did not take the message after several tries.")),
        ReconnectAccount => new("failed", null, new("account-not-active", "The account has to be connected again.")),
        Refused refused => new("failed", null, new(refused.Reason, refused.UserMessage)),
        _ => new("failed", null, new("unknown", "The message could not be sent.")),
    };

    public static Step NotFound(DateTimeOffset calledAt, int attempts, DateTimeOffset now) =>
        now - calledAt < DefiniteAfter ? new("unconfirmed", now + ReconcileEvery, null)
        : attempts < MaxAttempts ? new("queued", now, null)
        : new("failed", null, new("not-delivered", "Instagram never confirmed the message."));

    /// <summary>Whether a message that Meta tells of may be this send: Meta keeps no id of ours, so what was sent has to tell.</summary>
    public static bool IsSame(MessageRow send, string kind, string text) => send.Kind == kind && (kind != "text" || send.Content.Trim() == text.Trim());

    /// <summary>Those that may take a step: in each conversation the first that waits, unless one before it is at Meta, and whatever is in doubt.</summary>
    /// <remarks>Order is kept by waiting. A message waits, too, for an equal one in doubt: their echoes could not be told apart.</remarks>
    public static IEnumerable<UnsettledRow> Movable(IEnumerable<UnsettledRow> unsettled)
    {
        foreach (var conversation in unsettled.GroupBy(u => u.Message.ConversationId))
        {
            var before = new List<UnsettledRow>();
            var blocked = false;
            foreach (var send in conversation.OrderBy(u => u.Message.SentAt).ThenBy(u => u.Message.Sequence))
            {
                if (send.Message.Status != "queued") yield return send;
                else if (!blocked && !before.Exists(u => u.Message.Status == "unconfirmed" && IsSame(u.Message, send.Message.Kind, send.Message.Content))) yield return send;
                blocked |= send.Message.Status is "queued" or "sending";
                before.Add(send);
            }
        }
    }
}
