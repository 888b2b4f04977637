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
                // A row will say that it is there: then it is, also after the power has failed.
                file.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Drop(part);
            throw new MediaStoreUnavailableException(e);
        }
        catch (OperationCanceledException)
        {
            Drop(part);
            throw;
        }
    }

    public Task<Stream?> Open(string key, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    public Task Delete(string key, CancellationToken ct)
    {
        var path = PathOf(key);
        try
        {
            var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
            if (!folder.Exists) return Task.CompletedTask;
            File.Delete(path);
            // What a killed process had written of it.
            foreach (var part in folder.EnumerateFiles(Path.GetFileName(path) + ".*.part")) part.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
        return Task.CompletedTask;
    }

    public ValueTask<Uri> UploadUrl(string key, TimeSpan life, CancellationToken ct) => new(new Uri(urls.ForUpload(key, life), UriKind.Relative));

    public ValueTask<Uri> Url(string key, TimeSpan life, CancellationToken ct) => new(new Uri(urls.ForBrowser(key), UriKind.Relative));

    /// <summary>As far as it goes: what stays goes with the file.</summary>
    private static void Drop(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Where a file lies, or would.</summary>
    public string PathOf(string key) => Path.Combine(options.Value.Root, key);
}
