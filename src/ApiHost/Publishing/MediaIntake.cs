using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>For whom a file is taken in, and as what.</summary>
/// <param name="Id">Chosen beforehand, so that a repeated request adds one file.</param>
internal sealed record MediaOwner(Guid Id, Guid WorkspaceId, Guid UserId);

/// <summary>A file of the library, and which other one it equals byte for byte.</summary>
internal sealed record TakenMedia(MediaRow Row, Guid? SameAs);

/// <summary>
/// Takes files into the library: into a spool folder, through <see cref="MediaPreparation"/>, into the store, and then the row. What breaks off on the way leaves no row, and files that were
/// announced before they were written, so that they are found and removed.
/// </summary>
internal sealed class MediaIntake(
    UploadReader reader, MediaPreparation preparation, MediaSpool spool, IMediaStore store, MediaRepository media, RemovedFileRepository removed, IOptions<MediaOptions> options, TimeProvider clock)
{
    private const long Giga = 1024L * 1024 * 1024;

    /// <summary>Reads a multipart request.</summary>
    public async Task<Result<TakenMedia>> Take(HttpRequest request, MediaOwner owner, CancellationToken ct)
    {
        if (await OverQuota(owner.WorkspaceId, request.ContentLength ?? 0, ct) is { } full) return full;
        using var folder = spool.New();
        var read = await reader.Read(request, folder, ct);
        return read.Error is { } refusal ? refusal : await Take(read.Get(), owner, folder, ct);
    }

    /// <summary>Reads a file that somebody put into the store: as many bytes as were announced.</summary>
    public async Task<Result<TakenMedia>> Take(Stream bytes, MediaUploadRow upload, CancellationToken ct)
    {
        using var folder = spool.New();
        var read = await reader.Receive(bytes, upload.FileName, upload.MimeType, folder, ct);
        if (read.Error is { } refusal) return refusal;
        if (read.Get().Size is var size && size != upload.Size) return new UploadIncomplete($"The upload was begun for {upload.Size} bytes, and {size} have come: PUT the file again.");
        return await Take(read.Get(), new MediaOwner(upload.Id, upload.WorkspaceId, upload.UserId), folder, ct);
    }

    /// <summary>Reads a file that was made here.</summary>
    public async Task<Result<TakenMedia>> Take(Stream bytes, string fileName, string declaredType, MediaOwner owner, CancellationToken ct)
    {
        using var folder = spool.New();
        var read = await reader.Receive(bytes, fileName, declaredType, folder, ct);
        return read.Error is { } refusal ? refusal : await Take(read.Get(), owner, folder, ct);
    }

    /// <summary>Stores what was prepared, and then its row.</summary>
    /// <returns>Null when a row with this id was there first.</returns>
    public async Task<MediaRow?> Store(PreparedMedia prepared, string fileName, MediaOwner owner, byte[] sha256, Guid? variantOf, CancellationToken ct)
    {
        // The files have names that nothing had before: what is being deleted is never what is being written.
        var key = $"{owner.WorkspaceId:N}/{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        var (main, source, preview, thumbnail) = (key + prepared.Format.Ending, Key(prepared.Source, ".source.jpg"), Key(prepared.Preview, ".preview.jpg"), Key(prepared.Thumbnail, ".small.jpg"));
        List<(string? Key, string? Path, string MimeType)> files =
            [(main, prepared.Path, prepared.Format.MimeType), (source, prepared.Source, "image/jpeg"), (preview, prepared.Preview, "image/jpeg"), (thumbnail, prepared.Thumbnail, "image/jpeg")];
        files.RemoveAll(f => f.Path is null);
        var row = new MediaRow(
            owner.Id, owner.WorkspaceId, owner.UserId, fileName, prepared.Format.Kind, prepared.Format.MimeType, new FileInfo(prepared.Path).Length, prepared.Width, prepared.Height,
            prepared.DurationSeconds, main, thumbnail, clock.GetUtcNow(), prepared.Facts, preview, source, variantOf, [], files.Sum(f => new FileInfo(f.Path!).Length));

        await removed.Announce(row.Keys, clock.GetUtcNow() + options.Value.UploadLife, ct);
        foreach (var file in files) await Put(file.Key!, file.Path!, file.MimeType, ct);
        return await media.Add(row, sha256, clock.GetUtcNow(), ct) ? row : null;

        string? Key(string? path, string ending) => path is null ? null : key + ending;
    }

    /// <returns>Why nothing more may be stored; null when it may.</returns>
    public async Task<MediaQuotaExceeded?> OverQuota(Guid workspaceId, long size, CancellationToken ct) =>
        options.Value.WorkspaceGigaBytes is > 0 and var limit && (await media.Stored(workspaceId, ct)).Bytes + size > limit * Giga ? new MediaQuotaExceeded(limit) : null;

    private async Task<Result<TakenMedia>> Take(Upload upload, MediaOwner owner, SpoolFolder folder, CancellationToken ct)
    {
        if (await OverQuota(owner.WorkspaceId, upload.Size, ct) is { } full) return full;
        var prepared = await preparation.Prepare(upload, folder, ct);
        if (prepared.Error is { } refusal) return refusal;
        if ((await Store(prepared.Get(), upload.FileName, owner, upload.Sha256, null, ct) ?? await media.FindFor(owner.UserId, owner.Id, ct)) is not { } row) return new MediaNotFound();
        return new TakenMedia(row, await media.SameAs(row, upload.Sha256, ct));
    }

    private async Task Put(string key, string path, string mimeType, CancellationToken ct)
    {
        await using var bytes = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await store.Put(key, bytes, mimeType, ct);
    }
}
