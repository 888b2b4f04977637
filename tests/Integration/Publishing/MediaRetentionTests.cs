using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>What people and programs see of originals that were removed, with the files in a bucket and posts that were really published.</summary>
[Collection(nameof(MovableProduct))]
public sealed class MediaRetentionTests(MovableProduct product)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_post_is_shown_as_ever_when_its_original_is_gone_and_cannot_be_made_again()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var media = await seller.UploadPicture();
        var post = await PublishedLongAgo(seller, account, media);
        var key = await Key(media);

        await Look();
        await product.Move(PublishedOriginals.Notice + TimeSpan.FromSeconds(1));
        await Look();
        await ActivatorUtilities.CreateInstance<FileRemoval>(product.Services).Remove(Cancel);

        // The files: what is shown of it stays.
        Assert.Equal([".preview.jpg", ".small.jpg"], product.Store.Objects.Where(o => o.StartsWith("pictures/" + key[..^4], StringComparison.Ordinal)).Select(o => o[("pictures/" + key[..^4]).Length..]).Order());
        // The library says so, and shows its preview.
        var view = Assert.Single((await seller.Get("/api/media")).GetProperty("items").EnumerateArray(), m => m.Id() == media);
        Assert.NotEqual(JsonValueKind.Null, view.GetProperty("originalRemovedAt").ValueKind);
        Assert.Equal(view.GetProperty("previewUrl").GetString(), view.GetProperty("url").GetString());
        foreach (var url in (string[])["url", "thumbnailUrl"]) Assert.Equal("image/jpeg", await TypeOf(view.GetProperty(url).GetString()!));
        Assert.Equal([post], (await seller.Get($"/api/media/{media}/usage")).GetProperty("posts").EnumerateArray().Select(u => u.GetProperty("postId").GetGuid()));
        // So do the post and the calendar, and neither has anything wrong with it.
        var published = await seller.PostOf(post);
        Assert.Equal("published", published.Status());
        Assert.DoesNotContain(published.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() == "error");
        Assert.Equal(view.GetProperty("thumbnailUrl").GetString(), published.GetProperty("media")[0].GetProperty("thumbnailUrl").GetString());
        var day = published.GetProperty("scheduledAt").GetDateTimeOffset();
        var calendar = await seller.Get($"/api/calendar?from={Uri.EscapeDataString($"{day.AddHours(-1):O}")}&to={Uri.EscapeDataString($"{day.AddHours(1):O}")}&accountIds={account}");
        Assert.Equal("image/jpeg", await TypeOf(Assert.Single(calendar.GetProperty("days").EnumerateArray().SelectMany(d => d.GetProperty("items").EnumerateArray()), p => p.Id() == post).GetProperty("thumbnailUrl").GetString()!));

        // A copy says which file is gone, and is not scheduled; nor is anything else with it.
        var copy = await seller.Post($"/api/posts/{post}/duplicate", new { });
        var finding = Assert.Single(copy.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() == "error");
        Assert.Equal(("media-original-removed", "picture.jpg", media.ToString()), (finding.GetProperty("rule").GetString(), finding.GetProperty("facts").GetProperty("fileName").GetString(), finding.GetProperty("facts").GetProperty("mediaId").GetString()));
        var tomorrow = product.Clock.GetUtcNow().AddDays(1);
        foreach (var (path, body) in ((string, object)[])[($"/api/posts/{copy.Id()}/schedule", new { scheduledAt = tomorrow }), ("/api/posts", new { accountId = account, type = "feed", mediaIds = new[] { media }, scheduledAt = tomorrow })])
        {
            var (status, problem) = await seller.Refused(path, body);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "post-not-publishable", "media-original-removed"), (status, problem.Code(), problem.GetProperty("findings")[0].GetProperty("rule").GetString()));
        }
        var check = await seller.Post("/api/posts/check", new { accountId = account, type = "feed", mediaIds = new[] { media }, scheduledAt = tomorrow });
        Assert.Equal(["media-original-removed"], check.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("severity").GetString() == "error").Select(f => f.GetProperty("rule").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, "media-original-removed"), await seller.Try(HttpMethod.Post, $"/api/media/{media}/variants", new { fit = "crop", ratio = "4:5" }));

        // Nor is it sent to anybody.
        await product.Meta.Write(shop, "ana", "Do you still have it?");
        var conversation = await Eventually.Value<Guid>(async () => (await seller.Conversations()) is [var one, ..] ? one.Id() : null, what: "The conversation");
        var (sent, refusal) = await seller.Refused($"/api/conversations/{conversation}/messages", new { clientMessageId = Guid.NewGuid().ToString(), mediaIds = new[] { media } });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "attachment-not-sendable", "media-original-removed"), (sent, refusal.Code(), refusal.GetProperty("rule").GetString()));

        // Another file makes the copy whole again.
        await seller.Patch($"/api/posts/{copy.Id()}", new { version = copy.Version(), mediaIds = new[] { await seller.UploadPicture() } });
        Assert.Equal("scheduled", (await seller.Post($"/api/posts/{copy.Id()}/schedule", new { scheduledAt = tomorrow })).Status());
    }

    [Fact]
    public async Task A_bucket_is_looked_through_in_the_background_and_what_nobody_knows_of_leaves_it()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var mine = await Key(await seller.UploadPicture());
        var (orphan, fresh, foreign) = ($"pictures/{Guid.NewGuid():N}/lost.jpg", $"pictures/{Guid.NewGuid():N}/fresh.jpg", "pictures/backup/of-somebody-else.jpg");
        foreach (var id in (string[])[orphan, fresh, foreign]) product.Store.Plant(id, 1_234);
        var now = product.Clock.GetUtcNow();
        var behind = now - TimeProvider.System.GetUtcNow();
        // The bucket's clock does not move with the product's.
        product.Store.Age(fresh, -behind);
        foreach (var id in (string[])[orphan, foreign, "pictures/" + mine]) product.Store.Age(id, OrphanFiles.Age + TimeSpan.FromHours(1) - behind);
        product.Store.PageSize = 3;
        try
        {
            await Execute("update file_sweeps set finished_at = @now - interval '31 days', again_at = null, lease_until = null", now);
            await using (await Running())
                await Eventually.True(() => product.Scalar<bool>($"select bool_and(finished_at >= '{now:O}') from file_sweeps"), what: "Both looks");
        }
        finally
        {
            product.Store.PageSize = 1_000;
        }

        Assert.True(await product.Scalar<bool>("select files >= 1 and bytes >= 1234 and missing is not null from file_sweeps where kind = 'orphans'"));
        Assert.Equal(orphan["pictures/".Length..], await product.Scalar<string>($"select string_agg(storage_key, ' ') from removed_files where storage_key in ('{orphan[9..]}', '{fresh[9..]}', '{foreign[9..]}', '{mine}')"));
        await Execute($"update removed_files set remove_at = @now where storage_key = '{orphan[9..]}'", now);
        await ActivatorUtilities.CreateInstance<FileRemoval>(product.Services).Remove(Cancel);
        Assert.DoesNotContain(orphan, product.Store.Objects);
        Assert.All((string[])[fresh, foreign, "pictures/" + mine], id => Assert.Contains(id, product.Store.Objects));
    }

    [Fact]
    public async Task While_the_store_is_down_nothing_is_taken_for_missing_and_the_look_is_made_later()
    {
        var now = product.Clock.GetUtcNow();
        await Execute("update file_sweeps set finished_at = case kind when 'orphans' then @now - interval '31 days' else @now end, again_at = null, lease_until = null, missing = null", now);
        await product.Store.Stop();
        try
        {
            await using (await Running())
                await Eventually.True(() => product.Scalar<bool>("select again_at is not null and lease_until is null from file_sweeps where kind = 'orphans'"), what: "The look that failed");
        }
        finally
        {
            await product.Store.Start();
        }

        Assert.True(await product.Scalar<bool>($"select again_at between '{now:O}'::timestamptz + interval '59 minutes' and '{now:O}'::timestamptz + interval '62 minutes' and missing is null from file_sweeps where kind = 'orphans'"));
    }

    private async Task Look() => Assert.NotNull(await product.Services.GetRequiredService<PublishedOriginals>().Sweep(() => Task.FromResult(true), Cancel));

    /// <summary>The sweep runs until this is disposed of.</summary>
    private async Task<IAsyncDisposable> Running()
    {
        var sweep = ActivatorUtilities.CreateInstance<FileSweep>(product.Services);
        await sweep.StartAsync(Cancel);
        return new Stopping(sweep);
    }

    private sealed class Stopping(FileSweep sweep) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await sweep.StopAsync(CancellationToken.None);
            sweep.Dispose();
        }
    }

    /// <summary>A post that is live, and has been for 200 days.</summary>
    private async Task<Guid> PublishedLongAgo(Seller seller, Guid account, Guid media)
    {
        var post = await seller.Schedule(account, media, "Long ago", product.Clock.GetUtcNow().AddSeconds(2));
        await Eventually.True(async () => (await seller.PostOf(post)).Status() == "published", what: "Published");
        await Execute($"update scheduled_posts set published_at = @now - interval '200 days', scheduled_time = @now - interval '200 days' where id = '{post}'", product.Clock.GetUtcNow());
        await Execute($"update media_assets set created_at = @now - interval '201 days' where id = '{media}'", product.Clock.GetUtcNow());
        return post;
    }

    private async Task Execute(string sql, DateTimeOffset now)
    {
        await using var command = product.Rows.CreateCommand(sql);
        command.Parameters.AddWithValue("now", now);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private Task<string> Key(Guid media) => product.Scalar<string>($"select storage_key from media_assets where id = '{media}'");

    private async Task<string?> TypeOf(string url)
    {
        using var http = new HttpClient { BaseAddress = product.Url };
        using var answer = await http.GetAsync(new Uri(url, UriKind.RelativeOrAbsolute), Cancel);
        return answer.IsSuccessStatusCode ? answer.Content.Headers.ContentType?.MediaType : answer.StatusCode.ToString();
    }
}
