using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Accounts;

internal sealed class BudgetOptions
{
    /// <summary>Our own ceiling of calls per account and hour, whatever Meta's headers say. Background classes may use a share of it.</summary>
    [Range(10, 1_000_000)]
    public int CallsPerHour { get; set; } = 4_800;
}

/// <summary>The budget as grain storage keeps it: a hint that saves an account from running into a known limit after a restart.</summary>
internal sealed record BudgetSnapshot
{
    public int UsagePercent { get; init; }
    public DateTimeOffset ReportedAt { get; init; }
    public DateTimeOffset? BlockedUntil { get; init; }
    public DateTimeOffset HourStart { get; init; }
    public int CallsThisHour { get; init; }

    public static BudgetSnapshot Of(BudgetState s) =>
        new() { UsagePercent = s.UsagePercent, ReportedAt = s.ReportedAt, BlockedUntil = s.BlockedUntil, HourStart = s.HourStart, CallsThisHour = s.CallsThisHour };

    public BudgetState ToState() => new(UsagePercent, ReportedAt, BlockedUntil, HourStart, CallsThisHour);
}
