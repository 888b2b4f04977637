namespace SocialSelling.Publishing;

public sealed class PicturesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ssell-pictures").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_disk_that_is_full_is_a_store_that_does_not_answer()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no full disk here");
        using var bitmap = new SkiaSharp.SKBitmap(64, 64);
        bitmap.Erase(SkiaSharp.SKColors.Teal);
        var path = Path.Combine(folder, "upload.png");
        File.WriteAllBytes(path, bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100).ToArray());
        File.CreateSymbolicLink(Path.Combine(folder, "published.jpg"), "/dev/full");

        Assert.Throws<MediaStoreUnavailableException>(() => Pictures.Prepare(path, new SpoolFolder(folder)));
    }

    [Theory]
    [InlineData("baseline, all colours at once", new byte[] { 0xC0 }, 3, false)]
    [InlineData("baseline, a pass for each colour", new byte[] { 0xC0 }, 1, true)]
    [InlineData("extended, behind a table", new byte[] { 0xC4, 0xC1 }, 3, false)]
    [InlineData("progressive", new byte[] { 0xC2 }, 3, true)]
    [InlineData("arithmetic and progressive", new byte[] { 0xCA }, 3, true)]
    public void A_JPEG_says_whether_it_comes_in_passes(string what, byte[] frames, byte inFirstPass, bool expected)
    {
        var path = Path.Combine(folder, what);
        // Sizes and tables say nothing here: eight bits, one by one, three colours.
        File.WriteAllBytes(path, [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0xFF, 0xC2, .. frames.SelectMany(f => (byte[])[0xFF, 0xFF, f, 0, 8, 8, 0, 1, 0, 1, 3]), 0xFF, 0xDA, 0, 3, inFirstPass, 0xFF, 0xD9]);

        Assert.Equal(expected, JpegHeader.ComesInPasses(path));
    }

    [Fact]
    public void What_is_cut_off_or_no_JPEG_comes_in_no_passes()
    {
        foreach (var bytes in (byte[][])[[], [0xFF], [0xFF, 0xD8, 0xFF, 0xC0, 0], [0xFF, 0xD8, 0xFF, 0xE0, 0, 0], [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 1], [1, 2, 3]])
        {
            var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
            File.WriteAllBytes(path, bytes);
            Assert.False(JpegHeader.ComesInPasses(path));
        }
    }
}
