using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using SocialSelling.Sandbox.Publishing;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Webhooks;

/// <summary>One delivery and what came of it.</summary>
public sealed record DeliveryRecord(DateTimeOffset At, string Body, int Status, int Attempts);

/// <summary>Signs entries and delivers them, again and again until they are answered 200, as Meta does for 36 hours.</summary>
/// <remarks>First attempts keep the order of each shop; a repeated one comes when it comes. At most <see cref="MostInFlight"/> at a time.</remarks>
public sealed partial class WebhookSender(SandboxOptions options, Behaviour shapes, Store store, IHttpClientFactory http, ILogger<WebhookSender> logger) : BackgroundService
{
    public const int MostInFlight = 16;
    /// <summary>How long reordering waits for entries to put out of order.</summary>
    public static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan GiveUp = TimeSpan.FromHours(36), Patience = TimeSpan.FromSeconds(20), PauseCheck = TimeSpan.FromMilliseconds(50);
    private const int Remembered = 500;

    private readonly Channel<Told> entries = Channel.CreateUnbounded<Told>(new() { SingleReader = true });
    private readonly ConcurrentQueue<DeliveryRecord> records = new();
    private readonly SemaphoreSlim inFlight = new(MostInFlight);
    /// <summary>Each shop's last first attempt: the next one waits for it.</summary>
    private readonly Dictionary<string, Task> lastOf = [];

    public WebhookBehaviour Behaviour { get; set; } = new();
    public IReadOnlyList<DeliveryRecord> Records => [.. records];

    public void Message(Shop shop, Dm dm) => Add(shop, dm, "messages", dm.From == "in", dm.At, "message",
        dm.From == "in" ? new JsonObject { ["mid"] = dm.Mid, ["text"] = dm.Text } : new JsonObject { ["mid"] = dm.Mid, ["text"] = dm.Text, ["is_echo"] = true });

    /// <summary>The echo of what an app sent.</summary>
    /// <param name="byPage">The app has another number there.</param>
    public void Echo(Shop shop, Dm dm, bool byPage = false) => Add(shop, dm, "messages", false, dm.At, "message", Entries.Echo(dm, long.Parse(byPage ? options.MetaAppId : options.AppId, null)));

    public void Deleted(Shop shop, Dm dm) => Add(shop, dm, "messages", dm.From == "in", store.Now, "message", new JsonObject { ["mid"] = dm.Mid, ["is_deleted"] = true });

    public void Edited(Shop shop, Dm dm) => Add(shop, dm, "message_edit", dm.From == "in", store.Now, "message_edit", new JsonObject { ["mid"] = dm.Mid, ["text"] = dm.Text, ["num_edit"] = dm.Edits });

    public void Read(Shop shop, Dm dm) => Add(shop, dm, "messaging_seen", true, store.Now, "read", new JsonObject { ["mid"] = dm.Mid });

    public void Reacted(Shop shop, Dm dm, string? emoji) => Add(shop, dm, "message_reactions", true, store.Now, "reaction", Entries.Reaction(dm.Mid, emoji));

    /// <summary>Something else than words.</summary>
    internal void Shaped(Shop shop, Dm dm, DmShape shape)
    {
        var entry = Entries.Messaging(shop, dm.PersonId, shape.FromPerson, dm.At, store.Now, shape.Kind, shape.What);
        if (shape.Standby)
        {
            entry["standby"] = entry["messaging"]!.DeepClone();
            entry.Remove("messaging");
        }
        Add(shop, shape.Field, entry);
    }

    /// <summary>The dashboard's Test button: no account has to be subscribed.</summary>
    public void Test()
    {
        if (options.WebhookUrl is not null) entries.Writer.TryWrite(new Told(DmShapes.Test(), ByPage: false));
    }

    public void Commented(Shop shop, Comment comment, bool live = false, bool anonymous = false) => Change(shop, live ? "live_comments" : "comments", Entries.Comment(
        shop, comment, PublishingViews.ProductType(store.Read(w => w.Media.Find(m => m.Id == comment.MediaId))!), CommenterId(comment), anonymous));

    /// <summary>Under somebody else's post. Accounts that came by way of Facebook hear of it as a mention; with Instagram Login a comment that names the account is told as any comment.</summary>
    public void Mentioned(Shop shop, Comment comment, bool inCaption)
    {
        if (shop.Subscribed.Contains("mentions") || shop.PageSubscribed.Count > 0) Change(shop, "mentions", Entries.Mention(comment, inCaption));
        else if (!inCaption) Change(shop, "comments", Entries.Comment(shop, comment, "FEED", CommenterId(comment), anonymous: false));
    }

