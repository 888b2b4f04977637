using System.Runtime.InteropServices;

namespace SocialSelling.Publishing;

/// <summary>Where the bytes of media files lie: a folder or a bucket. A key is <c>{workspace}/{id}.{ext}</c> and never comes from a user.</summary>
public interface IMediaStore
{
    /// <summary>Ends after <see cref="MediaStoreExtensions.PutLimit"/>, one way or the other, where it goes over a network.</summary>
    /// <param name="bytes">From where it stands to its end; it must be able to tell its length.</param>
    /// <exception cref="MediaStoreUnavailableException">The store does not answer.</exception>
    Task Put(string key, Stream bytes, string mimeType, CancellationToken ct);

    /// <returns>The file's bytes as they come, which end with the same exception when the store breaks off; null when there is no such file.</returns>
    /// <exception cref="MediaStoreUnavailableException">The store does not answer.</exception>
    Task<Stream?> Open(string key, CancellationToken ct);

    /// <summary>Nothing happens when there is no such file.</summary>
    /// <exception cref="MediaStoreUnavailableException">The store does not answer.</exception>
    Task Delete(string key, CancellationToken ct);

    /// <summary>The files whose keys begin with <paramref name="prefix"/>, in no order; a page of them at a time is in memory.</summary>
    /// <remarks>What is written or removed meanwhile may be among them or not.</remarks>
    /// <exception cref="MediaStoreUnavailableException">The store does not answer.</exception>
    IAsyncEnumerable<StoredFile> List(string prefix, CancellationToken ct);

    /// <summary>Removes what writes that broke off with their process have left behind.</summary>
    /// <param name="age">Younger ones may be under way, in another process as well.</param>
    /// <returns>How many there were.</returns>
    int Sweep(TimeSpan age);

    /// <summary>Where a browser PUTs one file, without any other right. Absolute, or relative to the API host.</summary>
    ValueTask<Uri> UploadUrl(string key, TimeSpan life, CancellationToken ct);

    /// <summary>Where a browser reads one file. Absolute, or relative to the API host.</summary>
    ValueTask<Uri> Url(string key, TimeSpan life, CancellationToken ct);
}

/// <summary>The store cannot be reached; trying again later may help.</summary>
public sealed class MediaStoreUnavailableException(Exception inner) : Exception("The media store does not answer.", inner);

public static class MediaStoreExtensions
{
    /// <summary>How long storing so many bytes may take: a megabyte a second, and some for whoever else is there.</summary>
    public static TimeSpan PutLimit(long bytes) => TimeSpan.FromSeconds(20 + bytes / 1_000_000d);

    public static async Task Put(this IMediaStore store, string key, ReadOnlyMemory<byte> bytes, string mimeType, CancellationToken ct)
    {
        // What is in an array, as almost everything is, is not copied.
        var array = MemoryMarshal.TryGetArray(bytes, out var part) ? part : bytes.ToArray();
        using var stream = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        await store.Put(key, stream, mimeType, ct);
    }
}
