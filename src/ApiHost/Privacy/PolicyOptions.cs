using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Privacy;

/// <summary>The texts that people agree to. Section <c>Policies</c>.</summary>
internal sealed class PolicyOptions
{
    /// <summary>Which terms of use are in force. With another one everybody is asked again, once.</summary>
    [Required, StringLength(40)]
    public string TermsVersion { get; set; } = "1";

    /// <summary>The same of the privacy policy. What may be agreed to besides is described in it.</summary>
    [Required, StringLength(40)]
    public string PrivacyVersion { get; set; } = "1";

    /// <summary>Where the operator's own terms stand, with <c>{language}</c> for en, pt or es. Null: the web client's page.</summary>
    [StringLength(500)]
    public string? TermsUrl { get; set; }

    [StringLength(500)]
    public string? PrivacyUrl { get; set; }

    /// <summary>Whom the web client's pages name for questions: an e-mail address.</summary>
    public string? Contact { get; set; }

    /// <summary>Whether programs, too, sign nobody up who has not agreed. The pages ask for it in any case: in signing up, or before anything else.</summary>
    public bool RequiredAtSignUp { get; set; }

    /// <summary>The version in force of the text that describes a purpose.</summary>
    public string VersionFor(string purpose) => purpose == ConsentPurpose.Terms ? TermsVersion : PrivacyVersion;
}
