namespace SocialSelling.Publishing;

/// <summary>Posts and files of which only what matters to a test is said.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Due = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    public static MediaRow Image(string name = "a.jpg", int width = 1080, int height = 1080, long size = 1000, string mime = "image/jpeg") => new(
        Guid.CreateVersion7(), Guid.Empty, null, name, "image", mime, size, width, height, null, name, null, default);

    public static MediaRow Video(string name = "v.mp4", double seconds = 20) => new(
        Guid.CreateVersion7(), Guid.Empty, null, name, "video", "video/mp4", 1_000_000, 1080, 1920, seconds, name, null, default, new MediaFacts("h264", "aac", 30, 5_000_000, 0, "yuv420p", 48_000));

    public static PostRow Post(string type, params MediaRow[] media) => new(
        Guid.CreateVersion7(), Guid.CreateVersion7(), null, type, "Hello", [.. media.Select(m => m.StorageKey)], null, Due, null, null, "scheduled", null, [], null, null, null, null, null, null, null,
        null, 0, Due, null, Fence: 3, Version: 1, Due, Due, media, new(), null, null, null);
}
