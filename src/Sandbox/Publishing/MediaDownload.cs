namespace SocialSelling.Sandbox.Publishing;

/// <summary>What was fetched: a picture, or how long the video is that was fetched and not kept.</summary>
internal sealed record FetchedMedia(byte[]? Picture, TimeSpan? Duration);

/// <summary>Fetches what is to be published, for real, as Meta does while the container is created.</summary>
internal static class MediaDownload
{
    private const int MaxPicture = 8 * 1024 * 1024;

    /// <returns>The media, or what Meta would answer.</returns>
    public static async Task<(FetchedMedia? Media, IResult? Problem)> Fetch(IHttpClientFactory http, string address, bool isImage)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)) return (null, NotFetched("it is no http address"));
        try
        {
            using var client = http.CreateClient("media");
            using var response = await client.GetAsync(url);
            if (!response.IsSuccessStatusCode) return (null, NotFetched($"HTTP {(int)response.StatusCode}"));
            var bytes = await response.Content.ReadAsByteArrayAsync();
            if (!isImage) return (new(null, Mp4Duration.Read(bytes)), null);
            if (bytes.Length > MaxPicture) return (null, GraphAnswers.Error(36000, 2207004, "The image is too large to download"));
            return bytes is [0xFF, 0xD8, ..] ? (new(bytes, null), null) : (null, GraphAnswers.Error(36001, 2207005, "The image format is not supported"));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return (null, NotFetched("no answer"));
        }
    }

    private static IResult NotFetched(string why) => GraphAnswers.Error(9004, 2207052, $"The media could not be fetched from this URI: {why}");
}
