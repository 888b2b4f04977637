using System.Text.RegularExpressions;

namespace SocialSelling.Meta;

/// <summary>An error envelope of the Graph API, as far as it matters.</summary>
internal sealed record GraphError(int Code, int Subcode, bool IsTransient, string? UserMessage, string? TraceId, int Status = 400);

/// <summary>Turns an error into what it means. Pure. By code and subcode, never by text.</summary>
/// <remarks>Source: Meta, "Error codes" of the Instagram Platform, "Common error codes" of messaging, "Handling errors" of the Graph API; June to September 2026.</remarks>
internal static partial class InstagramErrors
{
    public static InstagramFailure Classify(CallKind kind, GraphError e)
    {
        var (code, subcode, trace) = (e.Code, e.Subcode, e.TraceId);
        return (code, subcode) switch
        {
            (4, 2207051) when kind is CallKind.Publish => new OutcomeUnknown(code, subcode, trace),
            (24, 2207006 or 2207008) when kind is CallKind.Publish => new OutcomeUnknown(code, subcode, trace),
            (1, 1357046) or (20, 1772107) => new OutcomeUnknown(code, subcode, trace),
            (4, 2207051) or (368, _) => Refuse("restricted", "Instagram has restricted this action for the account."),
            (190 or 102 or 104, _) or (10, 2534077) or (100, 2534013) => new ReconnectAccount(code, subcode, trace),
            (10, 2534022 or 2018278 or 2018065) => Refuse("reply-window-closed", "Instagram's time to answer is over. The customer has to write first."),
            (100, 2018001 or 2534014) or (551, _) or (200, 1545041) or (10, 2018108) => Refuse("contact-unavailable", "This person cannot receive messages now."),
            (100, 2534037 or 2018300 or 2018321) => Refuse("handled-elsewhere", "Another app holds this conversation."),
            (200, 2534041) => Refuse("messages-not-allowed", "Switch on 'Allow access to messages' in the Instagram app."),
            (100, 2534025) => Refuse("comment-not-valid", "Instagram does not take a private answer to this comment."),
            (10900, _) => Refuse("already-replied", "This comment has had its private reply."),
            (9, 2207042) => new RetryLater(TimeSpan.FromHours(1), code, subcode, trace),
            (9007, 2207027) => new RetryLater(TimeSpan.FromSeconds(3), code, subcode, trace),
            (9004, 2207052) or (100, 2018008 or 2018294) => new RetryLater(TimeSpan.FromSeconds(30), code, subcode, trace),
            (100, 2018047) => Refuse("media-format", "Instagram cannot use the format of this file."),
            (100, 2018109) => Refuse("media-too-large", "The file is too large for a message on Instagram."),
            (9000001, _) => Refuse("message-deleted", "The message does not exist any more."),
            (-2 or -1, _) or (2, _) => MetasFault(),
            (24, 2207006 or 2207008) => new RetryLater(null, code, subcode, trace),
            (25, 2207050) or (10, 1893063) or (100, 2534029) => Refuse("account-restricted", "Instagram has restricted the account. Open the Instagram app to see why."),
            (1, 2207057) => Refuse("thumb-offset", "The moment for the cover lies outside the video."),
            (100, 2207023) => Refuse("media-type-unknown", "Instagram does not know this kind of post. This is an error of ours."),
            (100, 2207028) => Refuse("carousel-size", "A carousel needs 2 to 10 files."),
            (100, 2207035 or 2207036 or 2207037) => Refuse("tag-place", "A tag on the post has no place there, or none at all."),
            (100, 2207040) => Refuse("too-many-tags", "Instagram takes at most 20 tagged people."),
            (352, 2207026) or (36001, _) => Refuse("media-format", "Instagram cannot use the format of this file."),
            (36000, _) => Refuse("media-too-large", "The image is larger than 8 MB."),
            (36003, _) => Refuse("media-aspect", "Instagram does not take an image of this shape."),
            (36004, _) => Refuse("caption-too-long", "The caption is too long for Instagram."),
            (10 or 3 or 200 or (> 200 and <= 299), _) => Refuse("permission-missing", "The account has not granted the permission that this needs. Connect it again and leave everything ticked."),
            (4 or 17 or 32 or 341 or 613 or (>= 80000 and <= 80014), _) => new RetryLater(null, code, subcode, trace),
            (1, _) => kind is CallKind.Repeatable ? new RetryLater(null, code, subcode, trace) : new OutcomeUnknown(code, subcode, trace),
            _ when e.IsTransient || e.Status >= 500 => MetasFault(),
            _ => Refuse("refused", e.UserMessage ?? "Instagram refused it."),
        };

        // A 5xx may come after the effect, and Meta calls its own errors safe to repeat only at the container stage: of publishing not even a 4xx proves that nothing happened.
        InstagramFailure MetasFault() => kind is CallKind.Repeatable || (kind is CallKind.Effect && e.Status < 500)
            ? new RetryLater(null, code, subcode, trace)
            : new OutcomeUnknown(code, subcode, trace);

        Refused Refuse(string reason, string message) => new(reason, e.UserMessage ?? message, code, subcode, trace);
    }

    /// <summary>Why a container has failed, from the subcode in its status: only what another container of the same media cannot mend is a refusal.</summary>
    public static InstagramFailure OfContainer(string? status)
    {
        if (!int.TryParse(Subcode().Match(status ?? "").Value, out var subcode)) return new RetryLater(null, -1);
        var code = subcode switch
        {
            2207026 => 352,
            2207004 => 36000,
            2207005 => 36001,
            2207009 => 36003,
            2207010 => 36004,
            2207050 => 25,
            2207051 => 4,
            2207057 => 1,
            2207023 or 2207028 or 2207035 or 2207036 or 2207037 or 2207040 => 100,
            _ => -1,
        };
        return Classify(CallKind.Repeatable, new GraphError(code, subcode, IsTransient: false, UserMessage: null, TraceId: null));
    }

    [GeneratedRegex(@"2207\d{3}")]
    private static partial Regex Subcode();

    /// <summary>There was no readable answer: a time-out, a reset, HTML, an empty body.</summary>
    /// <param name="mayHaveArrived">False when the request surely never left.</param>
    public static InstagramFailure NoAnswer(CallKind kind, bool mayHaveArrived) =>
        mayHaveArrived && kind is not CallKind.Repeatable ? new OutcomeUnknown() : new RetryLater(null);
}
