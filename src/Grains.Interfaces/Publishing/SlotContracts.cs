namespace SocialSelling.Publishing;

/// <param name="Version">The one that was read; null for whichever it is now.</param>
[GenerateSerializer, Immutable, Alias("ss.TakeSlot")]
public sealed record TakeSlot([property: Id(0)] Guid PostId, [property: Id(1)] Guid UserId, [property: Id(2)] int? Version = null);

[GenerateSerializer, Immutable, Alias("ss.NoFreeSlot")]
public sealed record NoFreeSlot : DomainError
{
    public override string Code => "no-free-slot";
    public override string Detail => "The account has no free posting slot in the time for which posts may be planned. Add slots first.";
}
