using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SocialSelling.Infrastructure;

/// <summary>
/// MinIO, as far as a client of one bucket goes: buckets and objects over S3's HTTP, every request signed (SigV4, in the header or in the URL) and refused when it is not,
/// when it was signed for another host, method or body, or when its time is over. Source: AWS, "Authenticating Requests (Signature Version 4)".
/// </summary>
public sealed class S3StandIn : IAsyncDisposable
{
    public const string AccessKey = "stand-in", SecretKey = "a-secret-of-the-stand-in";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (byte[] Bytes, string Type, DateTimeOffset WrittenAt)> objects = new();
    private readonly ConcurrentDictionary<string, bool> buckets = new();
    private readonly ConcurrentQueue<string> log = new();
    private readonly int port = Cluster.ProcessCluster.FreePort();
    private WebApplication? app;

    /// <summary>How far this server's clock runs ahead.</summary>
    public TimeSpan Ahead { get; set; }
    public bool MayMakeBuckets { get; set; } = true;
    /// <summary>How many more objects it takes before it fails.</summary>
    public int RefuseAfter { get; set; } = int.MaxValue;
    /// <summary>As the product's hosts reach it; a signature holds for this name only.</summary>
    public string Endpoint => $"127.0.0.1:{port}";
    /// <summary>As browsers and Meta do.</summary>
    public string PublicUrl => $"http://localhost:{port}";
    public ICollection<string> Buckets => buckets.Keys;
    /// <summary><c>bucket/key</c> of everything that is kept.</summary>
    public ICollection<string> Objects => objects.Keys;
    /// <summary>How many objects it names at once.</summary>
    public int PageSize { get; set; } = 1_000;
    /// <summary>An object was written some time ago.</summary>
    public void Age(string id, TimeSpan by) => objects[id] = objects[id] with { WrittenAt = objects[id].WrittenAt - by };
    /// <summary>An object that nobody has announced.</summary>
    public void Plant(string id, int size) => objects[id] = (new byte[size], "image/jpeg", TimeProvider.System.GetUtcNow());
    /// <summary>An object is gone, as after somebody has tidied up.</summary>
    public void Lose(string key) => Assert.Contains(objects.Keys, name => name.EndsWith("/" + key, StringComparison.Ordinal) && objects.TryRemove(name, out _));

