using System.IO.Enumeration;
using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>A folder. A file is written apart and then moved to its place, so that a crash leaves no half of one there.</summary>
public sealed class DiskMediaStore(IOptions<MediaOptions> options, SignedMediaUrls urls, TimeProvider clock) : IMediaStore
{
    private const int Chunk = 81_920;

    /// <summary>In the same folder, and so on the same disk: moving takes no copy.</summary>
    private string Parts => Path.Combine(options.Value.Root, ".parts");

    public async Task Put(string key, Stream bytes, string mimeType, CancellationToken ct)
    {
        var path = PathOf(key);
        // Two that write the same file at once do not meet.
        var part = Path.Combine(Parts, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(Parts);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                await bytes.CopyToAsync(file, Chunk, ct);
                // Its bytes lie on the disk before its name does: after the power has failed there is all of it or nothing. The name itself is not flushed, as .NET flushes no folder: the file system
                // writes it within seconds, and a power failure in them may lose a file whose row is there.
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
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<StoredFile> List(string prefix, CancellationToken ct) => Walk(prefix).ToAsyncEnumerable();

    public ValueTask<Uri> UploadUrl(string key, TimeSpan life, CancellationToken ct) => new(new Uri(urls.ForUpload(key, life), UriKind.Relative));

    public ValueTask<Uri> Url(string key, TimeSpan life, CancellationToken ct) => new(new Uri(urls.ForBrowser(key), UriKind.Relative));

    public int Sweep(TimeSpan age)
    {
        var folder = new DirectoryInfo(Parts);
        if (!folder.Exists) return 0;
        var before = clock.GetUtcNow().UtcDateTime - age;
        var left = folder.EnumerateFiles().Where(part => part.LastWriteTimeUtc < before).ToList();
        foreach (var part in left) part.Delete();
        return left.Count;
    }

    /// <summary>Reads folders as it goes. Those with a dot are what is half written.</summary>
    private IEnumerable<StoredFile> Walk(string prefix)
    {
        var root = Path.GetFullPath(options.Value.Root);
        if (!Directory.Exists(root)) yield break;
        string KeyOf(ref FileSystemEntry entry) => Path.GetRelativePath(root, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/');
        bool LeadsThere(ref FileSystemEntry entry) => KeyOf(ref entry) + "/" is var folder && folder[0] != '.' && (folder.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folder, StringComparison.Ordinal));
        // A link may lead anywhere, and round in circles.
        var everything = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };
        var files = new FileSystemEnumerable<StoredFile>(root, (ref entry) => new(KeyOf(ref entry), entry.Length, entry.LastWriteTimeUtc), everything)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory && KeyOf(ref entry).StartsWith(prefix, StringComparison.Ordinal),
            ShouldRecursePredicate = LeadsThere,
        };
        using var found = files.GetEnumerator();
        while (Next(found)) yield return found.Current;
    }

    private static bool Next(IEnumerator<StoredFile> found)
    {
        try
        {
            return found.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    /// <summary>As far as it goes: what stays is swept.</summary>
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
