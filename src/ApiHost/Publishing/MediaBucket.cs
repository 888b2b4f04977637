using Microsoft.Extensions.Options;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace SocialSelling.Publishing;

/// <summary>Makes the bucket when it is missing, as soon as the store answers. A store that is down does not keep the API host from starting: uploads wait, the rest works.</summary>
internal sealed partial class MediaBucket(IOptions<MediaOptions> options, TimeProvider clock, ILogger<MediaBucket> logger) : BackgroundService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Store != MediaStoreKind.Minio) return;
        using var client = MediaServices.Client(options.Value, publicly: false);
        while (!await Ensure(client, stoppingToken)) await Task.Delay(TryAgainAfter, clock, stoppingToken);
    }

    /// <returns>False when the store does not answer: nothing is known then.</returns>
    private async Task<bool> Ensure(IMinioClient client, CancellationToken ct)
    {
        var bucket = options.Value.Bucket;
        try
        {
            if (await client.BucketExistsAsync(new BucketExistsArgs().WithBucket(bucket), ct)) return true;
            await client.MakeBucketAsync(new MakeBucketArgs().WithBucket(bucket), ct);
            LogMade(bucket);
            return true;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            LogRefused(bucket, e.Message);
            return true;
        }
        catch (Exception e) when (MinioMediaStore.IsUnavailable(e))
        {
            LogUnavailable(options.Value.Endpoint, e.Message);
            return false;
        }
    }

    private static bool IsRefusal(Exception e) =>
        e is AccessDeniedException or AuthorizationException or MinioException { Response.Code: "AccessDenied" or "InvalidAccessKeyId" or "SignatureDoesNotMatch" };

    [LoggerMessage(LogLevel.Information, "Made the bucket {Bucket} (MINIO_BUCKET)")]
    private partial void LogMade(string bucket);

    [LoggerMessage(LogLevel.Error, "The bucket {Bucket} (MINIO_BUCKET) cannot be seen or made with MINIO_ACCESS_KEY: {Why} Make it by hand, and allow the key to read, write and delete in it")]
    private partial void LogRefused(string bucket, string why);

    [LoggerMessage(LogLevel.Warning, "The media store at {Endpoint} (MINIO_ENDPOINT) does not answer: {Why} Trying again in seconds; until then uploads are refused")]
    private partial void LogUnavailable(string endpoint, string why);
}
