using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Inbox;

namespace SocialSelling.Privacy;

/// <summary>Takes in what is to be exported.</summary>
internal sealed class ExportDesk(ExportRepository exports, TimeProvider clock)
{
    /// <summary>That one person may wait for.</summary>
    private const int Most = 5;

    /// <summary>Of whoever asks.</summary>
    public Task<ExportRow?> Begin(CurrentUser user, CancellationToken ct) =>
        exports.Add(New(ExportSubject.User, user.Id, user.Id), Most, user.Did(AuditAction.ExportAsked).To("user", user.Id), ct);

    /// <summary>Of a person behind contacts, on all accounts of the workspace. The log does not name them: they may be erased.</summary>
    public Task<ExportRow?> Begin(Person person, CurrentUser user, CancellationToken ct) => exports.Add(
        New(ExportSubject.Contact, person.Root.Id, user.Id) with { WorkspaceId = person.WorkspaceId, ContactIds = [.. person.Contacts.Select(k => k.Id)] }, Most,
        user.Did(AuditAction.ExportAsked).In(person.WorkspaceId).Is(("subject", "contact")), ct);

    public Task<ExportRow?> FindLast(Guid subjectId, CancellationToken ct) => exports.FindLast(subjectId, clock.GetUtcNow(), ct);

    private ExportRow New(string subject, Guid subjectId, Guid userId)
    {
        var now = clock.GetUtcNow();
        return new(Guid.CreateVersion7(now), subject, subjectId, WorkspaceId: null, ContactIds: [], userId, "waiting", now);
    }
}

internal sealed record TooManyExports : DomainError
{
    public override string Code => "too-many-exports";
    public override string Detail => "Several exports are being made for you already. Wait until one of them is ready.";
}
