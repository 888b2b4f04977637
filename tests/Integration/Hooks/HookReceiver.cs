using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SocialSelling.Hooks;

/// <summary>Somebody's server that takes webhooks, and verifies them as docs/outgoing-webhooks.md tells to.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<HookArrival> arrivals = new();
    private readonly WebApplication app;
    private int now, most;

    private HookReceiver(WebApplication app)
    {
        this.app = app;
        app.MapPost("/{**path}", Take);
    }

    /// <summary>What requests are answered with.</summary>
    public int Status { get; set; } = 200;

    public string Answer { get; set; } = "";

    public string? Location { get; set; }

    /// <summary>While it is not null, no request is answered.</summary>
    public Task? Hold { get; set; }

    public IReadOnlyCollection<HookArrival> Arrivals => arrivals;

    public int MostAtOnce => most;

    public string Url => app.Urls.First() + "/hook";

    public static async Task<HookReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None"]);
        var receiver = new HookReceiver(builder.Build());
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <returns>Whether one of the signatures is that of the body under the secret.</returns>
    public static bool Verifies(HookArrival arrival, string secret)
    {
        var parts = arrival.Signature.Split(',').Select(part => part.Split('=', 2)).ToLookup(part => part[0], part => part[1]);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{parts["t"].Single()}.{arrival.Text}")));
        return parts["v1"].Contains(expected);
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(patience.Token);
        await app.DisposeAsync();
    }

    private async Task Take(HttpContext http)
    {
        InterlockedMax(ref most, Interlocked.Increment(ref now));
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        arrivals.Enqueue(new HookArrival(text, http.Request.Headers[HookSignature.Header].ToString(), http.Request.Headers["Social-Selling-Delivery"].ToString(), [.. http.Request.Headers.Keys]));
        if (Hold is { } hold) await hold;
        Interlocked.Decrement(ref now);
        http.Response.StatusCode = Status;
        if (Location is not null) http.Response.Headers.Location = Location;
        await http.Response.WriteAsync(Answer);
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = place; seen < value; seen = place) Interlocked.CompareExchange(ref place, value, seen);
    }
}

internal sealed record HookArrival(string Text, string Signature, string Delivery, IReadOnlyList<string> Headers)
{
    public JsonElement Body => JsonElement.Parse(Text);

    public string Id => Body.GetProperty("id").GetString()!;

    public string Kind => Body.GetProperty("kind").GetString()!;
}
