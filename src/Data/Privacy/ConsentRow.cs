using SocialSelling.Audit;

namespace SocialSelling.Privacy;

/// <summary>What somebody may agree to.</summary>
public static class ConsentPurpose
{
    public const string Terms = "terms", Privacy = "privacy", Marketing = "marketing", Analytics = "analytics", Ai = "ai";

    /// <summary>Without these nobody uses the product.</summary>
    public static IReadOnlyList<string> Required { get; } = [Terms, Privacy];

    /// <summary>The person's to give, and to take back at any time.</summary>
    public static IReadOnlyList<string> Optional { get; } = [Marketing, Analytics, Ai];
}

/// <summary>An answer that somebody gives.</summary>
/// <param name="Purpose">One of <see cref="ConsentPurpose"/>.</param>
/// <param name="Given">False: it is taken back.</param>
/// <param name="Version">Of the text that was shown.</param>
/// <param name="Language">In which it was shown: en, pt or es.</param>
public sealed record NewConsent(string Purpose, bool Given, string Version, string Language);

/// <summary>An answer as it was recorded.</summary>
public sealed record ConsentRow(Guid Id, string Purpose, bool Given, string Version, string Language, DateTimeOffset At, string? Ip);

/// <summary>What somebody agrees to in signing up, and from where: stored with them, or not at all.</summary>
public sealed record SignUp(IReadOnlyList<NewConsent> Consents, AuditSource By);