    /// <summary>Method, host, path and answer of every request.</summary>
    public IReadOnlyCollection<string> Log => log;

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(Serve);
        await app.StartAsync();
    }

    /// <summary>Nobody answers any more. What was kept is there again after <see cref="Start"/>.</summary>
    public async Task Stop()
    {
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync() => await Stop();

    private async Task Serve(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var answer = Refusal(http, body.ToArray()) ?? Act(http, body.ToArray());
        log.Enqueue($"{http.Request.Method} {http.Request.Host} {http.Request.Path} {(answer as IStatusCodeHttpResult)?.StatusCode ?? 200}");
        await answer.ExecuteAsync(http);
    }

    private IResult Act(HttpContext http, byte[] body)
    {
        var parts = http.Request.Path.Value!.Trim('/').Split('/', 2);
        var bucket = parts[0];
        if (parts.Length == 1) return http.Request.Method switch
        {
            "HEAD" => buckets.ContainsKey(bucket) ? Results.StatusCode(200) : Results.StatusCode(404),
            "PUT" when !MayMakeBuckets => Error(http, 403, "AccessDenied"),
            "PUT" => buckets.TryAdd(bucket, true) ? Results.StatusCode(200) : Error(http, 409, "BucketAlreadyOwnedByYou"),
            "GET" when !buckets.ContainsKey(bucket) => Error(http, 404, "NoSuchBucket"),
            "GET" when http.Request.Query["list-type"] == "2" => List(http.Request.Query, bucket),
            _ => Error(http, 501, "NotImplemented"),
        };
        if (!buckets.ContainsKey(bucket)) return Error(http, 404, "NoSuchBucket");
        var id = $"{bucket}/{parts[1]}";
        switch (http.Request.Method)
        {
            case "PUT" when RefuseAfter-- <= 0:
                return Error(http, 503, "SlowDown");
            case "PUT":
                objects[id] = (body, http.Request.ContentType ?? "application/octet-stream", TimeProvider.System.GetUtcNow());
                http.Response.Headers.ETag = $"\"{ETag(body)}\"";
                return Results.StatusCode(200);
            case "GET" or "HEAD":
                return objects.TryGetValue(id, out var found) ? Results.Bytes(found.Bytes, found.Type, enableRangeProcessing: true) : Error(http, 404, "NoSuchKey");
            case "DELETE":
                objects.TryRemove(id, out var _);
                return Results.StatusCode(204);
            default:
                return Error(http, 501, "NotImplemented");
        }
    }

    /// <summary>Keys in the order of their bytes, a page at a time. Source: AWS, "ListObjectsV2".</summary>
    private IResult List(IQueryCollection query, string bucket)
    {
        XNamespace s3 = "http://s3.amazonaws.com/doc/2006-03-01/";
        var after = query["continuation-token"].ToString();
        var left = objects.Where(o => o.Key.StartsWith($"{bucket}/{query["prefix"]}", StringComparison.Ordinal)).Select(o => (Key: o.Key[(bucket.Length + 1)..], o.Value))
            .Where(o => string.CompareOrdinal(o.Key, after) > 0).OrderBy(o => o.Key, StringComparer.Ordinal).Take(PageSize + 1).ToList();
        var page = left.Take(PageSize).ToList();
        var isCut = left.Count > PageSize;
        var answer = new XElement(s3 + "ListBucketResult", new XElement(s3 + "Name", bucket), new XElement(s3 + "Prefix", query["prefix"].ToString()), new XElement(s3 + "KeyCount", page.Count),
            new XElement(s3 + "MaxKeys", PageSize), new XElement(s3 + "IsTruncated", isCut), isCut ? new XElement(s3 + "NextContinuationToken", page[^1].Key) : null,
            page.Select(o => new XElement(s3 + "Contents", new XElement(s3 + "Key", query["encoding-type"] == "url" ? Uri.EscapeDataString(o.Key) : o.Key),
                new XElement(s3 + "LastModified", o.Value.WrittenAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)), new XElement(s3 + "ETag", $"\"{ETag(o.Value.Bytes)}\""),
                new XElement(s3 + "Size", o.Value.Bytes.Length), new XElement(s3 + "StorageClass", "STANDARD"))));
        return Results.Text(answer.ToString(), "application/xml");
    }

    /// <returns>Null when the request is signed as it should be.</returns>
    private IResult? Refusal(HttpContext http, byte[] body)
    {
        var query = http.Request.Query;
        var inHeader = http.Request.Headers.Authorization.ToString();
        if (inHeader.Length == 0 && !query.ContainsKey("X-Amz-Signature")) return Error(http, 403, "AccessDenied");
        var fields = inHeader.Length > 0
            ? inHeader["AWS4-HMAC-SHA256 ".Length..].Split(',', StringSplitOptions.TrimEntries).Select(f => f.Split('=', 2)).ToDictionary(f => f[0], f => f[1])
            : new() { ["Credential"] = query["X-Amz-Credential"]!, ["SignedHeaders"] = query["X-Amz-SignedHeaders"]!, ["Signature"] = query["X-Amz-Signature"]! };
        var scope = fields["Credential"].Split('/');
        if (scope[0] != AccessKey) return Error(http, 403, "InvalidAccessKeyId");

        var stamp = inHeader.Length > 0 ? http.Request.Headers["X-Amz-Date"].ToString() : query["X-Amz-Date"].ToString();
        var signedAt = DateTimeOffset.ParseExact(stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var age = TimeProvider.System.GetUtcNow() + Ahead - signedAt;
        if (inHeader.Length > 0 && age.Duration() > ClockSkew) return Error(http, 403, "RequestTimeTooSkewed");
        if (inHeader.Length == 0 && age > TimeSpan.FromSeconds(int.Parse(query["X-Amz-Expires"]!, CultureInfo.InvariantCulture))) return Error(http, 403, "AccessDenied", "Request has expired");

        var payload = inHeader.Length > 0 ? http.Request.Headers["X-Amz-Content-SHA256"].ToString() : "UNSIGNED-PAYLOAD";
        if (payload != "UNSIGNED-PAYLOAD" && payload != Hex(SHA256.HashData(body))) return Error(http, 400, "XAmzContentSHA256Mismatch");
        var toSign = $"AWS4-HMAC-SHA256\n{stamp}\n{string.Join('/', scope[1..])}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(http, fields["SignedHeaders"], payload))))}";
        var key = scope[1..].Aggregate(Encoding.UTF8.GetBytes("AWS4" + SecretKey), (k, part) => HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(part)));
        return Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign))) == fields["Signature"] ? null : Error(http, 403, "SignatureDoesNotMatch");
    }

    private static string Canonical(HttpContext http, string signedHeaders, string payload)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?', 2);
        var parameters = target.Length == 1 ? [] : target[1].Split('&').Select(p => p.Split('=', 2)).Select(p => (Name: Encode(p[0]), Value: Encode(p.ElementAtOrDefault(1) ?? "")))
            .Where(p => p.Name != "X-Amz-Signature").OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Value, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value}");
        var headers = signedHeaders.Split(';').Select(name => $"{name}:{http.Request.Headers[name].ToString().Trim()}\n");
        return $"{http.Request.Method}\n{target[0]}\n{string.Join('&', parameters)}\n{string.Concat(headers)}\n{signedHeaders}\n{payload}";
    }

    private static string Encode(string text) => Uri.EscapeDataString(WebUtility.UrlDecode(text));

    private static IResult Error(HttpContext http, int status, string code, string? message = null) => http.Request.Method == "HEAD" ? Results.StatusCode(status) : Results.Text(
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{message ?? code}</Message><Resource>{http.Request.Path}</Resource><RequestId>1</RequestId></Error>",
        "application/xml", statusCode: status);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

#pragma warning disable CA5351 // An ETag is the MD5 of the object.
    private static string ETag(byte[] bytes) => Hex(MD5.HashData(bytes));
#pragma warning restore CA5351
}
