using Microsoft.Extensions.Options;
using Minio.DataModel.Args;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>What both kinds of store say of what they hold.</summary>
public sealed class StoredFileTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("ssell-files").FullName;
    private readonly S3StandIn bucket = new() { PageSize = 2 };
    private readonly MovableClock clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => new(bucket.Start());

    public async ValueTask DisposeAsync()
    {
        await bucket.DisposeAsync();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(MediaStoreKind.Disk)]
    [InlineData(MediaStoreKind.Minio)]
    public async Task Files_are_listed_with_their_sizes_and_times_by_the_beginning_of_their_names(MediaStoreKind kind)
    {
        var store = await Store(kind);
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        string[] keys = ["aa/1.jpg", "aa/1.small.jpg", "aa/2.jpg", "aa/messages/3.jpg", "ab/1.jpg", "incoming/4"];
        for (var i = 0; i < keys.Length; i++) await store.Put(keys[i], new byte[i + 1], "image/jpeg", Cancel);

        var all = await store.List("", Cancel).ToListAsync(Cancel);

        Assert.Equal(keys.Select((key, i) => (key, i + 1L)).Order(), all.Select(f => (f.Key, f.Size)).Order());
        Assert.All(all, f => Assert.InRange(f.WrittenAt, before, TimeProvider.System.GetUtcNow().AddSeconds(2)));
        Assert.Equal(["aa/1.jpg", "aa/1.small.jpg"], await Keys(store, "aa/1"));
        Assert.Equal(["aa/1.jpg", "aa/1.small.jpg", "aa/2.jpg", "aa/messages/3.jpg"], await Keys(store, "aa/"));
        Assert.Empty(await Keys(store, "ac/"));
    }

    [Fact]
    public async Task What_is_half_written_or_being_taken_in_is_no_file_yet()
    {
        var store = await Store(MediaStoreKind.Disk);
        await store.Put("aa/1.jpg", new byte[1], "image/jpeg", Cancel);
        foreach (var half in (string[])[".parts/x", ".spool/y/upload"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, half))!);
            await File.WriteAllBytesAsync(Path.Combine(folder, half), [1], Cancel);
        }

        Assert.Equal(["aa/1.jpg"], await Keys(store, ""));
    }

    [Fact]
    public async Task A_folder_that_nobody_has_made_yet_is_empty()
    {
        Directory.Delete(folder);

        Assert.Empty(await Keys(await Store(MediaStoreKind.Disk), ""));
    }

    [Fact]
    public async Task A_bucket_that_does_not_answer_is_not_an_empty_one()
    {
        var store = await Store(MediaStoreKind.Minio);
        await bucket.Stop();

        await Assert.ThrowsAsync<MediaStoreUnavailableException>(() => Keys(store, ""));
    }

    private async Task<IMediaStore> Store(MediaStoreKind kind)
    {
        var options = Options.Create(new MediaOptions
        {
            Store = kind,
            Root = folder,
            SigningSecret = new string('s', 40),
            AppUrl = "http://localhost",
            Endpoint = bucket.Endpoint,
            AccessKey = S3StandIn.AccessKey,
            SecretKey = S3StandIn.SecretKey,
            Bucket = "files",
        });
        if (kind == MediaStoreKind.Disk) return new DiskMediaStore(options, new SignedMediaUrls(options, clock), clock);
        await MediaServices.Client(options.Value, publicly: false).MakeBucketAsync(new MakeBucketArgs().WithBucket("files"), Cancel);
        return new MinioMediaStore(options);
    }

    private static async Task<List<string>> Keys(IMediaStore store, string prefix) => [.. (await store.List(prefix, Cancel).ToListAsync(Cancel)).Select(f => f.Key).Order(StringComparer.Ordinal)];
}
