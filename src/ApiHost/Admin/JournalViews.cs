using System.ComponentModel.DataAnnotations;
using System.Text;
using SocialSelling.Webhooks;

namespace SocialSelling.Admin;

/// <param name="Bytes">On disk, with indexes.</param>
/// <param name="Unfinished">Deliveries that are stored and not yet applied.</param>
/// <param name="OldestAt">How far back a replay reaches; null when nothing is kept.</param>
/// <param name="AssumedTimes">Messages of the last 7 days for which Meta gave no time that can be right: their time is that of their arrival.</param>
internal sealed record JournalView(long Bytes, long Unfinished, DateTimeOffset? OldestUnfinishedAt, DateTimeOffset? OldestAt, IReadOnlyList<ParkedCountView> Parked, long AssumedTimes);

internal sealed record ParkedCountView(string Reason, long Count);

/// <param name="TotalEvents">That are kept.</param>
/// <param name="PendingDeliveries">That name the account and are not applied yet.</param>
/// <param name="ParkedParts">That are set aside; a replay of kind parked with this account tries them again.</param>
internal sealed record AccountEventStatsView(
    Guid AccountId, string PlatformAccountId, string Username, DateTimeOffset? LastEventAt, long TotalEvents, long PendingDeliveries, long ParkedParts,
    IReadOnlyList<EventKindCountView> EventsByKind, IReadOnlyList<ParkedCountView> Parked);

/// <param name="Count">Of all that is kept.</param>
/// <param name="Last24Hours">Of them.</param>
internal sealed record EventKindCountView(string Kind, long Count, long Last24Hours);

/// <param name="State">waiting or finished.</param>
/// <param name="SecretSlot">Which configured app secret signed it, from 0.</param>
/// <param name="Size">Bytes.</param>
/// <param name="SetAside">Why parts of it are set aside.</param>
internal sealed record DeliveryView(Guid Id, DateTimeOffset ReceivedAt, string State, int SecretSlot, int Size, int Attempts, DateTimeOffset? FinishedAt, IReadOnlyList<string> SetAside);

/// <param name="Body">As it came; what is not UTF-8 in it is replaced.</param>
internal sealed record DeliveryBodyView(Guid Id, int Size, string Body);

/// <param name="Raw">The part as it came; what is not UTF-8 in it is replaced.</param>
internal sealed record ParkedPartView(
    Guid Id, Guid DeliveryId, DateTimeOffset ReceivedAt, string Platform, string? PlatformAccountId, string Reason, string Detail, string Raw, DateTimeOffset ParkedAt, DateTimeOffset? ResolvedAt);

/// <param name="From">The last 24 hours when missing.</param>
/// <param name="Reason">Only deliveries of which a part was set aside for this reason.</param>
/// <param name="MinSize">Bytes.</param>
/// <param name="PlatformAccountId">Only deliveries that name this account at Meta.</param>
internal sealed record DeliveryQuery(
    DateTimeOffset? From, DateTimeOffset? To, [property: AllowedValues("waiting", "finished", null)] string? State,
    [property: AllowedValues("unreadable", "unknown-account", "unknown-event", "failed", "dashboard-test", null)] string? Reason, [property: Range(0, int.MaxValue)] int? MinSize,
    [property: StringLength(100)] string? PlatformAccountId, int? Limit, string? Cursor);

/// <param name="Open">False to see what was resolved as well; true when missing.</param>
internal sealed record ParkedQuery(
    [property: AllowedValues("unreadable", "unknown-account", "unknown-event", "failed", "dashboard-test", null)] string? Reason, [property: StringLength(100)] string? PlatformAccountId, bool? Open, int? Limit, string? Cursor);

/// <param name="Body">The body's text; its UTF-8 bytes are what is checked.</param>
/// <param name="BodyBase64">The body's bytes, where text would change them. One of the two.</param>
/// <param name="Signature">The header X-Hub-Signature-256, whole.</param>
internal sealed record SignatureQuestion([property: Required, StringLength(200)] string Signature, [property: StringLength(1_048_576)] string? Body = null, [property: StringLength(1_400_000)] string? BodyBase64 = null);

/// <param name="Secret">The setting whose secret signed the body; null when none did.</param>
/// <param name="Problem">malformed-header (it is not sha256= and 64 hex digits) or no-match (another secret, or other bytes); null when the signature is right.</param>
/// <param name="Size">Bytes that were checked.</param>
internal sealed record SignatureAnswerView(bool Valid, string? Secret, string? Problem, int Size);

internal static class JournalViews
{
    public static DeliveryView ToView(this DeliveryListRow d) =>
        new(d.Id, d.ReceivedAt, d.FinishedAt is null ? "waiting" : "finished", d.SecretSlot, d.Size, d.Attempts, d.FinishedAt, d.SetAside);

    public static ParkedPartView ToView(this ParkedListRow row)
    {
        var p = row.Part;
        return new(p.Id, p.DeliveryId, p.DeliveryReceivedAt, p.Platform, p.PlatformAccountId, p.Reason, p.Detail, Encoding.UTF8.GetString(p.Raw.Span), p.ParkedAt, row.ResolvedAt);
    }
}

internal sealed record DeliveryNotFound : DomainError
{
    public override string Code => "delivery-not-found";
    public override string Detail => "The journal does not hold this delivery, or no longer.";
}
