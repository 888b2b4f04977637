using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Publishing;

/// <summary>What can be done with files once they are in the library.</summary>
public sealed class MediaLibraryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Files_are_found_by_kind_by_tag_and_by_a_part_of_their_name()
    {
        var browser = await api.SignedIn();
        var (spring, summer, voice) = (await Add(browser, "Spring_100%.jpg"), await Add(browser, "summer.jpg"), await Json(await browser.Upload(Samples.Wav(), "hello.wav", "audio/wav")));
        await browser.PatchAsJsonAsync($"/api/media/{summer.Text("id")}", new { tags = (string[])[" Sale ", "sale", "beach"] });

        Assert.Equal([summer.Text("id")], await Found(browser, "?tag=SALE"));
        Assert.Equal([summer.Text("id")], await Found(browser, "?q=beac"));
        Assert.Equal([spring.Text("id")], await Found(browser, "?q=100%25"));
        Assert.Empty(await Found(browser, "?q=spring1"));
        Assert.Equal([voice.Text("id")], await Found(browser, "?kind=audio"));
        Assert.Equal([voice.Text("id"), summer.Text("id"), spring.Text("id")], await Found(browser, ""));
        var tags = (await Json(await browser.GetAsync("/api/media/tags"))).GetProperty("items").EnumerateArray().Select(t => (t.Text("tag"), t.GetProperty("files").GetInt32()));
        Assert.Equal([("beach", 1), ("sale", 1)], tags);
    }

    [Fact]
    public async Task The_library_is_read_page_by_page()
    {
        var browser = await api.SignedIn();
        foreach (var name in (string[])["1.jpg", "2.jpg", "3.jpg"]) await Add(browser, name);

        var first = await Json(await browser.GetAsync("/api/media?limit=2"));
        var second = await Json(await browser.GetAsync($"/api/media?limit=2&cursor={first.Text("nextCursor")}"));

        Assert.Equal(["3.jpg", "2.jpg", "1.jpg"], first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(m => m.Text("fileName")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task A_file_can_be_renamed_but_not_into_a_path()
    {
        var browser = await api.SignedIn();
        var id = (await Add(browser, "IMG_0001.jpg")).Text("id");

        var renamed = await Json(await browser.PatchAsJsonAsync($"/api/media/{id}", new { fileName = "Poster.jpg" }));

        Assert.Equal(("Poster.jpg", "Poster.jpg"), (renamed.Text("fileName"), (await Json(await browser.GetAsync($"/api/media/{id}"))).Text("fileName")));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PatchAsJsonAsync($"/api/media/{id}", new { fileName = "../Poster.jpg" })).StatusCode);
    }

    [Fact]
    public async Task The_same_bytes_are_noticed_in_the_workspace_and_nowhere_else()
    {
        var (browser, other) = (await api.SignedIn(), await api.SignedIn());
        var first = await Add(browser, "a.jpg");

        var second = await Add(browser, "b.jpg");
        var elsewhere = await Add(other, "a.jpg");

        Assert.Equal((JsonValueKind.Null, first.Text("id"), JsonValueKind.Null), (first.GetProperty("duplicateOf").ValueKind, second.Text("duplicateOf"), elsewhere.GetProperty("duplicateOf").ValueKind));
    }

    [Theory]
    [InlineData("scheduled", HttpStatusCode.Conflict, HttpStatusCode.Conflict)]
    [InlineData("draft", HttpStatusCode.Conflict, HttpStatusCode.NoContent)]
    [InlineData("failed", HttpStatusCode.Conflict, HttpStatusCode.NoContent)]
    [InlineData("published", HttpStatusCode.NoContent, HttpStatusCode.NotFound)]
    public async Task A_file_that_a_post_needs_stays_and_the_post_is_named(string status, HttpStatusCode plain, HttpStatusCode forced)
    {
        var browser = await api.SignedIn();
        var media = await Add(browser, "a.jpg");
        var post = await Post(browser, media, status);

        var usage = await Json(await browser.GetAsync($"/api/media/{media.Text("id")}/usage"));
        var answer = await browser.DeleteAsync($"/api/media/{media.Text("id")}");

        Assert.Equal([post.ToString()], usage.GetProperty("posts").EnumerateArray().Select(p => p.Text("postId")));
        Assert.Equal(plain, answer.StatusCode);
        if (plain == HttpStatusCode.Conflict)
        {
            var problem = await Json(answer);
            Assert.Equal(("media-in-use", post.ToString(), status), (problem.Text("code"), problem.GetProperty("usedBy")[0].Text("postId"), problem.GetProperty("usedBy")[0].Text("status")));
        }
        Assert.Equal(forced, (await browser.DeleteAsync($"/api/media/{media.Text("id")}?force=true")).StatusCode);
    }

    [Fact]
    public async Task A_picture_whose_variant_a_post_needs_stays_too_and_goes_with_its_variants()
    {
        var browser = await api.SignedIn();
        var picture = await Add(browser, "wide.jpg", 1000, 250);
        var variant = await Json(await Vary(browser, picture, new { fit = "crop" }));
        var post = await Post(browser, variant, "scheduled");

        Assert.Equal(HttpStatusCode.Conflict, (await browser.DeleteAsync($"/api/media/{picture.Text("id")}")).StatusCode);
        await api.Database.Execute($"update scheduled_posts set status = 'cancelled' where id = '{post}'");
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync($"/api/media/{picture.Text("id")}")).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/api/media/{variant.Text("id")}")).StatusCode);
        await Removal().Remove(default);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Browser().GetAsync(variant.Text("url"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Browser().GetAsync(picture.Text("url"))).StatusCode);
    }

    [Theory]
    [InlineData("crop", null, 2000, 1000, 1440, 754)]
    [InlineData("crop", "1:1", 1910, 1000, 1000, 1000)]
    [InlineData("pad", "4:5", 2000, 500, 1152, 1440)]
    [InlineData("pad", "9:16", 4000, 3000, 1080, 1920)]
    [InlineData("crop", "nearest", 500, 2000, 500, 625)]
    public async Task A_variant_has_the_shape_that_was_asked_for(string fit, string? ratio, int width, int height, int shownWidth, int shownHeight)
    {
        var browser = await api.SignedIn();
        var picture = await Add(browser, "a.jpg", width, height);

        var answer = await Vary(browser, picture, new { fit, ratio });
        var again = await Vary(browser, picture, new { fit, ratio });

        var variant = await Json(answer);
        Assert.Equal((shownWidth, shownHeight), (variant.GetProperty("width").GetInt32(), variant.GetProperty("height").GetInt32()));
        using var stored = SKBitmap.Decode(await api.Browser().GetByteArrayAsync(variant.Text("url")));
        Assert.Equal((shownWidth, shownHeight), (stored.Width, stored.Height));
        Assert.Equal((HttpStatusCode.OK, variant.Text("id")), (again.StatusCode, (await Json(again)).Text("id")));
        Assert.Equal([picture.Text("id")], await Found(browser, ""));
    }

    [Fact]
    public async Task Padding_fills_up_in_the_colour_asked_for_and_cropping_follows_the_focus()
    {
        var browser = await api.SignedIn();
        using var halves = Samples.TwoHalves(1200, 400);
        var picture = await Json(await browser.Upload(halves.Encode(SKEncodedImageFormat.Png, 100).ToArray(), "a.png", "image/png"));

        var padded = await Pixels(await Vary(browser, picture, new { fit = "pad", ratio = "1:1", background = "#00ff00" }));
        var right = await Pixels(await Vary(browser, picture, new { fit = "crop", ratio = "1:1", focusX = 1.0 }));

        Assert.True(padded.GetPixel(600, 10).Green > 240 && padded.GetPixel(100, 600).Red > 240 && padded.GetPixel(1100, 600).Blue > 240);
        Assert.True(right.GetPixel(10, 200).Blue > 240 && right.GetPixel(390, 200).Blue > 240);
    }

    [Fact]
    public async Task A_picture_that_fits_is_its_own_variant_and_a_recording_has_none()
    {
        var browser = await api.SignedIn();
        var picture = await Add(browser, "a.jpg", 1000, 1000);

        Assert.Equal((await Json(await Vary(browser, picture, new { fit = "pad" }))).Text("id"), picture.Text("id"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Vary(browser, await Json(await browser.Upload(Samples.Wav(), "a.wav", "audio/wav")), new { fit = "pad" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Vary(browser, picture, new { fit = "pad", ratio = "3:1" })).StatusCode);
    }

    [Fact]
    public async Task A_workspace_takes_no_more_than_it_may()
    {
        await using var small = new ApiFixture("--Media:WorkspaceGigaBytes=1");
        await small.InitializeAsync();
        var browser = await small.SignedIn();
        await browser.Upload(Samples.Picture(100, 100), "a.jpg", "image/jpeg");
        await small.Database.Execute("update media_assets set stored_bytes = 1073741800");

        var answer = await browser.Upload(Samples.Picture(100, 100), "b.jpg", "image/jpeg");

        Assert.Equal((HttpStatusCode.Conflict, "media-quota-exceeded"), (answer.StatusCode, (await Json(answer)).Text("code")));
        var begun = await browser.PostAsJsonAsync("/api/media/uploads", new { fileName = "b.jpg", mimeType = "image/jpeg", size = 1000 });
        Assert.Equal("media-quota-exceeded", (await Json(begun)).Text("code"));
        await small.Database.Execute("update media_assets set stored_bytes = 1000");
        var picture = Samples.Picture(100, 100);
        var upload = await Json(await browser.PostAsJsonAsync("/api/media/uploads", new { fileName = "b.jpg", mimeType = "image/jpeg", size = picture.Length }));
        using (var bytes = new ByteArrayContent(picture)) await small.Browser().PutAsync(upload.Text("url"), bytes);
        await small.Database.Execute("update media_assets set stored_bytes = 1073741800");
        Assert.Equal("media-quota-exceeded", (await Json(await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null))).Text("code"));
        var storage = await Json(await browser.GetAsync("/api/media/storage"));
        Assert.Equal((1073741800L, 1L << 30, 1), (storage.GetProperty("bytes").GetInt64(), storage.GetProperty("limitBytes").GetInt64(), storage.GetProperty("files").GetInt32()));
        // Once there is room, what was sent is still there.
        await small.Database.Execute("update media_assets set stored_bytes = 1000");
        Assert.Equal(HttpStatusCode.Created, (await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null)).StatusCode);
    }

    [Fact]
    public async Task Another_workspaces_library_is_not_there()
    {
        var (browser, stranger) = (await api.SignedIn(), await api.SignedIn());
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].Text("id");
        await Add(browser, "a.jpg");

        Assert.Empty(await Found(stranger, ""));
        Assert.Empty(await Found(stranger, $"?workspaceId={workspace}"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/media/tags?workspaceId={workspace}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/media/storage?workspaceId={workspace}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Upload(Samples.Picture(10, 10), "a.jpg", "image/jpeg", $"/api/media?workspaceId={workspace}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync("/api/media/uploads", new { fileName = "a.jpg", mimeType = "image/jpeg", size = 1, workspaceId = workspace })).StatusCode);
    }

    [Fact]
    public async Task A_row_takes_only_files_whose_time_is_not_over_and_that_nobody_removes()
    {
        var browser = await api.SignedIn();
        var (media, removed) = (api.Services.GetRequiredService<MediaRepository>(), api.Services.GetRequiredService<RemovedFileRepository>());
        var now = api.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        MediaRow Row(string key) => new(Guid.NewGuid(), workspace, null, "a.jpg", "image", "image/jpeg", 1, 1, 1, null, key, key + ".small", now);
        Task<bool> Add(string key) => media.Add(Row(key), [1], now, default);
        Task Announce(string key, DateTimeOffset at) => removed.Announce(Row(key).Keys, at, default);

        await Announce("in-time", now.AddMinutes(1));
        await Announce("late", now.AddSeconds(-1));
        await Announce("claimed", now.AddHours(-1));
        await removed.Claim(now.AddMinutes(-30), TimeSpan.FromHours(1), 100, default);

        Assert.Equal((true, false, false, false), (await Add("in-time"), await Add("late"), await Add("claimed"), await Add("never announced")));
        Assert.Equal(0L, await api.Database.Scalar("select count(*) from removed_files where storage_key like 'in-time%'"));
        Assert.Equal(4L, await api.Database.Scalar("select count(*) from removed_files where storage_key like 'late%' or storage_key like 'claimed%'"));
        await Announce("half", now.AddMinutes(1));
        await api.Database.Execute("delete from removed_files where storage_key = 'half.small'");
        Assert.False(await Add("half"));
        await Announce("orphan", now.AddMinutes(1));
        Assert.False(await media.Add(Row("orphan") with { VariantOf = Guid.NewGuid() }, [1], now, default));
        Assert.Equal(3L, await api.Database.Scalar("select count(*) from removed_files where storage_key in ('half', 'orphan', 'orphan.small')"));
    }

    [Fact]
    public async Task An_upload_that_nobody_completes_is_forgotten_with_its_file()
    {
        var browser = await api.SignedIn();
        var upload = await Json(await browser.PostAsJsonAsync("/api/media/uploads", new { fileName = "a.jpg", mimeType = "image/jpeg", size = 3 }));
        using var bytes = new ByteArrayContent([1, 2, 3]);
        await api.Browser().PutAsync(upload.Text("url"), bytes);

        await api.Database.Execute($"update media_uploads set expires_at = now() - interval '1 second' where id = '{upload.Text("id")}'; update removed_files set remove_at = now() - interval '1 second'");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null)).StatusCode);
        await ActivatorUtilities.CreateInstance<MediaSweeper>(api.Services).Sweep(default);
        await Removal().Remove(default);

        Assert.Equal(0L, await api.Database.Scalar($"select count(*) from media_uploads where id = '{upload.Text("id")}'"));
        Assert.Null(await api.Services.GetRequiredService<IMediaStore>().Open($"incoming/{Guid.Parse(upload.Text("id")):N}", default));
    }

    [Fact]
    public async Task When_a_workspace_goes_its_files_follow()
    {
        var browser = await api.SignedIn();
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].Text("id");
        var media = await Add(browser, "a.jpg");

        await api.Database.Execute($"delete from media_assets where workspace_id = '{workspace}'");
        await Removal().Remove(default);

        Assert.Equal(HttpStatusCode.NotFound, (await api.Browser().GetAsync(media.Text("url"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Browser().GetAsync(media.Text("thumbnailUrl"))).StatusCode);
    }

    private FileRemoval Removal() => ActivatorUtilities.CreateInstance<FileRemoval>(api.Services);

    private static async Task<JsonElement> Add(HttpClient browser, string name, int width = 100, int height = 100)
    {
        var answer = await browser.Upload(Samples.Picture(width, height), name, "image/jpeg");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await Json(answer);
    }

    private static Task<HttpResponseMessage> Vary(HttpClient browser, JsonElement picture, object wish) => browser.PostAsJsonAsync($"/api/media/{picture.Text("id")}/variants", wish);

    private async Task<SKBitmap> Pixels(HttpResponseMessage variant) => SKBitmap.Decode(await api.Browser().GetByteArrayAsync((await Json(variant)).Text("url")));

    private static async Task<List<string>> Found(HttpClient browser, string query) =>
        [.. (await Json(await browser.GetAsync("/api/media" + query))).GetProperty("items").EnumerateArray().Select(m => m.Text("id"))];

    /// <summary>A post with that file, as the account's grain would have written it.</summary>
    private async Task<Guid> Post(HttpClient browser, JsonElement media, string status)
    {
        var (account, post) = (await api.AccountOf(browser), Guid.NewGuid());
        await api.Database.Execute($"""
            insert into scheduled_posts (id, client_account_id, post_type, status, scheduled_time, media_keys)
            select '{post}', '{account}', 'feed', '{status}', now(), jsonb_build_array(storage_key) from media_assets where id = '{media.Text("id")}'
            """);
        return post;
    }
}
