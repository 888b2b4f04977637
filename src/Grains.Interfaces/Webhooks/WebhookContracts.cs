namespace SocialSelling.Webhooks;

/// <summary>A signed body as it stands in the journal.</summary>
[GenerateSerializer, Immutable, Alias("ss.JournaledDelivery")]
public sealed record JournaledDelivery([property: Id(0)] Guid Id, [property: Id(1)] DateTimeOffset ReceivedAt, [property: Id(2)] byte[] Body);

/// <summary>One entry of a delivery, meant for one account: the entry's own bytes, as they came.</summary>
[GenerateSerializer, Immutable, Alias("ss.DeliveredEntry")]
public sealed record DeliveredEntry([property: Id(0)] DateTimeOffset ReceivedAt, [property: Id(1)] ReadOnlyMemory<byte> Json);

[GenerateSerializer, Immutable, Alias("ss.DeliverReport")]
public sealed record DeliverReport([property: Id(0)] IReadOnlyList<ParkedPart> Parked)
{
    public static DeliverReport AllApplied { get; } = new([]);
}

/// <summary>A part of an entry that could not be applied, and why.</summary>
/// <param name="Entry">The entry's place in the call.</param>
/// <param name="Reason">unknown-account, unknown-event or unreadable.</param>
[GenerateSerializer, Immutable, Alias("ss.ParkedPart")]
public sealed record ParkedPart([property: Id(0)] int Entry, [property: Id(1)] string Reason, [property: Id(2)] string Detail, [property: Id(3)] ReadOnlyMemory<byte> Raw);
