using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

public sealed class DiskMediaStoreTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("ssell-store").FullName;

    private DiskMediaStore Store => new(Options.Create(new MediaOptions { Root = root }), null!);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task With_a_file_goes_what_a_killed_process_had_written_of_it()
    {
        await Store.Put("w/a.jpg", new byte[] { 1 }, "image/jpeg", Cancel);
        await Store.Put("w/b.jpg", new byte[] { 2 }, "image/jpeg", Cancel);
        await File.WriteAllTextAsync(Path.Combine(root, "w", $"a.jpg.{Guid.NewGuid():N}.part"), "half", Cancel);

        await Store.Delete("w/a.jpg", Cancel);
        await Store.Delete("nowhere/a.jpg", Cancel);

        Assert.Equal(["b.jpg"], Directory.EnumerateFiles(Path.Combine(root, "w")).Select(Path.GetFileName));
        Assert.Null(await Store.Open("w/a.jpg", Cancel));
        Assert.Null(await Store.Open("nowhere/a.jpg", Cancel));
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
