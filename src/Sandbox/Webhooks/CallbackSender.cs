using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Webhooks;

/// <summary>What the app answered.</summary>
/// <param name="Status">0 when there was no answer.</param>
/// <param name="Answer">Null when it was not JSON.</param>
public sealed record CallbackRecord(string Callback, int Status, JsonNode? Answer);

/// <summary>Tells the app of people who remove it, or want their data gone: a signed request in a form, once, as Meta does.</summary>
public sealed class CallbackSender(SandboxOptions options, Store store, IHttpClientFactory http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="callback">deauthorize or data-deletion: both stand beside the webhooks' address.</param>
    /// <param name="userId">Whom it is about.</param>
    public async Task<CallbackRecord> Send(string userId, string callback, string secret, CancellationToken ct)
    {
        if (options.WebhookUrl is null) return new(callback, 0, "No SANDBOX_WEBHOOK_URL: there is nobody to tell");
        using var form = new FormUrlEncodedContent([new("signed_request", Sign(userId, secret == "meta" ? options.MetaAppSecret : options.AppSecret))]);
        try
        {
            using var client = http.CreateClient("webhooks");
            client.Timeout = Patience;
            using var response = await client.PostAsync(new Uri(options.WebhookUrl, "meta/" + callback), form, ct);
            return new(callback, (int)response.StatusCode, Parse(await response.Content.ReadAsStringAsync(ct)));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return new(callback, 0, null);
        }
    }

    private string Sign(string userId, string secret)
    {
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { user_id = userId, algorithm = "HMAC-SHA256", issued_at = store.Now.ToUnixTimeSeconds() }));
        return Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(payload))) + "." + payload;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
