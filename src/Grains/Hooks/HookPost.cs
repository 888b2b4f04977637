using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using SocialSelling.Meta;

namespace SocialSelling.Hooks;

/// <summary>One request to somebody's endpoint. Its answer is theirs: little of it is read, and less is kept.</summary>
internal sealed class HookPost(HttpClient http, IOptions<HookOptions> options, TimeProvider clock)
{
    private const int MostRead = 4 * 1024, MostKept = 200;

    /// <summary>Such a client: connects only where <paramref name="options"/> allow, follows nothing, and remembers and tells nothing but what it is given.</summary>
    public static void Configure(SocketsHttpHandler handler, HookOptions options, AddressLookup? lookUp = null)
    {
        PublicAddresses.Only(handler, options.AllowPrivate, lookUp);
        (handler.UseCookies, handler.MaxResponseHeadersLength, handler.MaxResponseDrainSize, handler.ResponseDrainTimeout) = (false, 16, MostRead, TimeSpan.FromSeconds(1));
        // No trace of it either: people put secrets into addresses, and our trace ids are no business of theirs.
        handler.ActivityHeadersPropagator = null;
    }

    public async Task<HookAnswer> Send(string url, byte[] body, string signature, DueDelivery delivery, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        using var patience = new CancellationTokenSource(options.Value.Timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } } };
            request.Headers.TryAddWithoutValidation("User-Agent", "SocialSelling-Webhooks/1");
            request.Headers.Add(HookSignature.Header, signature);
            request.Headers.Add("Social-Selling-Event", delivery.Kind);
            request.Headers.Add("Social-Selling-Delivery", delivery.Id.ToString());
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode) return new HookAnswer(status, null, null, clock.GetElapsedTime(began));
            var after = response.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - clock.GetUtcNow() : null;
            return new HookAnswer(status, status is >= 300 and < 400 ? "redirect" : "refused", await Excerpt(response, both.Token), clock.GetElapsedTime(began), after);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return new HookAnswer(null, ReasonOf(e), null, clock.GetElapsedTime(began));
        }
    }

    /// <summary>What failed, in a word; not how, which could tell of machines that nobody may ask about.</summary>
    private static string ReasonOf(Exception e) => e switch
    {
        OperationCanceledException => "timeout",
        HttpRequestException { InnerException: AddressNotPublicException } => "address-refused",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or HttpRequestException { InnerException: System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound or System.Net.Sockets.SocketError.NoData } } => "name-unknown",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls",
        _ => "unreachable",
    };

    private static async Task<string?> Excerpt(HttpResponseMessage response, CancellationToken ct)
    {
        var bytes = new byte[MostRead];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            var read = await stream.ReadAtLeastAsync(bytes, MostRead, throwOnEndOfStream: false, ct);
            var text = string.Concat(Encoding.UTF8.GetString(bytes, 0, read).EnumerateRunes().Where(rune => rune.Value is not 0xFFFD).Select(rune => Rune.IsControl(rune) ? " " : rune.ToString()).Take(MostKept)).Trim();
            // Counted as the database counts: in characters, of which some take two of ours.
            return text.Length > 0 ? text : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // It has said what it had to say.
            return null;
        }
    }
}
