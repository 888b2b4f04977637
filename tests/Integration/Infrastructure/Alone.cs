namespace SocialSelling.Infrastructure;

/// <summary>
/// The classes that run while no other test does: they measure memory or punctuality, or have whole clusters die under load, on two cores. All others run three at a time.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = nameof(Alone);
}
