using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Identity;

/// <summary>Signing in. Section <c>Identity</c>.</summary>
internal sealed class LoginOptions
{
    /// <summary>Signs access tokens (HS256).</summary>
    [Required, MinLength(32)]
    public string JwtSecret { get; set; } = "";

    /// <summary>Still accepted while the secret is being changed.</summary>
    public string? JwtSecretPrevious { get; set; }

    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan AccessTokenLife { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "00:10:00", "365.00:00:00")]
    public TimeSpan RefreshTokenLife { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Sessions that a person may have at once; with one more, the one that was used longest ago ends.</summary>
    [Range(1, 10_000)]
    public int SessionsPerUser { get; set; } = 5;

    /// <summary>The tier of new users.</summary>
    [RegularExpression("^(FREE|STARTER|PROFESSIONAL|ENTERPRISE)$")]
    public string DefaultTier { get; set; } = "FREE";

    /// <summary>Whether a login needs a verified e-mail address.</summary>
    public bool RequireVerifiedEmail { get; set; }

    /// <summary>Requests to the login family per minute, address and route.</summary>
    [Range(1, 100_000)]
    public int AttemptsPerMinute { get; set; } = 5;

    /// <summary>Logins in a row that may fail before the user is locked.</summary>
    [Range(3, 100)]
    public int FailuresBeforeLock { get; set; } = 5;

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LockDuration { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>bcrypt's cost: 12 takes about a quarter of a second of one core.</summary>
    [Range(10, 16)]
    public int BcryptCost { get; set; } = 12;
}
