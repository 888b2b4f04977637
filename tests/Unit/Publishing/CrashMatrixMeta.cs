using System.Net;
using System.Text.Json;

namespace SocialSelling.Publishing;

/// <summary>
/// Meta as it is known to be on a bad day: it loses answers before and after the effect, lets a call that was hung up on take effect later, answers errors after success, processes slowly, fails
/// containers, forgets for some looks that one was ever there, and shows what has happened some seconds late. Every medium is traced to the post that it came from, by the file's address.
/// </summary>
internal sealed class CrashMatrixMeta(Func<DateTimeOffset> now, Random random, int faults)
{
    private sealed record Made(string Id, string Kind, bool IsVideo, string Caption, string Post, DateTimeOffset CreatedAt, DateTimeOffset ReadyAt, bool Fails)
    {
        public DateTimeOffset? PublishedAt { get; set; }
        public string? MediaId { get; set; }
        /// <summary>For how many looks Meta says that there is no such container; it was sent to be published.</summary>
        public int Unknown { get; set; }
    }

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(20);
    private readonly List<Made> containers = [];
    private readonly List<(string MediaId, string Text, DateTimeOffset At)> comments = [];
    private readonly TimeSpan statusLag = Late * random.NextDouble(), listLag = Late * random.NextDouble();
    private readonly bool isFine = faults == 0;
    private int ids, left = faults;

    /// <summary>What happened, for whoever has to understand a failing seed.</summary>
    public List<string> Log { get; } = [];

    public IEnumerable<(string Post, string MediaId, DateTimeOffset At)> Media => containers.Where(c => c.MediaId is not null).Select(c => (c.Post, c.MediaId!, c.PublishedAt!.Value));
    public int CommentsUnder(string mediaId) => comments.Count(c => c.MediaId == mediaId);
    /// <summary>Meta refused this post for good (4/2207051 without an effect).</summary>
    public HashSet<string> Restricted { get; } = [];

    /// <summary>Publish calls for a container that was live, or about to be: Meta might have made two of it.</summary>
    public HashSet<string> Risked { get; } = [];

    /// <returns>Null when the answer is lost.</returns>
    public HttpResponseMessage? Answer(HttpMethod method, Uri address, string body)
    {
        var path = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        var answer = method == HttpMethod.Get ? Read(path) : Write(path, JsonDocument.Parse(body).RootElement);
        Log.Add($"{now():HH:mm:ss.fff} {method} {string.Join('/', path)} -> {answer?.ToString() ?? "no answer"}");
        return answer is { } given ? new((HttpStatusCode)given.Status) { Content = new StringContent(given.Json) } : null;
    }

    private static (int Status, string Json)? Ok(object value) => (200, JsonSerializer.Serialize(value));

    private static (int Status, string Json)? Error(int code, int subcode = 0, int status = 400) => (status, JsonSerializer.Serialize(new { error = new { message = "", code, error_subcode = subcode } }));

    /// <summary>Whether something goes wrong now: seldom, and only so often, or nothing would ever be published.</summary>
    private bool Strikes(double share)
    {
        if (left == 0 || random.NextDouble() >= share) return false;
        left--;
        return true;
    }

    private (int Status, string Json)? Write(string[] path, JsonElement body) => path[1] switch
    {
        "media" => Create(body),
        "media_publish" => Publish(body.GetProperty("creation_id").GetString()!),
        _ => Comment(path[0], body.GetProperty("message").GetString()!),
    };

    private (int Status, string Json)? Create(JsonElement body)
    {
        if (Strikes(0.2))
            switch (random.Next(5))
            {
                case 0: return null;
                case 1: return Error(-1, 2207032, 500);
                case 2: return Error(9004, 2207052);
                case 3: return Error(80002);
                default: return Error(2, 0, 503);
            }
        var kind = body.TryGetProperty("media_type", out var type) ? type.GetString()! : "IMAGE";
        var file = body.TryGetProperty("image_url", out var image) ? image.GetString()! : body.TryGetProperty("video_url", out var video) ? video.GetString()! : null;
        var parts = body.TryGetProperty("children", out var children) ? children.EnumerateArray().Select(c => containers.Single(k => k.Id == c.GetString())).ToList() : [];
        if (parts.Exists(p => now() < p.ReadyAt)) return Error(9007, 2207027);
        var container = new Made($"17{++ids}", kind, body.TryGetProperty("video_url", out _), body.TryGetProperty("caption", out var words) ? words.GetString()! : "", file is null ? parts[0].Post : Path.GetFileNameWithoutExtension(file).Split('-')[0],
            now(), now() + TimeSpan.FromSeconds(kind is "IMAGE" or "CAROUSEL" ? 2 * random.NextDouble() : 90 * random.NextDouble()), Strikes(0.05));
        containers.Add(container);
        return Strikes(0.1) ? null : Ok(new { id = container.Id });
    }

