namespace SocialSelling.Meta;

/// <summary>Fetches pictures whose links Meta hands out and which expire: small ones, from public addresses only.</summary>
public sealed class PictureDownload(HttpClient http)
{
    /// <summary>Profile pictures have some ten kilobytes.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <returns>The JPEG; null when it could not be fetched, is none, or has more than <see cref="MaxBytes"/>.</returns>
    public async Task<byte[]?> Find(string url, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > MaxBytes) return null;
            await response.Content.LoadIntoBufferAsync(MaxBytes, limit.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(limit.Token);
            return bytes is [0xFF, 0xD8, 0xFF, ..] ? bytes : null;
        }
        catch (Exception e) when (e is HttpRequestException || e is OperationCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
