using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Publishing;

/// <summary>How much an account may have planned, and how much a silo publishes at once. Section <c>Publishing</c>.</summary>
public sealed class PublishingOptions
{
    /// <summary>How far ahead a post may be scheduled.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan LongestAhead { get; set; } = TimeSpan.FromDays(184);

    /// <summary>Posts of one account that are still to go live, in a workspace whose owner has the tier FREE.</summary>
    [Range(1, 100_000)]
    public int PendingPostsFree { get; set; } = 50;

    [Range(1, 100_000)]
    public int PendingPostsStarter { get; set; } = 50;

    [Range(1, 100_000)]
    public int PendingPostsProfessional { get; set; } = 200;

    [Range(1, 100_000)]
    public int PendingPostsEnterprise { get; set; } = 1_000;

    /// <summary>
    /// Posts that one silo takes live, or finds out about, at the same time. A place is mostly held while commits and Meta answer: many places make larger commits, and a silo that dies in the middle leaves as many
    /// posts to be found out about.
    /// </summary>
    [Range(1, 1_000)]
    public int AtOnce { get; set; } = 256;

    /// <summary>Posts that one silo prepares at the same time: they have a quarter of an hour, and must not keep a due one waiting.</summary>
    [Range(1, 1_000)]
    public int PreparingAtOnce { get; set; } = 24;

    /// <param name="tier">FREE, STARTER, PROFESSIONAL or ENTERPRISE.</param>
    public int PendingPosts(string tier) => tier switch
    {
        "STARTER" => PendingPostsStarter,
        "PROFESSIONAL" => PendingPostsProfessional,
        "ENTERPRISE" => PendingPostsEnterprise,
        _ => PendingPostsFree,
    };
}
