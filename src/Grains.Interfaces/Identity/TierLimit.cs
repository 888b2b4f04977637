namespace SocialSelling.Identity;

/// <summary>The tier of a workspace's owner allows no more.</summary>
/// <param name="What">accounts or members.</param>
/// <param name="Used">How many there are, over all the workspaces of the owner.</param>
/// <param name="Wanted">How many more were to come.</param>
[GenerateSerializer, Immutable, Alias("ss.TierLimit")]
public sealed record TierLimit(
    [property: Id(0)] string What, [property: Id(1)] string Tier, [property: Id(2)] int Limit, [property: Id(3)] long Used, [property: Id(4)] long Wanted) : DomainError
{
    public override string Code => "tier-limit";
    public override string Detail => $"In all workspaces of the owner together the tier {Tier} allows, of {What}, {Limit}: {Used} are used, and {Wanted} more would be needed.";
}
