using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

internal static class MediaEndpoints
{
    public static void MapMedia(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/media").WithTags("media").RequireAuthorization();
        group.MapPost("/", Add).WithSummary("Upload a picture: one multipart field, file").Accepts<IFormFile>("multipart/form-data").ProducesProblem(413).ProducesProblem(415)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute((Upload.MaxMegaBytes + 5) * 1024 * 1024));
        group.MapGet("/", List).WithSummary("The media library, newest first");
        group.MapGet("/{id:guid}", Get).WithSummary("One media file");
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a file that no post uses").ProducesProblem(409);
    }

    private static readonly FileExtensionContentTypeProvider Types = new() { Mappings = { [".m4a"] = "audio/mp4", [".ogg"] = "audio/ogg" } };

    /// <summary>Serves signed URLs: the file itself, or where the object store has it.</summary>
    public static void MapMediaFiles(this IEndpointRouteBuilder app) => app.MapMethods("/media/{**key}", ["GET", "HEAD"], Serve).ExcludeFromDescription();

    private static async Task<Results<Created<MediaView>, ProblemHttpResult>> Add(
        HttpRequest request, CurrentUser user, UserRepository users, MediaRepository media, IMediaStore store, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct)
    {
        var read = await Upload.Read(request, ct);
        if (read.Error is { } refusal) return Problems.From(refusal);
        var upload = read.Get();
        if (Judge(upload) is { } wrong) return Problems.From(wrong);
        if (await users.ListWorkspaces(user.Id, ct) is not [var workspace, ..]) return Problems.From(new WorkspaceNotFound());
        if (Pictures.Convert(upload.Bytes) is not { } picture) return Problems.From(new InvalidMedia("The picture cannot be read. It may be damaged, or far too large."));

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var row = new MediaRow(
            id, workspace.Id, user.Id, upload.FileName, "image", "image/jpeg", picture.Jpeg.Length, picture.Width, picture.Height, null, $"{workspace.Id:N}/{id:N}.jpg",
            $"{workspace.Id:N}/{id:N}.small.jpg", clock.GetUtcNow());
        // The row comes last: a crash leaves files that nobody knows, not a row without its file.
        await store.Put(row.StorageKey, picture.Jpeg, row.MimeType, ct);
        await store.Put(row.ThumbnailKey!, picture.Thumbnail, row.MimeType, ct);
        await media.Add(row, SHA256.HashData(picture.Jpeg), ct);
        return TypedResults.Created($"/api/media/{id}", row.ToView(urls));
    }

    private static async Task<Ok<Page<MediaView>>> List(int? limit, string? cursor, CurrentUser user, MediaRepository media, SignedMediaUrls urls, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var rows = await media.Page(user.Id, Cursor.Read(cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, m => m.ToView(urls), m => Cursor.Of(m.CreatedAt, m.Id)));
    }

    private static async Task<Results<Ok<MediaView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, MediaRepository media, SignedMediaUrls urls, CancellationToken ct) =>
        await media.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView(urls)) : Problems.From(new MediaNotFound());

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, CurrentUser user, MediaRepository media, IMediaStore store, CancellationToken ct)
    {
        if (await media.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new MediaNotFound());
        if (!await media.Delete(id, row.StorageKey, ct)) return Problems.From(new MediaInUse());
        // The row is gone: the files go too, even when nobody waits for it any more.
        await store.Delete(row.StorageKey, CancellationToken.None);
        if (row.ThumbnailKey is { } thumbnail) await store.Delete(thumbnail, CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<Results<PhysicalFileHttpResult, RedirectHttpResult, NotFound>> Serve(
        string key, long? expires, string? sig, SignedMediaUrls urls, IMetaMediaUrls stored, IOptions<MediaOptions> options, HttpResponse response, CancellationToken ct)
    {
        // A wrong signature and a missing file look the same. Only keys that we signed get this far, so none leads out of the folder.
        if (expires is null || sig is null || !urls.IsValid(key, expires.Value, sig)) return TypedResults.NotFound();
        response.Headers.CacheControl = "private, max-age=3600";
        if (options.Value.Store == MediaStoreKind.Minio) return TypedResults.Redirect((await stored.ForMeta(key, ct)).AbsoluteUri);
        var path = Path.Combine(options.Value.Root, key);
        if (!File.Exists(path)) return TypedResults.NotFound();
        var type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        // What a browser does not simply show is not opened within our own pages.
        var name = type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal) || type.StartsWith("audio/", StringComparison.Ordinal) ? null : Path.GetFileName(path);
        return TypedResults.PhysicalFile(path, type, name, enableRangeProcessing: true);
    }

    private static MediaUnsupported? Judge(Upload upload)
    {
        if (upload.MimeType.StartsWith("video/", StringComparison.Ordinal)) return new MediaUnsupported("Videos cannot be uploaded yet; JPEG, PNG and WebP pictures can.");
        if (Pictures.Sniff(upload.Bytes) is not { } real) return new MediaUnsupported("Only JPEG, PNG and WebP pictures can be uploaded.");
        var declared = upload.MimeType is "image/jpg" ? "image/jpeg" : upload.MimeType;
        return declared == real ? null : new MediaUnsupported($"The file is {real}, not {declared}.");
    }
}
