using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>A folder. A file is written beside its place and then moved, so that a crash leaves no half of one.</summary>
public sealed class DiskMediaStore(IOptions<MediaOptions> options, SignedMediaUrls urls) : IMediaStore
{
    private const int Chunk = 81_920;

    public async Task Put(string key, Stream bytes, string mimeType, CancellationToken ct)
    {
        var path = PathOf(key);
        // Two that write the same file at once do not meet.
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                await bytes.CopyToAsync(file, Chunk, ct);
            }
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e)
        {
            if (File.Exists(part)) File.Delete(part);
            if (e is IOException or UnauthorizedAccessException) throw new MediaStoreUnavailableException(e);
            throw;
        }
    }

    public Task<Stream?> Open(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        return Task.FromResult<Stream?>(File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous) : null);
    }

    public Task Delete(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        try
        {
            if (File.Exists(path)) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
        return Task.CompletedTask;
    }

    public ValueTask<Uri> UploadUrl(string key, TimeSpan life, CancellationToken ct) => new(new Uri(urls.ForUpload(key, life), UriKind.Relative));

    public ValueTask<Uri> Url(string key, TimeSpan life, CancellationToken ct) => new(new Uri(urls.ForBrowser(key), UriKind.Relative));

    /// <summary>Where a file lies, or would.</summary>
    public string PathOf(string key) => Path.Combine(options.Value.Root, key);
}
