using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>Media in a bucket: what is uploaded gets there, Meta fetches it from there, and nobody else does.</summary>
[Collection(nameof(MovableProduct))]
public sealed class MediaStoreTests(MovableProduct product)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_uploaded_is_fetched_from_the_bucket_by_Meta_and_published()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;

        var media = await seller.UploadPicture();
        var post = await seller.Schedule(account, media, "From the bucket", product.Clock.GetUtcNow().AddSeconds(2));

        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", what: "Published");
        Assert.Single(await product.Meta.Posts(shop));
        var key = await StorageKey(media);
        Assert.Contains("pictures/" + key, product.Store.Objects);
        // By the name that Meta knows the store by, which is not ours.
        Assert.Contains($"GET {new Uri(product.Store.PublicUrl).Authority} /pictures/{key} 200", product.Store.Log);
    }

    [Fact]
    public async Task A_page_is_sent_to_the_bucket_for_a_picture()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var view = await seller.Get($"/api/media/{await seller.UploadPicture()}");
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = product.Url };

        using var answer = await browser.GetAsync(new Uri(view.GetProperty("url").GetString()!, UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(product.Store.PublicUrl + "/pictures/", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        using var picture = await browser.GetAsync(answer.Headers.Location, Cancel);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task A_URL_for_Meta_opens_one_file_for_a_day_and_nothing_else()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var (mine, other) = (await StorageKey(await seller.UploadPicture()), await StorageKey(await seller.UploadPicture()));
        var url = await product.Services.GetRequiredService<IMetaMediaUrls>().ForMeta(mine, Cancel);

        Assert.Equal(HttpStatusCode.OK, await Status(url));
        Assert.Equal(HttpStatusCode.PartialContent, await Status(url, new RangeHeaderValue(0, 99)));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(new Uri(url.AbsoluteUri.Replace(mine, other, StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(new Uri(url.GetLeftPart(UriPartial.Path))));
        product.Store.Ahead = TimeSpan.FromHours(25);
        Assert.Equal(HttpStatusCode.Forbidden, await Status(url));
        product.Store.Ahead = TimeSpan.Zero;
    }

    [Fact]
    public async Task A_deleted_file_is_gone_from_the_bucket_with_its_thumbnail()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var media = await seller.UploadPicture();
        var key = await StorageKey(media);

        Assert.Equal(HttpStatusCode.NoContent, await seller.Delete($"/api/media/{media}"));

        Assert.DoesNotContain(product.Store.Objects, o => o.StartsWith("pictures/" + key[..^4], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_sent_straight_to_the_bucket_and_taken_in_from_there()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var picture = Samples.Picture(700, 700);
        var upload = await seller.Post("/api/media/uploads", new { fileName = "big.jpg", mimeType = "image/jpeg", size = picture.Length });
        var url = new Uri(upload.Text("url"));
        Assert.Equal(new Uri(product.Store.PublicUrl).Authority, url.Authority);

        Assert.Equal(HttpStatusCode.OK, await Put(url, picture));
        Assert.Equal(HttpStatusCode.Forbidden, await Put(new Uri(url.AbsoluteUri.Replace("incoming/", "incoming/x", StringComparison.Ordinal)), picture));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(url));
        var media = await seller.Post($"/api/media/uploads/{upload.Text("id")}/complete", new { });

        Assert.Equal((upload.Text("id"), 700), (media.Text("id"), media.GetProperty("width").GetInt32()));
        await ActivatorUtilities.CreateInstance<FileRemoval>(product.Services).Remove(Cancel);
        Assert.DoesNotContain(product.Store.Objects, o => o.Contains("incoming", StringComparison.Ordinal));
        Assert.Contains("pictures/" + await StorageKey(media.GetProperty("id").GetGuid()), product.Store.Objects);
    }

    [Fact]
    public async Task What_was_sent_to_the_bucket_has_as_many_bytes_as_were_announced_or_is_sent_again()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var picture = Samples.Picture(300, 300);
        var upload = await seller.Post("/api/media/uploads", new { fileName = "a.jpg", mimeType = "image/jpeg", size = picture.Length });
        var complete = $"/api/media/uploads/{upload.Text("id")}/complete";
        var url = new Uri(upload.Text("url"));

        await Put(url, [.. picture, 0]);
        Assert.Equal((HttpStatusCode.Conflict, "upload-incomplete"), await seller.Try(HttpMethod.Post, complete, null));
        await Put(url, picture);

        Assert.Equal(upload.Text("id"), (await seller.Post(complete, new { })).Text("id"));
    }

    [Fact]
    public async Task What_a_lost_store_kept_of_an_upload_is_swept_when_it_is_back()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var before = product.Store.Objects.ToList();
        product.Store.RefuseAfter = 1;

        var (status, problem) = await seller.TryUploadPicture();
        product.Store.RefuseAfter = int.MaxValue;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "media-store-unavailable"), (status, problem.Text("code")));
        Assert.Single(product.Store.Objects.Except(before));
        Assert.Empty((await seller.Get("/api/media")).GetProperty("items").EnumerateArray());
        // Its row never came: after an hour it goes.
        await using var command = product.Rows.CreateCommand("update removed_files set remove_at = now() - interval '1 second'");
        await command.ExecuteNonQueryAsync(Cancel);
        await ActivatorUtilities.CreateInstance<FileRemoval>(product.Services).Remove(Cancel);
        Assert.Empty(product.Store.Objects.Except(before));
    }

    [Fact]
    public async Task While_the_store_is_down_uploads_are_refused_and_prepared_posts_go_live()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var due = product.Clock.GetUtcNow().AddSeconds(8);
        var post = await seller.Schedule(account, await seller.UploadPicture(), "Without the store", due);
        await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "ready", what: "Prepared");

        await product.Store.Stop();
        try
        {
            var (status, problem) = await seller.TryUploadPicture();

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "media-store-unavailable"), (status, problem.GetProperty("code").GetString()));
            await Eventually.True(async () => (await seller.PostOf(post)).GetProperty("status").GetString() == "published", what: "Published");
            Assert.InRange((Assert.Single(await product.Meta.Posts(shop)).GetProperty("publishedAt").GetDateTimeOffset() - due).TotalSeconds, 0, 5);
        }
        finally
        {
            await product.Store.Start();
        }
        Assert.Equal(HttpStatusCode.Created, (await seller.TryUploadPicture()).Status);
    }

    [Fact]
    public async Task A_bucket_that_may_not_be_made_is_named_with_its_setting()
    {
        await using var store = new S3StandIn { MayMakeBuckets = false };
        await store.Start();
        var options = new MediaOptions { Store = MediaStoreKind.Minio, Endpoint = store.Endpoint, AccessKey = S3StandIn.AccessKey, SecretKey = S3StandIn.SecretKey, Bucket = "not-there" };
        var log = new Lines();
        using var bucket = new MediaBucket(Options.Create(options), TimeProvider.System, log);

        await bucket.StartAsync(Cancel);
        await Eventually.True(() => Task.FromResult(log.Written.Count > 0), what: "A line");

        var (level, text) = log.Written[0];
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("not-there (MINIO_BUCKET)", text, StringComparison.Ordinal);
        await bucket.StopAsync(Cancel);
    }

    private static async Task<HttpStatusCode> Put(Uri url, byte[] bytes)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new("image/jpeg") } };
        using var answer = await http.PutAsync(url, content, Cancel);
        return answer.StatusCode;
    }

    private Task<string> StorageKey(Guid media) => product.Scalar<string>($"select storage_key from media_assets where id = '{media}'");

    private static async Task<HttpStatusCode> Status(Uri url, RangeHeaderValue? range = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = range;
        using var answer = await http.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private sealed class Lines : ILogger<MediaBucket>
    {
        public List<(LogLevel Level, string Text)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add((logLevel, formatter(state, exception)));
    }
}