    private (int Status, string Json)? Publish(string id)
    {
        var container = containers.Single(c => c.Id == id);
        if (container.PublishedAt is not null) Risked.Add(container.Post);
        if (!isFine && random.Next(5) == 0) container.Unknown = random.Next(1, 50);
        if (container.MediaId is not null) return random.Next(2) == 0 ? Error(24, 2207008) : Ok(new { id = container.MediaId });
        if (container.Fails || now() - container.CreatedAt > TimeSpan.FromHours(24)) return Error(24, 2207008);
        if (now() < container.ReadyAt) return Error(9007, 2207027);
        if (!Strikes(0.5))
        {
            GoLive(container, now());
            return Ok(new { id = container.MediaId });
        }
        switch (random.Next(10))
        {
            case 0: GoLive(container, now()); return null;
            // It takes effect after we have hung up.
            case 1: GoLive(container, now() + TimeSpan.FromSeconds(25 * random.NextDouble())); return null;
            case 2: return null;
            case 3: GoLive(container, now()); return Error(4, 2207051);
            case 4: Restricted.Add(container.Post); return Error(4, 2207051);
            case 5: return Error(24, 2207008);
            case 6: GoLive(container, now()); return Error(2, 0, 500);
            case 7: return Error(1, 0, 500);
            case 8: return Error(9, 2207042);
            default: return Error(17);
        }
    }

    private void GoLive(Made container, DateTimeOffset at)
    {
        container.PublishedAt = at;
        container.MediaId = $"18{++ids}";
        Log.Add($"{at:HH:mm:ss.fff} post {container.Post} is live as {container.MediaId}");
    }

    private (int Status, string Json)? Comment(string mediaId, string text)
    {
        if (Strikes(0.3))
            switch (random.Next(4))
            {
                case 0: comments.Add((mediaId, text, now())); return null;
                // It takes effect after we have hung up.
                case 1: comments.Add((mediaId, text, now() + TimeSpan.FromSeconds(25 * random.NextDouble()))); return null;
                case 2: return null;
                default: return Error(2, 0, 400);
            }
        comments.Add((mediaId, text, now()));
        return Ok(new { id = $"19{++ids}" });
    }

    private (int Status, string Json)? Read(string[] path)
    {
        if (Strikes(0.05)) return random.Next(2) == 0 ? null : Error(2, 0, 503);
        if (path is [_, "comments"]) return Ok(new { data = comments.Where(c => c.MediaId == path[0] && c.At + listLag <= now()).Select((c, i) => new { id = $"c{i}", text = c.Text, username = "shop", timestamp = c.At.ToString("O") }) });
        if (path is [_, "media" or "stories"]) return Ok(new { data = containers.Where(c => c.PublishedAt + listLag <= now() && (c.Kind == "STORIES") == (path[1] == "stories")).OrderByDescending(c => c.PublishedAt).Take(25).Select(Medium) });
        if (containers.Find(c => c.Id == path[0]) is { } container) return container.Unknown-- > 0 ? Error(100, 33) : Ok(new { status_code = StatusOf(container) });
        return containers.Find(c => c.MediaId == path[0]) is { } live ? Ok(Medium(live)) : Error(100, 33);
    }

    private string StatusOf(Made c) => c switch
    {
        _ when c.PublishedAt + statusLag <= now() => "PUBLISHED",
        { Fails: true } => "ERROR",
        _ when now() - c.CreatedAt > TimeSpan.FromHours(24) => "EXPIRED",
        _ => now() < c.ReadyAt ? "IN_PROGRESS" : "FINISHED",
    };

    private static object Medium(Made c) => new
    {
        id = c.MediaId,
        caption = c.Kind == "STORIES" ? null : c.Caption,
        media_type = c.Kind == "CAROUSEL" ? "CAROUSEL_ALBUM" : c.IsVideo ? "VIDEO" : "IMAGE",
        media_product_type = c.Kind switch { "REELS" => "REELS", "STORIES" => "STORY", _ => "FEED" },
        permalink = "https://www.instagram.com/p/" + c.MediaId,
        timestamp = c.PublishedAt!.Value.ToString("yyyy-MM-ddTHH:mm:ss+0000", null),
    };
}
