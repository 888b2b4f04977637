using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Hooks;

/// <summary>How outgoing webhooks leave. Section <c>Hooks</c>.</summary>
public sealed class HookOptions
{
    /// <summary>Whether they may lead to this machine and its network, over plain http and at any port. For development.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Ports that they may lead to, joined by commas.</summary>
    [RegularExpression(@"^\s*\d{1,5}\s*(,\s*\d{1,5}\s*)*$", ErrorMessage = "Hooks__Ports must be port numbers joined by commas")]
    public string Ports { get; set; } = "443,8443";

    /// <summary>Endpoints that one silo serves at the same time.</summary>
    [Range(1, 1_000)]
    public int AtOnce { get; set; } = 64;

    /// <summary>Requests that one endpoint gets at the same time, each of another account.</summary>
    [Range(1, 100)]
    public int PerEndpoint { get; set; } = 4;

    /// <summary>An endpoint that takes longer over one request is left.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Webhooks of one workspace.</summary>
    [Range(1, 1_000)]
    public int PerWorkspace { get; set; } = 20;
}
