using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>Uploads past the API: begun here, sent to where the store is, and completed here.</summary>
internal static class MediaUploadEndpoints
{
    public static void MapMediaUploads(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/media/uploads").WithTags("media").Needs(Permission.ContentRead, Permission.ContentWrite, Permission.MessagesWrite);
        group.MapPost("/", Begin).WithSummary("Begin an upload: where to PUT the file, and until when").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415);
        group.MapPost("/{id:guid}/complete", Complete).WithSummary("Take the file that was PUT into the library").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);
    }

    private static async Task<Results<Created<MediaUploadView>, ProblemHttpResult>> Begin(
        UploadDraft draft, HttpContext http, CurrentUser user, UserRepository users, MediaIntake intake, MediaUploadRepository uploads, RemovedFileRepository removed, IMediaStore store,
        IOptions<MediaOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (await MediaEndpoints.Workspace(draft.WorkspaceId, user, users, ct) is not { } workspace) return Problems.From(new WorkspaceNotFound());
        if (UploadReader.Refusal(draft.FileName, draft.MimeType, draft.Size, options.Value) is { } wrong) return Problems.From(wrong);
        if (await intake.OverQuota(workspace, draft.Size, ct) is { } full) return Problems.From(full);

        var life = options.Value.UploadLife;
        var upload = new MediaUploadRow(Idempotency.NewId(http, clock), workspace, user.Id, draft.FileName, draft.MimeType, draft.Size, clock.GetUtcNow() + life);
        // One that is completed in its last second still finds its file, and what is PUT after that goes as well.
        await removed.Announce([upload.IncomingKey], upload.ExpiresAt + life, ct);
        await uploads.Add(upload, ct);
        var url = await store.UploadUrl(upload.IncomingKey, life, ct);
        return TypedResults.Created($"/api/media/uploads/{upload.Id}/complete", new MediaUploadView(upload.Id, url.OriginalString, "PUT", new() { ["Content-Type"] = draft.MimeType }, upload.ExpiresAt));
    }

    private static async Task<Results<Created<MediaView>, Ok<MediaView>, ProblemHttpResult>> Complete(
        Guid id, CurrentUser user, MediaUploadRepository uploads, MediaRepository media, MediaIntake intake, IMediaStore store, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct)
    {
        if (await uploads.FindFor(user.Id, id, ct) is not { } upload || upload.ExpiresAt <= clock.GetUtcNow())
            return await media.FindFor(user.Id, id, ct) is { } earlier ? TypedResults.Ok(earlier.ToView(urls)) : Problems.From(new UploadNotFound());
        await using var bytes = await store.Open(upload.IncomingKey, ct);
        if (bytes is null) return Problems.From(new UploadIncomplete("The file has not been sent yet: PUT it to the upload's URL first."));

        var taken = await intake.Take(bytes, upload, ct);
        // What was sent is in the library now, or was refused for good; but for what another try may still bring to its end.
        if (taken.Error is not (UploadIncomplete or MediaQuotaExceeded or MediaNotFound)) await Forget(upload, uploads, store);
        return taken.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/media/{id}", taken.Get().Row.ToView(urls, taken.Get().SameAs));
    }

    /// <summary>The row goes first: no file of ours is taken in any more. Its URL may live on, so the file goes again when it was announced to.</summary>
    private static async Task Forget(MediaUploadRow upload, MediaUploadRepository uploads, IMediaStore store)
    {
        await uploads.Remove(upload.Id, CancellationToken.None);
        try
        {
            await store.Delete(upload.IncomingKey, CancellationToken.None);
        }
        catch (MediaStoreUnavailableException)
        {
            // It goes when it was announced to.
        }
    }
}

/// <param name="Size">In bytes; exactly that many have to follow.</param>
internal sealed record UploadDraft(
    [property: Required, StringLength(255, MinimumLength = 1)] string FileName, [property: Required, StringLength(100)] string MimeType, [property: Required, Range(1, long.MaxValue)] long Size,
    Guid? WorkspaceId = null);

/// <param name="Id">Also of the media file that becomes of it.</param>
/// <param name="Url">Where the file goes; relative to this host, or absolute. Holds for this one file and nothing else.</param>
/// <param name="Headers">What has to be sent with it.</param>
internal sealed record MediaUploadView(Guid Id, string Url, string Method, Dictionary<string, string> Headers, DateTimeOffset ExpiresAt);
