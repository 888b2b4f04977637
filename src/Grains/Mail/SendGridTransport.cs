using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;

namespace SocialSelling.Mail;

/// <summary>Hands mail to SendGrid. It has no key against repetition; the mail's id goes along and comes back with every event.</summary>
/// <remarks>Source: SendGrid, "v3 Mail Send API": 202 and <c>X-Message-Id</c>; 4xx with <c>errors</c>; 429 with <c>X-RateLimit-Reset</c>, seconds since 1970.</remarks>
internal sealed class SendGridTransport(HttpClient http, IOptions<MailOptions> options, TimeProvider clock) : IMailTransport
{
    /// <summary>The mail's id, in what SendGrid calls custom arguments.</summary>
    public const string MailId = "mail_id";

    public string Name => "sendgrid";

    public async Task<MailOutcome> Send(Letter letter, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.SendGridUrl.TrimEnd('/') + "/v3/mail/send")) { Content = JsonContent.Create(Body(letter)) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.SendGridApiKey);
            using var answer = await http.SendAsync(request, ct);
            return await Read(answer, ct);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            return new MailUnreachable($"SendGrid was not reached: {e.HttpRequestError}");
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException)
        {
            // The handler's limit for connecting; that for the whole call is the dispatcher's token.
            return new MailUnreachable("SendGrid was not reached in time");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return new MailUnknown("The mail was handed over, and no answer came");
        }
    }

    private async Task<MailOutcome> Read(HttpResponseMessage answer, CancellationToken ct)
    {
        var status = (int)answer.StatusCode;
        if (answer.IsSuccessStatusCode) return new MailAccepted(answer.Headers.TryGetValues("X-Message-Id", out var ids) ? ids.First() : null);
        var detail = $"{status} {await answer.Content.ReadAsStringAsync(ct)}";
        return answer.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => new MailDeferred(detail, RetryAfter(answer)),
            HttpStatusCode.RequestTimeout => new MailDeferred(detail),
            // They do not take our key, or the sender that is set: every mail would fare so.
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new MailUnreachable(detail),
            < HttpStatusCode.InternalServerError => new MailRefused(detail),
            // Said by something in between, which may have passed the mail on.
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => new MailUnknown(detail),
            _ => new MailDeferred(detail),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("X-RateLimit-Reset", out var resets) && long.TryParse(resets.First(), out var seconds) && DateTimeOffset.FromUnixTimeSeconds(seconds) - clock.GetUtcNow() is { Ticks: > 0 } wait
            ? wait : answer.Headers.RetryAfter?.Delta;

    private object Body(Letter letter) => new
    {
        personalizations = new[] { new { to = new[] { new { email = letter.To } } } },
        from = new { email = options.Value.FromEmail, name = options.Value.FromName },
        subject = letter.Subject,
        content = new[] { new { type = "text/plain", value = letter.Plain }, new { type = "text/html", value = letter.Html } },
        headers = MailHeaders.Of(letter).ToDictionary(header => header.Name, header => header.Value),
        categories = new[] { letter.Template },
        custom_args = new Dictionary<string, string> { [MailId] = letter.Id.ToString() },
        // Links are secrets of their reader: no third party takes part in following them.
        tracking_settings = new { click_tracking = new { enable = false, enable_text = false }, open_tracking = new { enable = false } },
    };
}
