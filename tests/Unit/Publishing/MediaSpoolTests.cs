using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace SocialSelling.Publishing;

public sealed class MediaSpoolTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc), LongAgo = Now.AddHours(-5);
    private readonly string root = Directory.CreateTempSubdirectory("ssell-spool").FullName;

    private MediaSpool Spool => new(Options.Create(new MediaOptions { SpoolFolder = root }), new FakeTimeProvider(new DateTimeOffset(Now)));

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void What_a_killed_process_left_is_swept_and_an_upload_that_still_grows_is_not()
    {
        var (left, growing, young) = (Uploaded(LongAgo), Uploaded(Now), Uploaded(LongAgo));
        foreach (var folder in (string[])[left, growing]) Directory.SetLastWriteTimeUtc(folder, LongAgo);
        Directory.SetLastWriteTimeUtc(young, Now);
        var ahead = Path.Combine(root, $"ASPNETCORE_{Guid.NewGuid()}.tmp");
        var other = Path.Combine(root, "notes.txt");
        foreach (var file in (string[])[ahead, other])
        {
            File.WriteAllText(file, "x");
            File.SetLastWriteTimeUtc(file, LongAgo);
        }
        var foreign = Directory.CreateDirectory(Path.Combine(root, "somebody-else's")).FullName;
        Directory.SetLastWriteTimeUtc(foreign, LongAgo);

        Assert.Equal((2, 0), Spool.Sweep(TimeSpan.FromHours(2)));

        Assert.Equal(new[] { growing, young, other, foreign }.Order(), Directory.EnumerateFileSystemEntries(root).Order());
    }

    [Fact]
    public void A_folder_that_is_gone_already_is_gone()
    {
        var folder = Spool.New();
        folder.Dispose();

        folder.Dispose();
    }

    private string Uploaded(DateTime writtenAt)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
        File.WriteAllText(Path.Combine(folder, "upload.jpg"), "x");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "upload.jpg"), writtenAt);
        return folder;
    }
}
