namespace SocialSelling.Meta;

/// <summary>What became of fetching a file. A closed set.</summary>
public abstract record Fetched;

public sealed record FetchedFile(ReadOnlyMemory<byte> Bytes) : Fetched;

/// <summary>The link leads nowhere any more: it has expired, or what it showed was taken away.</summary>
public sealed record FileGone : Fetched;

public sealed record FileTooLarge : Fetched;

/// <summary>Neither there nor surely gone: the other side did not answer in time, or said that it cannot now.</summary>
public sealed record FileUnreachable : Fetched;

/// <summary>Fetches files whose links Meta hands out, from public addresses only, and never past a limit. Some at a time in a whole process, since each is held in memory.</summary>
public sealed class FileDownload(HttpClient http) : IDisposable
{
    /// <summary>For the whole file: a video of 25 MB at some 4 Mbit/s.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(50);
    public const int AtOnce = 4;
    private const int Chunk = 81_920;
    private readonly SemaphoreSlim free = new(AtOnce);

    /// <summary>Waits until memory has room for one more file.</summary>
    /// <returns>To be disposed when its file is not needed any more.</returns>
    public async Task<Place> Enter(CancellationToken ct)
    {
        await free.WaitAsync(ct);
        return new Place(this);
    }

    public void Dispose()
    {
        free.Dispose();
        http.Dispose();
    }

    private async Task<Fetched> Fetch(string url, int maxBytes, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")) return new FileGone();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            using var response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if ((int)response.StatusCode is 400 or 401 or 403 or 404 or 410) return new FileGone();
            if (!response.IsSuccessStatusCode) return new FileUnreachable();
            if (response.Content.Headers.ContentLength > maxBytes) return new FileTooLarge();
            return await ReadBounded(response, maxBytes, limit.Token) is { } bytes ? new FetchedFile(bytes) : new FileTooLarge();
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new FileUnreachable();
        }
    }

    /// <returns>Null when there is more than <paramref name="maxBytes"/>.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadBounded(HttpResponseMessage response, int maxBytes, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        // As large as it says that it is, and a byte for seeing that it ends there.
        var bytes = new byte[(response.Content.Headers.ContentLength ?? Chunk) + 1];
        var length = 0;
        for (int read; (read = await body.ReadAsync(bytes.AsMemory(length), ct)) > 0;)
        {
            if ((length += read) > maxBytes) return null;
            if (length == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(2L * length, maxBytes + 1L));
        }
        return bytes.AsMemory(0, length);
    }

    /// <summary>Room for one file.</summary>
    public sealed class Place(FileDownload download) : IDisposable
    {
        /// <param name="maxBytes">A file with more is not read to its end.</param>
        public Task<Fetched> Fetch(string url, int maxBytes, CancellationToken ct) => download.Fetch(url, maxBytes, ct);

        public void Dispose() => download.free.Release();
    }
}
