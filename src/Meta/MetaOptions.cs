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

    /// <summary>Another number: of the Meta app around the Instagram app. Facebook Login knows the app by it; empty where that login is not offered.</summary>
    public string MetaAppId { get; set; } = "";

    /// <summary>Of the Meta app too. Signs webhooks that come by way of Pages, and proves whose calls those of Pages are.</summary>
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
    /// <summary>Serves the dialog of Facebook Login.</summary>
    public string FacebookUrl { get; set; } = "https://www.facebook.com";
    /// <summary>Serves every call of accounts that come by Facebook Login.</summary>
    public string FacebookGraphUrl { get; set; } = "https://graph.facebook.com";

    [RegularExpression(@"^v\d+\.\d+$", ErrorMessage = "META_API_VERSION must look like v25.0")]
    public string ApiVersion { get; set; } = "v25.0";

    /// <summary>A call that takes longer is given up; what it did is then unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:25")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether accounts can be connected by Facebook Login.</summary>
    public bool HasFacebookLogin => MetaAppId.Length > 0 && MetaAppSecret.Length > 0;

    /// <summary>Whether an app that an echo names is this one: Meta knows it by a number of its own for each login.</summary>
    public bool IsOwn(string? appId) => appId is { Length: > 0 } && (appId == AppId || appId == MetaAppId);

    /// <summary>Something on this machine stands in for Meta; the files it hands out are on this machine too.</summary>
    public bool IsSandbox => Uri.TryCreate(GraphUrl, UriKind.Absolute, out var uri) && uri.IsLoopback;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, value) in new[] { ("INSTAGRAM_OAUTH_URL", OAuthUrl), ("INSTAGRAM_API_URL", ApiUrl), ("INSTAGRAM_GRAPH_URL", GraphUrl), ("FACEBOOK_URL", FacebookUrl), ("FACEBOOK_GRAPH_URL", FacebookGraphUrl) })
            if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !(uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)))
                yield return new ValidationResult($"{name} must be an https address (plain http is for this machine only)");
    }
}
