namespace SocialSelling.Webhooks;

/// <summary>A signed body in the journal.</summary>
/// <param name="SecretSlot">Which configured app secret signed it, from 0.</param>
public sealed record DeliveryRow(Guid Id, DateTimeOffset ReceivedAt, short SecretSlot, ReadOnlyMemory<byte> Body);

/// <param name="Reason">unreadable, unknown-account, unknown-event, failed, or dashboard-test: nobody's, sent by the Test button of Meta's dashboard.</param>
public sealed record ParkedRow(
    Guid Id, Guid DeliveryId, DateTimeOffset DeliveryReceivedAt, string Platform, string? PlatformAccountId, string Reason, string Detail, ReadOnlyMemory<byte> Raw, DateTimeOffset ParkedAt);
