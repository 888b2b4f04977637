using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Meta;

/// <summary>The app at Meta, and where Meta is: the bases stand without path or version, so that a sandbox or a proxy can take Meta's place.</summary>
public sealed class MetaOptions : IValidatableObject
{
    [Required(ErrorMessage = "INSTAGRAM_APP_ID is missing")]
    public string AppId { get; set; } = "";

    /// <summary>Signs Instagram's webhooks and opens its token endpoint.</summary>
    [Required(ErrorMessage = "INSTAGRAM_APP_SECRET is missing")]
    public string AppSecret { get; set; } = "";

    /// <summary>Another secret: of the Meta app around the Instagram app. Signs webhooks that come by way of Pages.</summary>
    public string MetaAppSecret { get; set; } = "";

    [Required(ErrorMessage = "WEBHOOK_VERIFY_TOKEN is missing")]
    public string VerifyToken { get; set; } = "";

    [Required(ErrorMessage = "INSTAGRAM_REDIRECT_URI is missing")]
    public string RedirectUri { get; set; } = "";

    /// <summary>Serves <c>/oauth/authorize</c>.</summary>
    public string OAuthUrl { get; set; } = "https://www.instagram.com";
    /// <summary>Serves <c>/oauth/access_token</c>.</summary>
    public string ApiUrl { get; set; } = "https://api.instagram.com";
    /// <summary>Serves everything else.</summary>
    public string GraphUrl { get; set; } = "https://graph.instagram.com";

    [RegularExpression(@"^v\d+\.\d+$", ErrorMessage = "META_API_VERSION must look like v25.0")]
    public string ApiVersion { get; set; } = "v25.0";

    /// <summary>A call that takes longer is given up; what it did is then unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:25")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Something on this machine stands in for Meta; the files it hands out are on this machine too.</summary>
    public bool IsSandbox => Uri.TryCreate(GraphUrl, UriKind.Absolute, out var uri) && uri.IsLoopback;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, value) in new[] { ("INSTAGRAM_OAUTH_URL", OAuthUrl), ("INSTAGRAM_API_URL", ApiUrl), ("INSTAGRAM_GRAPH_URL", GraphUrl) })
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !(uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)))
                yield return new ValidationResult($"{name} must be an https address (plain http is for this machine only)");
    }
}
