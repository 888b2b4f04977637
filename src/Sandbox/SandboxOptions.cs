namespace SocialSelling.Sandbox;

/// <summary>What the Sandbox stands in for: one app at Meta, and where that app wants its webhooks.</summary>
public sealed record SandboxOptions(string AppId, string AppSecret, string MetaAppSecret, string VerifyToken, Uri? WebhookUrl, string? StateFile)
{
    /// <exception cref="InvalidOperationException">A setting is missing; it names it.</exception>
    public static SandboxOptions From(IConfiguration configuration)
    {
        string Need(string name) => configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is missing");
        var folder = configuration["DATA_DIR"];
        return new(
            Need("INSTAGRAM_APP_ID"), Need("INSTAGRAM_APP_SECRET"), configuration["META_APP_SECRET"] ?? "", configuration["WEBHOOK_VERIFY_TOKEN"] ?? "",
            configuration["SANDBOX_WEBHOOK_URL"] is { Length: > 0 } url ? new Uri(url) : null, folder is { Length: > 0 } ? Path.Combine(folder, "sandbox.json") : null);
    }
}
