using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SocialSelling.Hosting;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>The media library: what is in it, what it is called, what uses it.</summary>
internal static class MediaEndpoints
{
    private const int MostUses = 50;

    /// <summary>States of posts that never ask for their files again; and those in which a post may lose one when the user insists.</summary>
    private static readonly string[] Done = ["published", "cancelled"], DoneOrIdle = [.. Done, "draft", "failed"];

    public static void MapMedia(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/media").WithTags("media").Needs(Permission.ContentRead, Permission.ContentWrite);
        group.MapPost("/", Add).Needs(Permission.ContentRead, Permission.ContentWrite, Permission.MessagesWrite).WithSummary("Upload a picture, a video or a recording: one multipart field, file").Accepts<IFormFile>("multipart/form-data")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503)
            // The reader knows the limit of each kind; this one is for those who lie about the length.
            .WithMetadata(new RequestSizeLimitAttribute(1100L * 1024 * 1024));
        group.MapGet("/", List).WithSummary("The media library, newest first: q is part of a file name or tag");
        group.MapGet("/tags", Tags).WithSummary("The tags in use").ProducesProblem(404);
        group.MapGet("/storage", Storage).WithSummary("What a workspace's files take, and may take").ProducesProblem(404);
        group.MapGet("/{id:guid}", Get).WithSummary("One media file").ProducesProblem(404);
        group.MapPatch("/{id:guid}", Change).WithSummary("Rename a file, or give it other tags").ProducesProblem(400).ProducesProblem(404);
        group.MapGet("/{id:guid}/usage", Usage).WithSummary("What uses a file or a variant of it").ProducesProblem(404);
        group.MapDelete("/{id:guid}", Delete).WithSummary("Delete a file and its variants, unless something needs them; force takes it from drafts and failed posts").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Created<MediaView>, ProblemHttpResult>> Add(
        Guid? workspaceId, HttpContext http, CurrentUser user, UserRepository users, MediaIntake intake, SignedMediaUrls urls, TimeProvider clock, CancellationToken ct)
    {
        if (await Workspace(workspaceId, user, users, ct) is not { } workspace) return Problems.From(new WorkspaceNotFound());
        var taken = await intake.Take(http.Request, new MediaOwner(Idempotency.NewId(http, clock), workspace, user.Id), ct);
        return taken.Error is { } error ? Problems.From(error) : TypedResults.Created($"/api/media/{taken.Get().Row.Id}", taken.Get().Row.ToView(urls, taken.Get().SameAs));
    }

    private static async Task<Ok<Page<MediaView>>> List(
        [AsParameters] MediaQuery asked, int? limit, string? cursor, CurrentUser user, MediaRepository media, SignedMediaUrls urls, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var rows = await media.Page(user.Id, new MediaFilter(asked.WorkspaceId, asked.Kind, asked.Tag?.Trim().ToLowerInvariant(), asked.Q), Cursor.Read(cursor), take + 1, ct);
        return TypedResults.Ok(Paging.Of(rows, take, m => m.ToView(urls), m => Cursor.Of(m.CreatedAt, m.Id)));
    }

    private static async Task<Results<Ok<Page<MediaTagView>>, ProblemHttpResult>> Tags(Guid? workspaceId, CurrentUser user, UserRepository users, MediaRepository media, CancellationToken ct) =>
        await Workspace(workspaceId, user, users, ct) is { } workspace
            ? TypedResults.Ok(new Page<MediaTagView>([.. (await media.Tags(workspace, ct)).Select(t => new MediaTagView(t.Tag, t.Files))], null))
            : Problems.From(new WorkspaceNotFound());

    private static async Task<Results<Ok<MediaStorageView>, ProblemHttpResult>> Storage(
        Guid? workspaceId, CurrentUser user, UserRepository users, MediaRepository media, IOptions<MediaOptions> options, CancellationToken ct)
    {
        if (await Workspace(workspaceId, user, users, ct) is not { } workspace) return Problems.From(new WorkspaceNotFound());
        var (bytes, files) = await media.Stored(workspace, ct);
        return TypedResults.Ok(new MediaStorageView(bytes, options.Value.WorkspaceGigaBytes is > 0 and var limit ? limit * 1024L * 1024 * 1024 : null, files));
    }

    private static async Task<Results<Ok<MediaView>, ProblemHttpResult>> Get(Guid id, CurrentUser user, MediaRepository media, SignedMediaUrls urls, CancellationToken ct) =>
        await media.FindFor(user.Id, id, ct) is { } row ? TypedResults.Ok(row.ToView(urls)) : Problems.From(new MediaNotFound());

