using System.Globalization;

namespace SocialSelling.Sandbox;

/// <summary>A setting is missing or cannot be used; the message names it.</summary>
public sealed class BadSettingException(string message) : Exception(message);

/// <summary>What the Sandbox stands in for: one app at Meta, and where that app wants its webhooks.</summary>
/// <param name="MetaAppId">By which Facebook Login knows the app; empty: it does not.</param>
public sealed record SandboxOptions(string AppId, string AppSecret, string MetaAppSecret, string VerifyToken, Uri? WebhookUrl, string? StateFile, string MetaAppId = "")
{
    /// <exception cref="BadSettingException">A setting is missing or cannot be used.</exception>
    public static SandboxOptions From(IConfiguration configuration)
    {
        string Need(string name) => configuration[name] is { Length: > 0 } value ? value : throw new BadSettingException($"{name} is missing");
        var appId = Need("INSTAGRAM_APP_ID");
        if (!long.TryParse(appId, CultureInfo.InvariantCulture, out _)) throw new BadSettingException($"INSTAGRAM_APP_ID must be a number, not '{appId}'");
        return new(
            appId, Need("INSTAGRAM_APP_SECRET"), configuration["META_APP_SECRET"] ?? "", configuration["WEBHOOK_VERIFY_TOKEN"] ?? "",
            WebhookUrlOf(configuration["SANDBOX_WEBHOOK_URL"]), configuration["DATA_DIR"] is { Length: > 0 } folder ? Path.Combine(folder, "sandbox.json") : null,
            configuration["META_APP_ID"] ?? "");
    }

    /// <returns>Where to listen when nothing else says so; null when it is said elsewhere.</returns>
    /// <exception cref="BadSettingException">SANDBOX_PORT is not a port.</exception>
    public static string? ListenOn(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } || configuration["SANDBOX_PORT"] is not { Length: > 0 } port) return null;
        return ushort.TryParse(port, CultureInfo.InvariantCulture, out _) ? $"http://localhost:{port}" : throw new BadSettingException($"SANDBOX_PORT must be a port, not '{port}'");
    }

    private static Uri? WebhookUrlOf(string? text) => text is not { Length: > 0 } ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : throw new BadSettingException($"SANDBOX_WEBHOOK_URL must be an http address, not '{text}'");
}
