namespace SocialSelling.Mail;

/// <summary>A mail that somebody is to get.</summary>
/// <param name="Template">One of <see cref="MailTemplate"/>.</param>
/// <param name="To">One address, without a name.</param>
/// <param name="Language">The reader's, as people have it (<c>pt</c>, <c>pt-BR</c>): what is neither Portuguese nor Spanish is written in English.</param>
/// <param name="Values">
/// What the template names, all of it, as plain text. A value whose name ends in <c>At</c> is an instant (ISO 8601, such as <c>ToString("O")</c>): it is written in the reader's language, in the
/// zone of the value <c>timeZone</c> (IANA), or in UTC.
/// </param>
/// <param name="IdempotencyKey">The occasion, at most 200 characters: nobody is written to twice under one key. Such as <c>reset-password:{userId}:{requestId}</c>; no secrets.</param>
public sealed record MailMessage(string Template, string To, string Language, IReadOnlyDictionary<string, string> Values, MailPriority Priority, string IdempotencyKey)
{
    /// <summary>Whose mail it is; null where it is nobody's yet, such as an invitation.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What it tells is for members of this workspace: if <see cref="UserId"/> is none when it leaves, it does not.</summary>
    public Guid? WorkspaceId { get; init; }

    /// <summary>Accounts that it tells of: what of them <see cref="UserId"/> does not see any more when the mail leaves is left out, and with all of it the mail.</summary>
    public IReadOnlyCollection<Guid> AccountIds { get; init; } = [];

    /// <summary>Values are secrets: nobody prints them.</summary>
    public override string ToString() => $"{Template} ({IdempotencyKey})";
}

/// <summary>Which mail goes first when there is more than can go at once.</summary>
public enum MailPriority
{
    /// <summary>Somebody waits before a screen for it.</summary>
    Critical = 1,
    High = 5,
    Normal = 10,
    Low = 20,
}
