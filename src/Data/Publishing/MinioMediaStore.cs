using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace SocialSelling.Publishing;

/// <summary>
/// A bucket of MinIO, or of whatever speaks S3. Bytes go through URLs that the client signs, as they come: its own methods hold parts of 5 MB and more in memory for each file.
/// </summary>
public sealed class MinioMediaStore(IOptions<MediaOptions> options) : IMediaStore, IDisposable
{
    /// <summary>Of URLs that are used at once; and until the store begins to answer, or goes on.</summary>
    private static readonly TimeSpan Inside = TimeSpan.FromMinutes(10), Patience = TimeSpan.FromSeconds(30);
    private readonly IMinioClient client = MediaServices.Client(options.Value, publicly: false), outside = MediaServices.Client(options.Value, publicly: true);
    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public Task Put(string key, Stream bytes, string mimeType, CancellationToken ct) => Guard(MediaStoreExtensions.PutLimit(bytes.Length - bytes.Position), async limit =>
    {
        var url = await client.PresignedPutObjectAsync(new PresignedPutObjectArgs().WithBucket(options.Value.Bucket).WithObject(key).WithExpiry((int)Inside.TotalSeconds));
        using var content = new StreamContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(mimeType);
        content.Headers.ContentLength = bytes.Length - bytes.Position;
        using var answer = await http.PutAsync(new Uri(url), content, limit);
        answer.EnsureSuccessStatusCode();
        return true;
    }, ct);

    public Task<Stream?> Open(string key, CancellationToken ct) => Guard(Patience, async limit =>
    {
        var url = await client.PresignedGetObjectAsync(new PresignedGetObjectArgs().WithBucket(options.Value.Bucket).WithObject(key).WithExpiry((int)Inside.TotalSeconds));
        var answer = await http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, limit);
        if (answer.IsSuccessStatusCode) return (Stream?)new MinioStream(await answer.Content.ReadAsStreamAsync(limit), Patience);
        // Its connection goes back.
        using (answer) return answer.StatusCode == HttpStatusCode.NotFound ? null : throw new HttpRequestException("The store refused.", null, answer.StatusCode);
    }, ct);

    public Task Delete(string key, CancellationToken ct) => Guard(Patience, async limit =>
    {
        await client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(options.Value.Bucket).WithObject(key), limit);
        return true;
    }, ct);

    public async IAsyncEnumerable<StoredFile> List(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        // The client asks for the next thousand when they are wanted, and gives up on each by itself.
        await using var found = client.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket(options.Value.Bucket).WithPrefix(prefix).WithRecursive(true), ct).GetAsyncEnumerator(ct);
        while (await Guard(Patience, _ => found.MoveNextAsync().AsTask(), ct))
            if (found.Current is { IsDir: false } file)
                yield return new StoredFile(file.Key, (long)file.Size, DateTimeOffset.Parse(file.LastModified, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    /// <summary>A bucket shows no half of an object.</summary>
    public int Sweep(TimeSpan age) => 0;

    public async ValueTask<Uri> UploadUrl(string key, TimeSpan life, CancellationToken ct) =>
        new(await outside.PresignedPutObjectAsync(new PresignedPutObjectArgs().WithBucket(options.Value.Bucket).WithObject(key).WithExpiry((int)life.TotalSeconds)));

    public async ValueTask<Uri> Url(string key, TimeSpan life, CancellationToken ct) =>
        new(await outside.PresignedGetObjectAsync(new PresignedGetObjectArgs().WithBucket(options.Value.Bucket).WithObject(key).WithExpiry((int)life.TotalSeconds)));

    public void Dispose() => http.Dispose();

    /// <summary>Whether the store did not answer, or not as one that works.</summary>
    public static bool IsUnavailable(Exception e) => e is MinioException or HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    private static async Task<T> Guard<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        over.CancelAfter(limit);
        try
        {
            return await work(over.Token);
        }
        catch (Exception e) when (IsUnavailable(e) || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new MediaStoreUnavailableException(e);
        }
    }
}
