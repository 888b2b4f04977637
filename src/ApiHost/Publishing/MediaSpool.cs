using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>Where files lie while they are taken in: never in memory, and gone when that is over, however it ends.</summary>
internal sealed class MediaSpool(IOptions<MediaOptions> options, TimeProvider clock)
{
    private readonly string root = options.Value.Spool;

    public SpoolFolder New()
    {
        try
        {
            return new SpoolFolder(Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    /// <summary>Removes what a killed process left behind: folders of uploads, and requests that were read ahead, where <c>ASPNETCORE_TEMP</c> leads here. Whatever else lies here is not ours.</summary>
    /// <param name="age">Younger ones may be in use, by another process as well.</param>
    /// <returns>How many were removed, and how many could not be.</returns>
    public (int Removed, int Stuck) Sweep(TimeSpan age)
    {
        var folder = new DirectoryInfo(root);
        if (!folder.Exists) return default;
        var before = clock.GetUtcNow().UtcDateTime - age;
        var swept = folder.EnumerateDirectories().Where(d => Guid.TryParseExact(d.Name, "N", out _)).Cast<FileSystemInfo>().Concat(folder.EnumerateFiles("ASPNETCORE_*.tmp")).Select(entry => Sweep(entry, before)).ToList();
        return (swept.Count(removed => removed is true), swept.Count(removed => removed is null));
    }

    /// <returns>Null when it could not be removed.</returns>
    private static bool? Sweep(FileSystemInfo entry, DateTime before)
    {
        try
        {
            if (LastWritten(entry) >= before) return false;
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            // Whoever it belonged to was faster, or another sweeper.
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A folder's own time stands still while a file in it grows.</summary>
    private static DateTime LastWritten(FileSystemInfo entry) =>
        entry is DirectoryInfo folder ? folder.EnumerateFiles().Select(f => f.LastWriteTimeUtc).Append(folder.LastWriteTimeUtc).Max() : entry.LastWriteTimeUtc;
}

/// <summary>The files of one upload.</summary>
internal sealed class SpoolFolder(string path) : IDisposable
{
    public string File(string name) => Path.Combine(path, name);

    /// <summary>What cannot be removed is no reason for a file that was taken in to be refused: the sweeper takes it.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