    private void Change(Shop shop, string field, JsonObject value) => Add(shop, field, Entries.Change(shop, field, value, store.Now, shapes.FlatComments));

    /// <summary>Whether it is the id under which the person writes messages, Meta does not promise.</summary>
    private string? CommenterId(Comment comment) => shapes.OtherCommenterIds && comment.AuthorId is { } id ? "8" + id[1..] : comment.AuthorId;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await entries.Reader.WaitToReadAsync(stoppingToken))
        {
            while (Behaviour.Paused) await Task.Delay(PauseCheck, TimeProvider.System, stoppingToken);
            var behaviour = Behaviour;
            if (behaviour.Reorder) await Task.Delay(GatherFor, TimeProvider.System, stoppingToken);
            var gathered = new List<Told>();
            while ((behaviour.Reorder || gathered.Count < behaviour.Batch) && entries.Reader.TryRead(out var entry)) gathered.Add(entry);
            if (behaviour.Reorder) gathered.Reverse();
            foreach (var way in gathered.GroupBy(told => told.ByPage))
                foreach (var batch in way.Select(told => told.Entry).Chunk(behaviour.Batch)) Dispatch(batch, way.Key, behaviour, stoppingToken);
        }
    }

    private void Add(Shop shop, Dm dm, string field, bool fromPerson, DateTimeOffset at, string kind, JsonObject what) =>
        Add(shop, field, Entries.Messaging(shop, dm.PersonId, fromPerson, at, store.Now, kind, what));

    private void Add(Shop shop, string field, JsonObject entry)
    {
        if (options.WebhookUrl is null) return;
        // Who has connected in both ways is told twice.
        if (shop.Subscribed.Contains(field) && Random.Shared.NextDouble() >= Behaviour.Lose) entries.Writer.TryWrite(new Told(entry, ByPage: false));
        if (shop.PageSubscribed.Count > 0 && Random.Shared.NextDouble() >= Behaviour.Lose) entries.Writer.TryWrite(new Told(entry.DeepClone().AsObject(), ByPage: true));
    }

    private void Dispatch(JsonObject[] batch, bool byPage, WebhookBehaviour behaviour, CancellationToken ct)
    {
        var shops = batch.Select(e => (string)e["id"]!).Distinct().ToList();
        var json = JsonWire.Raw(new JsonObject { ["object"] = "instagram", ["entry"] = new JsonArray([.. batch]) });
        var body = Encoding.UTF8.GetBytes(behaviour.Wire == "raw" ? json : JsonWire.Escape(json));
        List<Task> before = [Task.Delay(TimeSpan.FromMilliseconds(behaviour.DelayMs), TimeProvider.System, ct), .. shops.Where(lastOf.ContainsKey).Select(s => lastOf[s])];
        var copies = Random.Shared.NextDouble() < behaviour.Duplicate ? 2 : 1;
        var first = FirstAttempts(before, body, byPage ? "meta" : behaviour.Secret, copies, ct);
        foreach (var shop in shops) lastOf[shop] = first;
    }

    private async Task FirstAttempts(List<Task> before, byte[] body, string secret, int copies, CancellationToken ct)
    {
        await Task.WhenAll(before);
        var since = store.Now;
        await Task.WhenAll(Enumerable.Range(0, copies).Select(async copy =>
        {
            if (await Attempt(body, secret, 1, ct) != 200) _ = Repeat(body, secret, since, ct);
        }));
    }

    private async Task Repeat(byte[] body, string secret, DateTimeOffset since, CancellationToken ct)
    {
        for (var attempt = 2; store.Now - since < GiveUp; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(attempt - 2, 6))), TimeProvider.System, ct);
            if (await Attempt(body, secret, attempt, ct) == 200) return;
        }
    }

    private async Task<int> Attempt(byte[] body, string secret, int attempt, CancellationToken ct)
    {
        await inFlight.WaitAsync(ct);
        try
        {
            var status = await Post(body, Encoding.UTF8.GetBytes(secret == "meta" ? options.MetaAppSecret : options.AppSecret), ct);
            if (status == 200 || attempt == 1) Record(body, status, attempt);
            if (status != 200) LogRefused(logger, status);
            return status;
        }
        finally
        {
            inFlight.Release();
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
        while (records.Count > Remembered) records.TryDequeue(out _);
    }

    /// <param name="ByPage">Told by way of the shop's Page: the Meta app's secret signs it.</param>
    private readonly record struct Told(JsonObject Entry, bool ByPage);

    [LoggerMessage(LogLevel.Warning, "A delivery was answered {Status}; it comes again")]
    private static partial void LogRefused(ILogger logger, int status);
}
