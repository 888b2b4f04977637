using Microsoft.Extensions.Options;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace SocialSelling.Publishing;

/// <summary>Where the bytes of media files lie. A key is <c>{workspace}/{id}.{ext}</c> and never comes from a user.</summary>
public interface IMediaStore
{
    /// <exception cref="MediaStoreUnavailableException">The store does not answer.</exception>
    Task Put(string key, ReadOnlyMemory<byte> bytes, string mimeType, CancellationToken ct);

    /// <summary>Nothing happens when there is no such file.</summary>
    Task Delete(string key, CancellationToken ct);
}

/// <summary>The store cannot be reached; trying again later may help.</summary>
public sealed class MediaStoreUnavailableException(Exception inner) : Exception("The media store does not answer.", inner);

/// <summary>A folder. A file is written beside its place and then moved, so that a crash leaves no half of one.</summary>
public sealed class DiskMediaStore(IOptions<MediaOptions> options) : IMediaStore
{
    public async Task Put(string key, ReadOnlyMemory<byte> bytes, string mimeType, CancellationToken ct)
    {
        var path = Path.Combine(options.Value.Root, key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path + ".part", bytes, ct);
            File.Move(path + ".part", path, overwrite: true);
        }
        catch (IOException e)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }

    public Task Delete(string key, CancellationToken ct)
    {
        var path = Path.Combine(options.Value.Root, key);
        if (File.Exists(path)) File.Delete(path);
        return Task.CompletedTask;
    }
}

/// <summary>A bucket of MinIO, or of whatever speaks S3.</summary>
public sealed class MinioMediaStore(IOptions<MediaOptions> options) : IMediaStore
{
    private readonly IMinioClient client = MediaServices.Client(options.Value, publicly: false);

    public async Task Put(string key, ReadOnlyMemory<byte> bytes, string mimeType, CancellationToken ct) => await Guard(async () =>
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        await client.PutObjectAsync(new PutObjectArgs().WithBucket(options.Value.Bucket).WithObject(key).WithStreamData(stream).WithObjectSize(stream.Length).WithContentType(mimeType), ct);
    });

    public Task Delete(string key, CancellationToken ct) =>
        Guard(() => client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(options.Value.Bucket).WithObject(key), ct));

    /// <summary>Whether the store did not answer, or not as one that works.</summary>
    public static bool IsUnavailable(Exception e) => e is MinioException or HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    private static async Task Guard(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            throw new MediaStoreUnavailableException(e);
        }
    }
}
