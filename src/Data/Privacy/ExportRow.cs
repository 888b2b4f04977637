using SocialSelling.Mail;

namespace SocialSelling.Privacy;

/// <summary>A copy of what is kept of somebody, that was asked for. Times are UTC.</summary>
/// <param name="Subject">user or contact.</param>
/// <param name="SubjectId">The user, or the contact that others are merged into.</param>
/// <param name="WorkspaceId">Of a contact.</param>
/// <param name="ContactIds">The contacts that are one person.</param>
/// <param name="State">waiting, running, ready or failed.</param>
/// <param name="StorageKey">Of the file, or of the one that is being written.</param>
/// <param name="ExpiresAt">When it is taken away.</param>
public sealed record ExportRow(
    Guid Id, string Subject, Guid SubjectId, Guid? WorkspaceId, IReadOnlyList<Guid> ContactIds, Guid RequestedBy, string State, DateTimeOffset RequestedAt, int Attempts = 0, int Fence = 0,
    string? StorageKey = null, long? Size = null, DateTimeOffset? ReadyAt = null, DateTimeOffset? ExpiresAt = null);

public static class ExportSubject
{
    public const string User = "user";
    public const string Contact = "contact";
}

/// <summary>Whoever asked for an export, as they are written to.</summary>
public sealed record ExportReader(Guid UserId, string Email, string Name, string Language, string TimeZone);

/// <summary>What is told when an export is there.</summary>
/// <param name="NoticeKind">Of the notification.</param>
/// <param name="Mail">Null for somebody who cannot be written to.</param>
public sealed record ExportNews(string NoticeKind, Func<ExportReader, MailMessage?> Mail);
