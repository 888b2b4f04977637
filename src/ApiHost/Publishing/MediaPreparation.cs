namespace SocialSelling.Publishing;

/// <summary>A file and what goes with it, ready to be stored: paths in a spool folder.</summary>
internal sealed record PreparedMedia(
    MediaFormat Format, string Path, int? Width, int? Height, double? DurationSeconds, MediaFacts? Facts, string? Source, string? Preview, string? Thumbnail);

/// <summary>Makes of an upload what is kept. One or two at a time: each costs a core and up to some hundred megabytes, and the others wait on disk.</summary>
internal sealed class MediaPreparation(Recordings recordings) : IDisposable
{
    private readonly SemaphoreSlim places = new(Math.Clamp(Environment.ProcessorCount / 2, 1, 2));

    public async Task<Result<PreparedMedia>> Prepare(Upload upload, SpoolFolder folder, CancellationToken ct) =>
        upload.Format.Kind == "image" ? await Work(() => Task.FromResult(Picture(Pictures.Prepare(upload.Path, folder))), ct) : await Work(() => Recording(upload, folder, ct), ct);

    /// <summary>A picture in another shape.</summary>
    public Task<Result<PreparedMedia>> Reshape(string path, Func<Size, Frame> decide, string background, SpoolFolder folder, CancellationToken ct) =>
        Work(() => Task.FromResult(Picture(Pictures.Reshape(path, decide, background, folder))), ct);

    public void Dispose() => places.Dispose();

    private static Result<PreparedMedia> Picture(Result<PictureFiles> made)
    {
        if (made.Error is { } refusal) return refusal;
        var files = made.Get();
        return new PreparedMedia(MediaFormat.Jpeg, files.Published, files.Size.Width, files.Size.Height, null, null, files.Source, files.Preview, files.Thumbnail);
    }

    private async Task<Result<PreparedMedia>> Recording(Upload upload, SpoolFolder folder, CancellationToken ct)
    {
        var prepared = await recordings.Prepare(upload, folder, ct);
        if (prepared.Error is { } refusal) return refusal;
        var recording = prepared.Get();
        var poster = recording.Poster is { } path ? Pictures.Prepare(path, folder) : null;
        if (poster?.Error is { } unreadable) return unreadable;
        return new PreparedMedia(
            upload.Format, recording.Path, recording.Size?.Width, recording.Size?.Height, recording.DurationSeconds, recording.Facts, null, poster?.Value?.Preview, poster?.Value?.Thumbnail);
    }

    /// <summary>Off the caller's thread: pictures keep one busy.</summary>
    private async Task<Result<PreparedMedia>> Work(Func<Task<Result<PreparedMedia>>> work, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            return await Task.Run(work, ct);
        }
        finally
        {
            places.Release();
        }
    }
}