    private static async Task<Results<Ok<MediaView>, ProblemHttpResult, ValidationProblem>> Change(
        Guid id, MediaChange change, CurrentUser user, MediaRepository media, SignedMediaUrls urls, CancellationToken ct)
    {
        if (await media.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new MediaNotFound());
        if (change.FileName is { } name && UploadReader.NameProblem(name) is { } wrong) return Problems.Invalid("fileName", wrong);
        var tags = change.Tags?.Select(t => t.Trim().ToLowerInvariant()).Distinct().ToArray();
        if (tags?.Any(t => t.Length is 0 or > MediaChange.LongestTag) is true) return Problems.Invalid("tags", $"A tag has 1 to {MediaChange.LongestTag} characters.");
        await media.Change(id, change.FileName?.Trim(), tags, ct);
        return TypedResults.Ok((row with { FileName = change.FileName?.Trim() ?? row.FileName, Tags = tags ?? row.Tags }).ToView(urls));
    }

    private static async Task<Results<Ok<MediaUsageView>, ProblemHttpResult>> Usage(Guid id, CurrentUser user, MediaRepository media, CancellationToken ct) =>
        await media.FindFor(user.Id, id, ct) is null ? Problems.From(new MediaNotFound()) : TypedResults.Ok(new MediaUsageView(await Uses(id, [], media, ct), await media.WaitingMessages(id, ct), await media.Series(id, ct)));

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, bool? force, CurrentUser user, MediaRepository media, RemovedFileRepository removed, IMediaStore store, CancellationToken ct)
    {
        if (await media.FindFor(user.Id, id, ct) is not { } row) return Problems.From(new MediaNotFound());
        var free = force is true ? DoneOrIdle : Done;
        if (!await media.Delete(id, free, ct)) return Problems.From(new MediaInUse(await Uses(id, free, media, ct), await media.WaitingMessages(id, ct), await media.Series(id, ct)));
        try
        {
            // The row is gone: the files go too, even when nobody waits for it any more. Whatever does not go now goes later.
            foreach (var key in row.Keys) await store.Delete(key, CancellationToken.None);
            await removed.Forget([.. row.Keys], CancellationToken.None);
        }
        catch (MediaStoreUnavailableException)
        {
        }
        return TypedResults.NoContent();
    }

    private static async Task<IReadOnlyList<MediaUseView>> Uses(Guid id, string[] besides, MediaRepository media, CancellationToken ct) =>
        [.. (await media.Uses(id, MostUses, ct)).Where(u => !besides.Contains(u.Status)).Select(u => new MediaUseView(u.PostId, u.AccountId, u.Type, u.Status, u.Caption, u.ScheduledAt))];

    /// <returns>The workspace asked for, by default the user's first; null when it is not the user's.</returns>
    internal static async Task<Guid?> Workspace(Guid? asked, CurrentUser user, UserRepository users, CancellationToken ct) =>
        (await users.ListWorkspaces(user.Id, ct)).Find(w => asked is null || w.Id == asked)?.Id;
}

/// <param name="Q">Part of a file name or of a tag, in any case.</param>
internal sealed record MediaQuery(Guid? WorkspaceId, [property: AllowedValues("image", "video", "audio", null)] string? Kind, [property: StringLength(40)] string? Tag, [property: StringLength(100)] string? Q);

/// <summary>Null keeps what is there.</summary>
/// <param name="Tags">All of them: the ones that are not named are taken away. Kept in small letters.</param>
internal sealed record MediaChange([property: StringLength(255, MinimumLength = 1)] string? FileName = null, [property: MaxLength(20)] string[]? Tags = null)
{
    public const int LongestTag = 40;
}

internal sealed record MediaTagView(string Tag, int Files);

/// <param name="Bytes">All files of the workspace with their variants and thumbnails.</param>
/// <param name="LimitBytes">Null when there is no limit.</param>
/// <param name="Files">How many the library lists.</param>
internal sealed record MediaStorageView(long Bytes, long? LimitBytes, int Files);

/// <param name="Posts">The latest first, at most 50.</param>
/// <param name="WaitingMessages">Messages that wait for their time and carry the file.</param>
/// <param name="Series">Recurring posts that go on and are made with the file.</param>
internal sealed record MediaUsageView(IReadOnlyList<MediaUseView> Posts, int WaitingMessages, int Series);

/// <param name="Caption">Its beginning.</param>
internal sealed record MediaUseView(Guid PostId, Guid AccountId, string Type, string Status, string Caption, DateTimeOffset? ScheduledAt);
