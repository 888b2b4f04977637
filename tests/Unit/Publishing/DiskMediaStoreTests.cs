using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace SocialSelling.Publishing;

public sealed class DiskMediaStoreTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);
    private readonly string root = Directory.CreateTempSubdirectory("ssell-store").FullName;

    private DiskMediaStore Store => new(Options.Create(new MediaOptions { Root = root }), null!, new FakeTimeProvider(new DateTimeOffset(Now)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_file_that_is_deleted_is_gone_and_one_that_was_never_there_too()
    {
        await Store.Put("w/a.jpg", new byte[] { 1 }, "image/jpeg", Cancel);
        await Store.Put("w/b.jpg", new byte[] { 2 }, "image/jpeg", Cancel);

        foreach (var key in (string[])["w/a.jpg", "w/a.jpg", "nowhere/a.jpg"]) await Store.Delete(key, Cancel);

        Assert.Equal(["b.jpg"], Directory.EnumerateFiles(Path.Combine(root, "w")).Select(Path.GetFileName));
        Assert.Null(await Store.Open("w/a.jpg", Cancel));
        Assert.Null(await Store.Open("nowhere/a.jpg", Cancel));
    }

    [Fact]
    public async Task What_a_killed_process_had_half_written_is_swept_and_what_is_being_written_is_not()
    {
        Assert.Equal(0, Store.Sweep(TimeSpan.FromHours(2)));
        await Store.Put("w/a.jpg", new byte[] { 1 }, "image/jpeg", Cancel);
        foreach (var (name, writtenAt) in ((string, DateTime)[])[("left", Now.AddHours(-3)), ("growing", Now.AddMinutes(-1))])
        {
            var part = Path.Combine(root, ".parts", name);
            await File.WriteAllTextAsync(part, "half", Cancel);
            File.SetLastWriteTimeUtc(part, writtenAt);
        }
        File.SetLastWriteTimeUtc(Path.Combine(root, "w", "a.jpg"), Now.AddDays(-9));

        Assert.Equal(1, Store.Sweep(TimeSpan.FromHours(2)));

        Assert.Equal(["a.jpg", "growing"], Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_breaks_off_leaves_nothing()
    {
        using var broken = new Broken();

        await Assert.ThrowsAsync<MediaStoreUnavailableException>(() => Store.Put("w/a.jpg", broken, "image/jpeg", Cancel));

        Assert.Empty(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories));
    }

    private sealed class Broken() : MemoryStream([1, 2, 3])
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new IOException("gone");
    }
}
