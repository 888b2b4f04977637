using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SocialSelling.Cluster;

/// <summary>Plays Meta's webhooks: signs, delivers, and comes again until it is answered 200.</summary>
internal sealed class WebhookSender(Uri host) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };

    public static string Message(string shop, string customer, string mid, long at, string text = "hello") =>
        $$$"""{"object":"instagram","entry":[{"id":"{{{shop}}}","time":{{{at}}},"messaging":[{"sender":{"id":"{{{customer}}}"},"recipient":{"id":"{{{shop}}}"},"timestamp":{{{at}}},"message":{"mid":"{{{mid}}}","text":"{{{text}}}"}}]}]}""";

    public async Task<HttpStatusCode> Post(string body, string? secret = ProcessCluster.AppSecret)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var content = new ByteArrayContent(bytes);
        content.Headers.Add("Content-Type", "application/json");
        if (secret is not null) content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes)));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, "/api/webhooks/instagram")) { Content = content };
        // A body that is refused for its length is refused while it is being sent; who asks first hears the answer.
        request.Headers.ExpectContinue = bytes.Length > 1_000_000;
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    public async Task DeliverUntilTaken(string body)
    {
        for (var attempt = 0; attempt < 120; attempt++)
        {
            try
            {
                if (await Post(body) == HttpStatusCode.OK) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // As Meta: again.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        }
        throw new InvalidOperationException("A webhook was not taken in 120 tries");
    }

    /// <summary>Sends that many messages, evenly over a time, to shops and customers in turn; every tenth twice, each until it is taken.</summary>
    /// <returns>Meta's ids of the messages.</returns>
    public async Task<IReadOnlyList<string>> Storm(IReadOnlyList<string> shops, int customers, int messages, TimeSpan span, string prefix = "mid")
    {
        var clock = Stopwatch.StartNew();
        var begin = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(Enumerable.Range(0, messages), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = TestContext.Current.CancellationToken }, async (i, ct) =>
        {
            var due = span * i / messages;
            if (due - clock.Elapsed is { Ticks: > 0 } early) await Task.Delay(early, TimeProvider.System, ct);
            var body = Message(shops[i % shops.Count], $"900{i / shops.Count % customers:D4}", Mid(prefix, i), (begin + due).ToUnixTimeMilliseconds(), $"{prefix} message {i}");
            await DeliverUntilTaken(body);
            if (i % 10 == 0) await DeliverUntilTaken(body);
        });
        return [.. Enumerable.Range(0, messages).Select(i => Mid(prefix, i))];
    }

    public void Dispose() => http.Dispose();

    private static string Mid(string prefix, int number) => $"{prefix}-{number:D6}";
}
