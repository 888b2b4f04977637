using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Minio;
using Minio.DataModel.Args;

namespace SocialSelling.Publishing;

/// <summary>Signed URLs of stored media. Whoever holds one may read that one file until it expires.</summary>
public interface IMediaUrls
{
    /// <summary>Absolute, for Meta's servers to fetch.</summary>
    Uri ForMeta(string storageKey);

    /// <summary>For a page; relative when the API host itself serves media. The same for an hour, so that browsers cache it.</summary>
    string ForBrowser(string storageKey);
}

/// <summary>URLs of the disk store: <c>/media/{key}?expires=&amp;sig=</c>, served by the API host.</summary>
public sealed class DiskMediaUrls(IOptions<MediaOptions> options, TimeProvider clock) : IMediaUrls
{
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.SigningSecret), 32, info: "media-urls"u8.ToArray());

    public Uri ForMeta(string storageKey) => new(options.Value.AppUrl.TrimEnd('/') + Sign(storageKey, options.Value.MetaUrlLife));

    public string ForBrowser(string storageKey) => Sign(storageKey, options.Value.BrowserUrlLife);

    /// <param name="expires">Unix seconds.</param>
    public bool IsValid(string storageKey, long expires, string signature) =>
        expires >= clock.GetUtcNow().ToUnixTimeSeconds() && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Signature(storageKey, expires)));

    private string Sign(string storageKey, TimeSpan life)
    {
        // Rounded up to whole lives: the URL stays the same for a while, and lives between one and two of them.
        var seconds = (long)life.TotalSeconds;
        var expires = (clock.GetUtcNow().ToUnixTimeSeconds() / seconds + 2) * seconds;
        return string.Create(CultureInfo.InvariantCulture, $"/media/{storageKey}?expires={expires}&sig={Signature(storageKey, expires)}");
    }

    private string Signature(string storageKey, long expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{storageKey}\n{expires}"))).AsSpan(0, 16));
}

/// <summary>MinIO's presigned URLs.</summary>
public sealed class MinioMediaUrls(IOptions<MediaOptions> options) : IMediaUrls
{
    private readonly IMinioClient client = MediaServices.Client(options.Value, publicly: true);

    public Uri ForMeta(string storageKey) => new(Presign(storageKey, options.Value.MetaUrlLife));

    public string ForBrowser(string storageKey) => Presign(storageKey, options.Value.BrowserUrlLife);

    // With the region given the client only computes; nothing is awaited.
    private string Presign(string storageKey, TimeSpan life) => client.PresignedGetObjectAsync(
        new PresignedGetObjectArgs().WithBucket(options.Value.Bucket).WithObject(storageKey).WithExpiry((int)life.TotalSeconds)).GetAwaiter().GetResult();
}
