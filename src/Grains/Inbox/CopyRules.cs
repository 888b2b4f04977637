using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>A file as it is kept: known by its first bytes, whatever it was called.</summary>
internal sealed record FileType(string MimeType, string Extension)
{
    /// <summary>What people send each other and browsers show. Never a format that a browser would run as a page.</summary>
    /// <returns>Null when it is none of them.</returns>
    public static FileType? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => new("image/jpeg", ".jpg"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => new("image/png", ".png"),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => new("image/gif", ".gif"),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => new("image/webp", ".webp"),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => new("audio/wav", ".wav"),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'M', (byte)'4', (byte)'A', ..] => new("audio/mp4", ".m4a"),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'q', (byte)'t', (byte)' ', (byte)' ', ..] => new("video/quicktime", ".mov"),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] => Pictures(brand) ?? new("video/mp4", ".mp4"),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => new("video/webm", ".webm"),
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => new("audio/ogg", ".ogg"),
        [(byte)'I', (byte)'D', (byte)'3', ..] => new("audio/mpeg", ".mp3"),
        // ADTS has no layer; MPEG audio has one.
        [0xFF, 0xF0 or 0xF1 or 0xF8 or 0xF9, ..] => new("audio/aac", ".aac"),
        [0xFF, 0xFB or 0xF3 or 0xF2 or 0xFA, ..] => new("audio/mpeg", ".mp3"),
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => new("application/pdf", ".pdf"),
        _ => null,
    };

    /// <summary>Pictures of phones lie in the boxes of a video.</summary>
    private static FileType? Pictures(ReadOnlySpan<byte> brand) => brand switch
    {
        [(byte)'a', (byte)'v', (byte)'i', (byte)'f' or (byte)'s', ..] => new("image/avif", ".avif"),
        [(byte)'h', (byte)'e', (byte)'i' or (byte)'v', (byte)'c' or (byte)'x' or (byte)'m' or (byte)'s', ..] or [(byte)'m', (byte)'i' or (byte)'s', (byte)'f', (byte)'1', ..] => new("image/heic", ".heic"),
        _ => null,
    };
}

/// <summary>What of a message is copied, and when it is given up. Pure.</summary>
/// <remarks>Source: Meta, "Messaging webhooks": links of attachments expire, those of stories with the story.</remarks>
internal static class CopyRules
{
    /// <summary>Larger than what Meta lets anybody send, with a margin.</summary>
    public const int MaxBytes = 32 * 1024 * 1024, MaxImageBytes = 16 * 1024 * 1024;
    public const int MaxAttempts = 8;
    /// <summary>With tries that never ended: what takes its process down is not tried for ever.</summary>
    public const int MostTries = 24;
    /// <summary>A link that Meta refuses is tried again some times: what was just sent may not be everywhere yet.</summary>
    private const int MaxRefusals = 3;

    /// <summary>While a try lasts nobody else makes one.</summary>
    public static readonly TimeSpan Lease = FileDownload.Limit + MediaStoreExtensions.PutLimit(MaxBytes) + TimeSpan.FromSeconds(30);
    /// <summary>While our store does not answer. The link, and how often it was tried, has nothing to do with it.</summary>
    public static readonly TimeSpan StorePause = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30), Longest = TimeSpan.FromHours(6);

    private static readonly string[] Kinds = ["image", "video", "audio", "file", "story_mention", "story_reply", "story", "ig_story"];

    /// <summary>Files and stories that people sent; not posts and reels that they shared, which stay where they are, and not what was sent from here.</summary>
    public static IEnumerable<NewAttachmentCopy> Of(Guid messageId, IReadOnlyList<AttachmentView> attachments, DateTimeOffset now)
    {
        for (var i = 0; i < attachments.Count; i++)
            if (Kinds.Contains(attachments[i].Type) && attachments[i].Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme is "https" or "http")
                yield return new NewAttachmentCopy(messageId, i, url, now);
    }

    /// <summary>What becomes of a copy after a try.</summary>
    internal abstract record Step;

    internal sealed record Keep(FileType Type) : Step;

    internal sealed record GiveUp(string Reason) : Step;

    internal sealed record Again(TimeSpan In) : Step;

    /// <param name="attempts">With the one that has just ended.</param>
    public static Step After(Fetched fetched, int attempts, Guid messageId) => fetched switch
    {
        FetchedFile file => FileType.Of(file.Bytes.Span) is not { } type ? new GiveUp(AttachmentState.Unsupported)
            : type.MimeType.StartsWith("image/", StringComparison.Ordinal) && file.Bytes.Length > MaxImageBytes ? new GiveUp(AttachmentState.TooLarge)
            : new Keep(type),
        FileTooLarge => new GiveUp(AttachmentState.TooLarge),
        FileGone when attempts >= MaxRefusals => new GiveUp(AttachmentState.Gone),
        FileUnreachable when attempts >= MaxAttempts => new GiveUp(AttachmentState.Unreachable),
        _ => Wait(attempts, messageId),
    };

    private static Again Wait(int attempts, Guid messageId) => new(Backoff.Of(attempts, First, 4, Longest, messageId));

    /// <summary>The attachment as it is shown after its copy has been settled. A link that leads nowhere is not shown.</summary>
    public static AttachmentView Settled(AttachmentView attachment, Step step, string? storageKey) => step switch
    {
        Keep { Type: var type } => StoredAttachments.Kept(attachment, storageKey!, type.MimeType),
        GiveUp { Reason: AttachmentState.Gone } => attachment with { Url = null, PreviewUrl = null, State = AttachmentState.Gone },
        GiveUp { Reason: var reason } => attachment with { State = reason },
        _ => attachment,
    };
}
