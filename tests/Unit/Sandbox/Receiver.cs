using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SocialSelling.Sandbox;

/// <summary>One POST as it arrived.</summary>
internal sealed record Delivery(byte[] Body, string Signature)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public IEnumerable<JsonElement> Entries => JsonSerializer.Deserialize<JsonElement>(Body).GetProperty("entry").EnumerateArray();

    /// <summary>The texts of the messages in it, in order.</summary>
    public IEnumerable<string?> Lines => Entries.SelectMany(e => e.GetProperty("messaging").EnumerateArray()).Select(m => m.GetProperty("message").GetProperty("text").GetString());
}

/// <summary>The product's side of a webhook, and a picture to publish.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly TaskCompletionSource<string> verified = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication app;
    private int now, most;

    private Receiver(WebApplication app)
    {
        this.app = app;
        app.MapGet("/hook", (HttpRequest request) =>
        {
            verified.TrySetResult(request.Query["hub.verify_token"].ToString());
            return request.Query["hub.challenge"].ToString();
        });
        app.MapPost("/hook", Take);
        app.MapGet("/picture.jpg", () => Results.Bytes([0xFF, 0xD8, 0xFF, 0xD9], "image/jpeg"));
    }

    /// <summary>What the next POST is answered with; then 200 again.</summary>
    public int NextStatus { get; set; } = 200;
    /// <summary>While it is not null, no POST is answered.</summary>
    public Task? Hold { get; set; }
    public int MostAtOnce => most;
    public string Url => app.Urls.First();

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None"]);
        var receiver = new Receiver(builder.Build());
        await receiver.app.StartAsync();
        return receiver;
    }

    public Task<string> VerifyToken() => verified.Task.WaitAsync(Patience);

    public async Task<Delivery> Next()
    {
        using var timeout = new CancellationTokenSource(Patience);
        return await deliveries.Reader.ReadAsync(timeout.Token);
    }

    public async Task<List<Delivery>> Next(int count)
    {
        var taken = new List<Delivery>();
        while (taken.Count < count) taken.Add(await Next());
        return taken;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> Take(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        lock (deliveries) most = Math.Max(most, ++now);
        deliveries.Writer.TryWrite(new Delivery(body.ToArray(), request.Headers["X-Hub-Signature-256"].ToString()));
        if (Hold is { } hold) await hold;
        lock (deliveries) now--;
        var status = NextStatus;
        NextStatus = 200;
        return Results.StatusCode(status);
    }
}
