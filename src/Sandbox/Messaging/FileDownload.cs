using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>Fetches a file that is sent in a message, for real and before the answer, as Meta does.</summary>
/// <remarks>Limits: meta-platform reference, section 3.1.</remarks>
internal static class FileDownload
{
    private const int Mega = 1024 * 1024;

    private static readonly Dictionary<string, (string[] Formats, int Limit)> Rules = new()
    {
        ["image"] = (["image/jpeg", "image/png", "image/gif"], 8 * Mega),
        ["video"] = (["video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"], 25 * Mega),
        ["audio"] = (["audio/aac", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav"], 25 * Mega),
        ["file"] = (["application/pdf"], 25 * Mega),
    };

    public static IReadOnlyCollection<string> Types => Rules.Keys;

    /// <returns>What Meta would answer; null when the file can be used.</returns>
    public static async Task<IResult?> Fetch(IHttpClientFactory http, SharedFile file)
    {
        if (!Uri.TryCreate(file.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)) return NotFetched();
        try
        {
            using var client = http.CreateClient("media");
            using var response = await client.GetAsync(url);
            if (!response.IsSuccessStatusCode) return NotFetched();
            var (formats, limit) = Rules[file.Type];
            if (!formats.Contains(response.Content.Headers.ContentType?.MediaType)) return GraphAnswers.Error(100, 2018047, "(#100) Upload attachment failure: type mismatch");
            return (await response.Content.ReadAsByteArrayAsync()).Length > limit ? GraphAnswers.Error(100, 2018109, "(#100) Attachment size exceeds allowable limit") : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return NotFetched();
        }
    }

    private static IResult NotFetched() => GraphAnswers.Error(100, 2018008, "(#100) Failed to fetch the file from the url");
}
