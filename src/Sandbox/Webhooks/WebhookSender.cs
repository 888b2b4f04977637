using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Webhooks;

/// <summary>How deliveries behave; changed by <c>POST /_control/webhooks</c>.</summary>
/// <param name="Duplicate">Share of deliveries sent twice, 0 to 1.</param>
/// <param name="Wire">escaped, as Meta signs and sends it, or raw UTF-8.</param>
/// <param name="Secret">instagram or meta: which app secret signs.</param>
public sealed record WebhookBehaviour(double Duplicate = 0, bool Reorder = false, int Batch = 1, int DelayMs = 0, string Wire = "escaped", string Secret = "instagram", bool Paused = false);

/// <summary>One delivery and what came of it.</summary>
public sealed record DeliveryRecord(DateTimeOffset At, string Body, int Status, int Attempts);

/// <summary>Signs entries and delivers them, again and again until they are answered 200, as Meta does for 36 hours.</summary>
public sealed partial class WebhookSender(SandboxOptions options, Store store, IHttpClientFactory http, ILogger<WebhookSender> logger) : BackgroundService
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromHours(36), Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<JsonObject> entries = Channel.CreateUnbounded<JsonObject>();
    private readonly ConcurrentQueue<DeliveryRecord> records = new();

    public WebhookBehaviour Behaviour { get; set; } = new();
    public IReadOnlyList<DeliveryRecord> Records => [.. records];

    public void Message(Shop shop, Dm dm) => Add(shop, "messages", dm.From == "in" ? dm.PersonId : shop.Id, dm.From == "in" ? shop.Id : dm.PersonId, dm.At, "message",
        dm.From == "in" ? new JsonObject { ["mid"] = dm.Mid, ["text"] = dm.Text } : new JsonObject { ["mid"] = dm.Mid, ["text"] = dm.Text, ["is_echo"] = true });

    /// <summary>The echo of what an app sent.</summary>
    public void Echo(Shop shop, Dm dm) =>
        Add(shop, "messages", shop.Id, dm.PersonId, dm.At, "message", new JsonObject { ["mid"] = dm.Mid, ["text"] = dm.Text, ["is_echo"] = true, ["app_id"] = long.Parse(options.AppId, null) });

    public void Deleted(Shop shop, Dm dm) => Add(shop, "messages", dm.PersonId, shop.Id, store.Now, "message", new JsonObject { ["mid"] = dm.Mid, ["is_deleted"] = true });

    public void Edited(Shop shop, Dm dm) => Add(shop, "message_edit", dm.PersonId, shop.Id, store.Now, "message_edit", new JsonObject { ["mid"] = dm.Mid, ["text"] = dm.Text, ["num_edit"] = 1 });

    public void Read(Shop shop, Dm dm) => Add(shop, "messaging_seen", dm.PersonId, shop.Id, store.Now, "read", new JsonObject { ["mid"] = dm.Mid });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await entries.Reader.WaitToReadAsync(stoppingToken))
        {
            while (Behaviour.Paused) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stoppingToken);
            var batch = new List<JsonObject>();
            while (batch.Count < Math.Max(1, Behaviour.Batch) && entries.Reader.TryRead(out var entry)) batch.Add(entry);
            if (Behaviour.Reorder) batch.Reverse();
            var body = Wire(new JsonObject { ["object"] = "instagram", ["entry"] = new JsonArray([.. batch]) });
            for (var copies = Random.Shared.NextDouble() < Behaviour.Duplicate ? 2 : 1; copies > 0; copies--) _ = Deliver(body, stoppingToken);
        }
    }

    private void Add(Shop shop, string field, string sender, string recipient, DateTimeOffset at, string kind, JsonObject what)
    {
        if (options.WebhookUrl is null || !shop.Subscribed.Contains(field)) return;
        entries.Writer.TryWrite(new JsonObject
        {
            ["id"] = shop.Id,
            ["time"] = store.Now.ToUnixTimeMilliseconds(),
            ["messaging"] = new JsonArray(new JsonObject
            {
                ["sender"] = new JsonObject { ["id"] = sender },
                ["recipient"] = new JsonObject { ["id"] = recipient },
                ["timestamp"] = at.ToUnixTimeMilliseconds(),
                [kind] = what,
            }),
        });
    }

    private byte[] Wire(JsonObject json)
    {
        var raw = json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        return Encoding.UTF8.GetBytes(Behaviour.Wire == "raw" ? raw : Escape(raw));
    }

    /// <summary>Meta's wire form: ASCII only, lower-case hex, and these few signs escaped besides.</summary>
    internal static string Escape(string json)
    {
        var text = new StringBuilder(json.Length + 32);
        foreach (var c in json)
            if (c == '/') text.Append("\\/");
            else if (c is '@' or '%' || c >= 0x80) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        return text.ToString();
    }

    private async Task Deliver(byte[] body, CancellationToken ct)
    {
        if (Behaviour.DelayMs > 0) await Task.Delay(TimeSpan.FromMilliseconds(Behaviour.DelayMs), TimeProvider.System, ct);
        var key = Encoding.UTF8.GetBytes(Behaviour.Secret == "meta" ? options.MetaAppSecret : options.AppSecret);
        var since = store.Now;
        for (var attempt = 1; store.Now - since < GiveUp && !ct.IsCancellationRequested; attempt++)
        {
            var status = await Post(body, key, ct);
            if (status == 200 || attempt == 1) Record(body, status, attempt);
            if (status == 200) return;
            LogRefused(logger, status);
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(attempt - 1, 6))), TimeProvider.System, ct);
        }
    }

    private async Task<int> Post(byte[] body, byte[] key, CancellationToken ct)
    {
        try
        {
            using var client = http.CreateClient("webhooks");
            client.Timeout = Patience;
            using var content = new ByteArrayContent(body);
            content.Headers.Add("Content-Type", "application/json");
            content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body)));
#pragma warning disable CA5350 // Meta still sends the old header besides.
            content.Headers.Add("X-Hub-Signature", "sha1=" + Convert.ToHexStringLower(HMACSHA1.HashData(key, body)));
#pragma warning restore CA5350
            using var response = await client.PostAsync(options.WebhookUrl, content, ct);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return 0;
        }
    }

    private void Record(byte[] body, int status, int attempts)
    {
        records.Enqueue(new DeliveryRecord(store.Now, Encoding.UTF8.GetString(body), status, attempts));
        while (records.Count > 500) records.TryDequeue(out _);
    }

    [LoggerMessage(LogLevel.Warning, "A delivery was answered {Status}; it comes again")]
    private static partial void LogRefused(ILogger logger, int status);
}
