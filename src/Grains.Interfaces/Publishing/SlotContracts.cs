namespace SocialSelling.Publishing;

[GenerateSerializer, Immutable, Alias("ss.NoFreeSlot")]
public sealed record NoFreeSlot : DomainError
{
    public override string Code => "no-free-slot";
    public override string Detail => "The account has no posting slot that is free within a year. Add slots first.";
}
