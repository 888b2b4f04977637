using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>Where files lie while they are taken in: never in memory, and gone when that is over, however it ends.</summary>
internal sealed class MediaSpool(IOptions<MediaOptions> options, TimeProvider clock)
{
    private readonly string root = options.Value switch
    {
        { SpoolFolder: { Length: > 0 } named } => named,
        { Store: MediaStoreKind.Disk, Root: var media } => Path.Combine(media, ".spool"),
        _ => Path.Combine(Path.GetTempPath(), "social-selling-spool"),
    };

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

    /// <summary>Removes what a killed process left behind.</summary>
    /// <param name="age">Younger ones may be in use, by another process as well.</param>
    /// <returns>How many there were.</returns>
    public int Sweep(TimeSpan age)
    {
        if (!Directory.Exists(root)) return 0;
        var old = new DirectoryInfo(root).EnumerateDirectories().Where(d => d.LastWriteTimeUtc < clock.GetUtcNow().UtcDateTime - age).ToList();
        foreach (var folder in old) new SpoolFolder(folder.FullName).Dispose();
        return old.Count;
    }
}

/// <summary>The files of one upload.</summary>
internal sealed class SpoolFolder(string path) : IDisposable
{
    public string File(string name) => Path.Combine(path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another sweeper was first.
        }
    }
}
