using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace SocialSelling.Mail;

/// <summary>What SendGrid tells of mail that it has taken: delivered, bounced, reported as spam.</summary>
/// <remarks>Source: SendGrid, "Event Webhook Reference" and "Event Webhook Security Features": ECDSA over SHA-256 of the timestamp and the raw body.</remarks>
internal static class SendGridEvents
{
    private const int MaxBody = 2 << 20;

    public static void MapMailWebhooks(this IEndpointRouteBuilder api) =>
        api.MapPost("/webhooks/email/sendgrid", Receive).AllowAnonymous().DisableRateLimiting().WithTags("webhooks").WithSummary("SendGrid tells what became of mail").WithMetadata(new RequestSizeLimitAttribute(MaxBody));

    private static async Task<IResult> Receive(HttpRequest request, IOptions<MailWebhookOptions> options, MailRepository mail, TimeProvider clock, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        if (!IsSigned(options.Value.SendGridWebhookPublicKey, request.Headers, body.ToArray())) return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);
        // Any body with a right signature is answered 200, whatever it holds: it would not be another one the next time.
        if (Read(body.ToArray(), clock.GetUtcNow()) is { Count: > 0 } events) await mail.Note(events, ct);
        return TypedResults.Ok();
    }

    /// <summary>No key, no events. A signed request that is sent again does no harm: each event is known by its id.</summary>
    private static bool IsSigned(string publicKey, IHeaderDictionary headers, byte[] body)
    {
        var signature = new byte[128];
        if (publicKey.Length == 0 || !Convert.TryFromBase64String(headers["X-Twilio-Email-Event-Webhook-Signature"].ToString(), signature, out var length)) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        byte[] signed = [.. Encoding.UTF8.GetBytes(headers["X-Twilio-Email-Event-Webhook-Timestamp"].ToString()), .. body];
        return key.VerifyData(signed, signature.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static List<MailEventRow> Read(byte[] body, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Array ? [.. json.RootElement.EnumerateArray().Select(e => TryRead(e, now)).OfType<MailEventRow>()] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static MailEventRow? TryRead(JsonElement e, DateTimeOffset now)
    {
        try
        {
            return Read(e, now);
        }
        catch (InvalidOperationException)
        {
            // A text that is no text (half of a surrogate pair). The other events of the body count.
            return null;
        }
    }

    /// <returns>Null for what says nothing of a mail of ours.</returns>
    private static MailEventRow? Read(JsonElement e, DateTimeOffset now)
    {
        if (e.ValueKind is not JsonValueKind.Object || Text(e, "sg_event_id") is not { Length: > 0 and <= 120 } id || !Guid.TryParse(Text(e, "mail_id"), out var mailId)) return null;
        var reason = Text(e, "reason") ?? "";
        var kind = Text(e, "event") switch
        {
            "deferred" => "deferred",
            "delivered" => "delivered",
            "open" => "opened",
            "click" => "clicked",
            "bounce" => "bounced",
            "dropped" => "failed",
            "spamreport" => "complained",
            "unsubscribe" or "group_unsubscribe" => "unsubscribed",
            _ => null,
        };
        if (kind is null) return null;
        // A block is of the moment: the server's mood, not the mailbox.
        var dead = kind is "bounced" && Text(e, "type") is not "blocked" || kind is "failed" && (reason.StartsWith("Bounced", StringComparison.Ordinal) || reason.StartsWith("Invalid", StringComparison.Ordinal));
        var at = e.TryGetProperty("timestamp", out var seconds) && seconds.ValueKind is JsonValueKind.Number && seconds.TryGetInt64(out var unix) && unix is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(unix) : now;
        // PostgreSQL keeps no zero bytes.
        return new MailEventRow(id.Replace("\0", "", StringComparison.Ordinal), mailId, kind, at, reason.Length == 0 ? null : reason.Replace("\0", "", StringComparison.Ordinal), dead);
    }

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What comes back of mail. Section <c>Mail</c>.</summary>
internal sealed class MailWebhookOptions
{
    /// <summary>Base64 of DER; empty refuses all events.</summary>
    public string SendGridWebhookPublicKey { get; set; } = "";
}
