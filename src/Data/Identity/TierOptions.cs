using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Identity;

/// <summary>
/// What somebody may have, by their tier, over all the workspaces that they own; nothing set is without limit. Section <c>Tiers</c>. Posts that are still to go live are limited per account,
/// by the section <c>Publishing</c>.
/// </summary>
public sealed class TierOptions
{
    public const string Free = "FREE", Starter = "STARTER", Professional = "PROFESSIONAL", Enterprise = "ENTERPRISE";

    /// <summary>From the least to the most.</summary>
    public static IReadOnlyList<string> Names { get; } = [Free, Starter, Professional, Enterprise];

    /// <summary>Connected accounts; a disconnected one does not count.</summary>
    [Range(1, 1_000_000)]
    public int? AccountsFree { get; set; } = 1;

    [Range(1, 1_000_000)]
    public int? AccountsStarter { get; set; } = 3;

    [Range(1, 1_000_000)]
    public int? AccountsProfessional { get; set; } = 10;

    [Range(1, 1_000_000)]
    public int? AccountsEnterprise { get; set; }

    /// <summary>People, the owner and those with an open invitation among them; somebody in several of the workspaces counts once.</summary>
    [Range(1, 1_000_000)]
    public int? MembersFree { get; set; } = 5;

    [Range(1, 1_000_000)]
    public int? MembersStarter { get; set; } = 10;

    [Range(1, 1_000_000)]
    public int? MembersProfessional { get; set; } = 50;

    [Range(1, 1_000_000)]
    public int? MembersEnterprise { get; set; }

    public TierLimits Of(string tier) => tier switch
    {
        Starter => new(AccountsStarter, MembersStarter),
        Professional => new(AccountsProfessional, MembersProfessional),
        Enterprise => new(AccountsEnterprise, MembersEnterprise),
        _ => new(AccountsFree, MembersFree),
    };
}

/// <summary>Null is without limit.</summary>
public sealed record TierLimits(int? Accounts, int? Members);

/// <summary>Why there is no room.</summary>
/// <param name="What">accounts or members.</param>
/// <param name="Used">How many there are without those that are wanted.</param>
/// <param name="Wanted">How many more were to come.</param>
public sealed record TierExcess(string What, string Tier, int Limit, long Used, long Wanted);
