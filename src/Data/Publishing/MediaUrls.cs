using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Minio;
using Minio.DataModel.Args;

namespace SocialSelling.Publishing;

/// <summary>URLs from which Meta's servers fetch a file. Whoever holds one may read that one file for a day or two.</summary>
public interface IMetaMediaUrls
{
    ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct);
}

/// <summary>
/// Signed paths that the API host serves: <c>/media/{key}?expires=&amp;sig=</c>. Browsers get them whatever the store is; Meta too, when it is a folder.
/// </summary>
public sealed class SignedMediaUrls(IOptions<MediaOptions> options, TimeProvider clock) : IMetaMediaUrls
{
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.SigningSecret), 32, info: "media-urls"u8.ToArray());

    public ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct) => new(new Uri(options.Value.AppUrl.TrimEnd('/') + Sign(storageKey, options.Value.MetaUrlLife)));

    /// <summary>Relative to the API host. The same for an hour, so that browsers cache what it names.</summary>
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
public sealed class PresignedMediaUrls(IOptions<MediaOptions> options) : IMetaMediaUrls
{
    private readonly IMinioClient client = MediaServices.Client(options.Value, publicly: true);

    public async ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct) => new(await client.PresignedGetObjectAsync(
        new PresignedGetObjectArgs().WithBucket(options.Value.Bucket).WithObject(storageKey).WithExpiry((int)options.Value.MetaUrlLife.TotalSeconds)));
}
