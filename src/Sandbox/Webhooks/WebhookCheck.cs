using System.Globalization;

namespace SocialSelling.Sandbox.Webhooks;

/// <summary>Asks the callback to prove that it knows the verify token. At Meta this happens in the app's dashboard; here, when an account subscribes.</summary>
public sealed partial class WebhookCheck(SandboxOptions options, IHttpClientFactory http, ILogger<WebhookCheck> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Nobody waits for it and nothing depends on it: a callback that fails is only warned about.</summary>
    public void Start()
    {
        if (options.WebhookUrl is not null) _ = Run(options.WebhookUrl);
    }

    private async Task Run(Uri callback)
    {
        var challenge = Random.Shared.Next(1_000_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var query = $"hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(options.VerifyToken)}";
        try
        {
            using var client = http.CreateClient("webhooks");
            client.Timeout = Patience;
            using var response = await client.GetAsync(new UriBuilder(callback) { Query = query }.Uri);
            if (!response.IsSuccessStatusCode) LogFailed(logger, $"it answered {(int)response.StatusCode}");
            else if (await response.Content.ReadAsStringAsync() != challenge) LogFailed(logger, "it did not repeat the challenge");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            LogFailed(logger, "it did not answer");
        }
    }

    [LoggerMessage(LogLevel.Warning, "The callback for webhooks could not be verified: {Why}")]
    private static partial void LogFailed(ILogger logger, string why);
}
