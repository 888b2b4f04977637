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
    private const string Read = "GET\n", Write = "PUT\n";
    private readonly byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.SigningSecret), 32, info: "media-urls"u8.ToArray());

    public ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct) =>
        new(new Uri(options.Value.AppUrl.TrimEnd('/') + Sign(Read, storageKey, Now() + (long)options.Value.MetaUrlLife.TotalSeconds)));

    /// <summary>Relative to the API host. The same for an hour, so that browsers cache what it names.</summary>
    public string ForBrowser(string storageKey)
    {
        // Rounded up to whole lives: the URL stays the same for a while, and lives between one and two of them.
        var life = (long)options.Value.BrowserUrlLife.TotalSeconds;
        return Sign(Read, storageKey, (Now() / life + 2) * life);
    }

    /// <summary>Where this one file may be PUT for <paramref name="life"/>; relative to the API host. Nothing can be read with it.</summary>
    public string ForUpload(string storageKey, TimeSpan life) => Sign(Write, storageKey, Now() + (long)life.TotalSeconds);

    /// <param name="expires">Unix seconds.</param>
    public bool MayRead(string storageKey, long expires, string signature) => IsValid(Read, storageKey, expires, signature);

    /// <param name="expires">Unix seconds.</param>
    public bool MayWrite(string storageKey, long expires, string signature) => IsValid(Write, storageKey, expires, signature);

    private bool IsValid(string purpose, string storageKey, long expires, string signature) =>
        expires >= Now() && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.ASCII.GetBytes(Signature(purpose, storageKey, expires)));

    private string Sign(string purpose, string storageKey, long expires) =>
        string.Create(CultureInfo.InvariantCulture, $"/media/{storageKey}?expires={expires}&sig={Signature(purpose, storageKey, expires)}");

    private string Signature(string purpose, string storageKey, long expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{purpose}{storageKey}\n{expires}"))).AsSpan(0, 16));

    private long Now() => clock.GetUtcNow().ToUnixTimeSeconds();
}

/// <summary>MinIO's presigned URLs.</summary>
public sealed class PresignedMediaUrls(IOptions<MediaOptions> options) : IMetaMediaUrls
{
    private readonly IMinioClient client = MediaServices.Client(options.Value, publicly: true);

    public async ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct) => new(await client.PresignedGetObjectAsync(
        new PresignedGetObjectArgs().WithBucket(options.Value.Bucket).WithObject(storageKey).WithExpiry((int)options.Value.MetaUrlLife.TotalSeconds)));
}
