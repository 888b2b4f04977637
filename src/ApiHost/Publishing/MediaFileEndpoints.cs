using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>Signed URLs of single files: for browsers, for Meta, and for sending a file past the API. Who holds one needs no other right.</summary>
internal static class MediaFileEndpoints
{
    private static readonly FileExtensionContentTypeProvider Types = new() { Mappings = { [".m4a"] = "audio/mp4", [".ogg"] = "audio/ogg", [".avif"] = "image/avif", [".heic"] = "image/heic", [".zip"] = "application/zip" } };

    public static void MapMediaFiles(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/media/{**key}", ["GET", "HEAD"], Serve).ExcludeFromDescription();
        app.MapPut("/media/{**key}", Receive).ExcludeFromDescription();
    }

    /// <summary>The file itself, or where the bucket has it.</summary>
    private static async Task<Results<PhysicalFileHttpResult, RedirectHttpResult, NotFound, ForbidSigned>> Serve(
        string key, long? expires, string? sig, SignedMediaUrls urls, IMediaStore store, IOptions<MediaOptions> options, HttpResponse response, CancellationToken ct)
    {
        // Only keys that we signed get this far, so none leads out of the folder.
        if (expires is null || sig is null || !urls.MayRead(key, expires.Value, sig)) return new ForbidSigned();
        if (store is not DiskMediaStore disk)
        {
            // Kept for half as long as what it leads to opens.
            response.Headers.CacheControl = IsExport(key) ? "no-store" : $"private, max-age={(long)options.Value.BrowserUrlLife.TotalSeconds / 2}";
            return TypedResults.Redirect((await store.Url(key, options.Value.BrowserUrlLife, ct)).AbsoluteUri);
        }
        var path = disk.PathOf(key);
        if (!File.Exists(path)) return TypedResults.NotFound();
        response.Headers.CacheControl = IsExport(key) ? "no-store" : "private, max-age=3600";
        var type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        // What a browser does not simply show is not opened within our own pages.
        var name = type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal) ? null : Path.GetFileName(path);
        return TypedResults.PhysicalFile(path, type, name, enableRangeProcessing: true);
    }

    /// <summary>Everything of somebody in one file: no browser keeps it beside the one that was saved.</summary>
    private static bool IsExport(string key) => key.StartsWith("exports/", StringComparison.Ordinal);

    /// <summary>Takes a file for which an upload was begun: exactly as many bytes as were announced.</summary>
    private static async Task<Results<NoContent, NotFound, ForbidSigned, ProblemHttpResult>> Receive(
        string key, long? expires, string? sig, HttpRequest request, SignedMediaUrls urls, MediaUploadRepository uploads, MediaSpool spool, IMediaStore store, TimeProvider clock, CancellationToken ct)
    {
        if (expires is null || sig is null || !urls.MayWrite(key, expires.Value, sig)) return new ForbidSigned();
        if (store is not DiskMediaStore || !Guid.TryParse(Path.GetFileName(key), out var id) || await uploads.SizeOf(id, clock.GetUtcNow(), ct) is not { } size) return TypedResults.NotFound();
        if (request.ContentLength != size) return Problems.From(new InvalidMedia($"The upload was begun for {size} bytes: Content-Length has to say so."));

        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = size;
        using var folder = spool.New();
        var path = folder.File("put");
        await UploadReader.Save(request.Body, path, size, ct);
        await using var bytes = File.OpenRead(path);
        await store.Put(key, bytes, request.ContentType ?? "application/octet-stream", ct);
        return TypedResults.NoContent();
    }
}

/// <summary>A signature that is missing, wrong or over; which of them is not told.</summary>
internal sealed class ForbidSigned : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status403Forbidden;

    public Task ExecuteAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
