using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SkiaSharp;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Publishing;

/// <summary>What comes into the library and what does not: over HTTP, on the disk store.</summary>
[Collection(Alone.Name)]
public sealed class MediaUploadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_phones_picture_is_stored_upright_and_tells_nothing_else()
    {
        var browser = await api.SignedIn();

        var media = await Json(await browser.Upload(Samples.FromPhone(800, 600), "IMG_1.JPG", "image/jpeg"));

        Assert.Equal((600, 800, "image/jpeg", "IMG_1.JPG"), (media.GetProperty("width").GetInt32(), media.GetProperty("height").GetInt32(), media.Text("mimeType"), media.Text("fileName")));
        foreach (var name in (string[])["url", "previewUrl", "thumbnailUrl"])
        {
            var bytes = await api.Browser().GetByteArrayAsync(media.Text(name));
            Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            Assert.DoesNotContain("19.4326N", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            using var picture = SKBitmap.Decode(bytes);
            // Turned a quarter to the right, what was left is above.
            Assert.True(picture.GetPixel(picture.Width / 2, picture.Height / 8).Red > 200 && picture.GetPixel(picture.Width / 2, picture.Height * 7 / 8).Blue > 200, name);
        }
        Assert.DoesNotContain(StoredFiles(), file => Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains("19.4326N", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4000, 3000, 1440, 1080)]
    [InlineData(1200, 3000, 768, 1920)]
    [InlineData(300, 200, 300, 200)]
    public async Task What_Instagram_gets_is_no_larger_than_it_shows(int width, int height, int shownWidth, int shownHeight)
    {
        var browser = await api.SignedIn();

        var media = await Json(await browser.Upload(Samples.Picture(width, height, SKEncodedImageFormat.Png), "a.png", "image/png"));

        Assert.Equal((shownWidth, shownHeight), (media.GetProperty("width").GetInt32(), media.GetProperty("height").GetInt32()));
        using var stored = SKBitmap.Decode(await api.Browser().GetByteArrayAsync(media.Text("url")));
        Assert.Equal((shownWidth, shownHeight), (stored.Width, stored.Height));
    }

    [Fact]
    public async Task Colours_of_a_wide_gamut_become_those_of_sRGB()
    {
        var browser = await api.SignedIn();
        using var p3 = new SKBitmap(new SKImageInfo(64, 64, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3)));
        // In Display P3: half of its green, and nothing else. In sRGB the same green needs more of it.
        for (var at = 0; at < p3.GetPixelSpan().Length; at += 4) ((ReadOnlySpan<byte>)[0, 128, 0, 255]).CopyTo(p3.GetPixelSpan()[at..]);

        var media = await Json(await browser.Upload(p3.Encode(SKEncodedImageFormat.Png, 100).ToArray(), "p3.png", "image/png"));

        using var stored = SKBitmap.Decode(await api.Browser().GetByteArrayAsync(media.Text("url")));
        Assert.InRange(stored.GetPixel(32, 32).Green, 129, 150);
    }

    [Theory]
    [InlineData("picture.png", "image/jpeg", "declared type")]
    [InlineData("picture.jpg", "image/png", "name ends in .jpg")]
    [InlineData("picture.exe", "image/png", "name ends in .exe")]
    public async Task What_does_not_agree_with_the_bytes_is_named(string name, string type, string named)
    {
        var browser = await api.SignedIn();

        var answer = await browser.Upload(Samples.Picture(20, 20, SKEncodedImageFormat.Png), name, type);

        await IsRefused(answer, 415, "media-unsupported", named);
    }

    [Theory]
    [InlineData("MZ\u0090\0\u0003\0\0\0\u0004\0\0\0", "picture.jpg", "image/jpeg")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "picture.svg", "image/svg+xml")]
    [InlineData("<html><script>alert(1)</script></html>", "picture.jpg", "image/jpeg")]
    [InlineData("GIF89a\u0001\0\u0001\0", "picture.gif", "image/gif")]
    public async Task Nothing_that_a_machine_would_run_gets_in(string content, string name, string type)
    {
        var browser = await api.SignedIn();

        var answer = await browser.Upload(Encoding.Latin1.GetBytes(content), name, type);

        await IsRefused(answer, 415, "media-unsupported", "no file that can be used");
    }

    [Theory]
    [InlineData("../../etc/cron.d/job.jpg")]
    [InlineData("C:\\\\Windows\\\\a.jpg")]
    public async Task A_name_that_is_a_path_is_refused(string name)
    {
        var browser = await api.SignedIn();

        await IsRefused(await browser.Upload(Samples.Picture(20, 20), name, "image/jpeg"), 400, "invalid-media", "without a path");
    }

    public static TheoryData<string, byte[], string> Harmful => new()
    {
        { "one pixel wide", Samples.Picture(1, 30_000, SKEncodedImageFormat.Png), "20,000" },
        { "a strip", Samples.Picture(10, 2_000, SKEncodedImageFormat.Png), "20 times as long" },
        { "a bomb", Samples.Bomb(19_000, 19_000), "million pixels" },
        { "more than is held at once", Samples.Bomb(5_000, 4_000), "up to 16 are taken of a PNG" },
        { "cut off", Samples.Picture(400, 400, SKEncodedImageFormat.Png)[..60], "damaged" },
        { "a lie about its size", Samples.Bomb(3_000, 3_000), "damaged" },
    };

    [Theory]
    [MemberData(nameof(Harmful))]
    public async Task A_picture_made_to_do_harm_is_refused_and_nothing_is_left(string what, byte[] picture, string named)
    {
        var browser = await api.SignedIn();
        var before = StoredFiles();

        var answer = await browser.Upload(picture, what + ".png", "image/png");

        await IsRefused(answer, 400, "invalid-media", named);
        Assert.Equal(before.Order(), StoredFiles().Order());
    }

    [Fact]
    public async Task What_hides_behind_a_picture_is_not_kept()
    {
        var browser = await api.SignedIn();
        byte[] polyglot = [.. Samples.Picture(50, 50), .. "PK\u0003\u0004<script>hidden()</script>"u8];

        var media = await Json(await browser.Upload(polyglot, "both.jpg", "image/jpeg"));

        Assert.DoesNotContain("hidden", Encoding.Latin1.GetString(await api.Browser().GetByteArrayAsync(media.Text("url"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_video_is_refused_whoever_looks_into_it()
    {
        var browser = await api.SignedIn();
        var video = Samples.Mp4();

        await IsRefused(await browser.Upload(video[..^100], "a.mp4", "video/mp4"), 400, "invalid-media", "cut off");
        await IsRefused(await browser.Upload(video[..60], "a.mp4", "video/mp4"), 400, "invalid-media", "cut off");
        await IsRefused(await browser.Upload([.. video, .. "PK\u0003\u0004 and more"u8], "a.mp4", "video/mp4"), 400, "invalid-media", "cut off");
    }

    [Fact]
    public async Task Two_gigabytes_are_refused_by_what_is_said_of_them_and_by_counting()
    {
        var browser = await api.SignedIn();
        var before = (Files: StoredFiles(), Memory: GC.GetTotalMemory(forceFullCollection: true));

        var said = await SendEndless(browser, "Content-Length: 2147483648");
        var counted = await SendEndless(browser, "Transfer-Encoding: chunked");

        Assert.Contains("413", said.Answer, StringComparison.Ordinal);
        Assert.Contains("300 MB", said.Answer, StringComparison.Ordinal);
        Assert.InRange(said.Sent, 0, 25 << 20);
        Assert.Contains("413", counted.Answer, StringComparison.Ordinal);
        Assert.Contains("25 MB", counted.Answer, StringComparison.Ordinal);
        Assert.InRange(counted.Sent, 25 << 20, 100 << 20);
        Assert.Equal(before.Files.Order(), StoredFiles().Order());
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before.Memory, long.MinValue, 20 << 20);
    }

    [Fact]
    public async Task Without_ffmpeg_a_video_is_taken_its_metadata_is_not_and_the_answer_says_that_nobody_looked()
    {
        await using var without = new ApiFixture("--Media:FfmpegFolder=/nowhere");
        await without.InitializeAsync();
        var browser = await without.SignedIn();

        var answer = await browser.Upload(Samples.Mp4(), "a.mp4", "video/mp4");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var media = await Json(answer);
        Assert.Equal(("video", false, JsonValueKind.Null), (media.Text("kind"), media.GetProperty("inspected").GetBoolean(), media.GetProperty("width").ValueKind));
        var stored = await without.Browser().GetAsync(media.Text("url"));
        Assert.Equal("video/mp4", stored.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("19.4326", Encoding.Latin1.GetString(await stored.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        await IsRefused(await browser.Upload(Samples.Mp4(picture: false), "a.mp4", "video/mp4"), 415, "media-unsupported", "without a picture");
        Assert.Equal(HttpStatusCode.Created, (await browser.Upload(Samples.Mp4(picture: false, "M4A "), "a.m4a", "audio/x-m4a")).StatusCode);
    }

    [Fact]
    public async Task A_video_that_was_not_looked_into_to_the_end_for_our_own_sake_is_not_called_damaged_and_may_be_completed_later()
    {
        var tools = Directory.CreateTempSubdirectory("ssell-tools");
        foreach (var name in (string[])["ffprobe", "ffmpeg"])
        {
            await File.WriteAllTextAsync(Path.Combine(tools.FullName, name), "#!/bin/sh\nkill -9 $$\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(tools.FullName, name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        await using var poor = new ApiFixture("--Media:FfmpegFolder=" + tools.FullName);
        await poor.InitializeAsync();
        var browser = await poor.SignedIn();
        var video = Samples.Mp4();
        var upload = await Json(await browser.PostAsJsonAsync("/api/media/uploads", new { fileName = "a.mp4", mimeType = "video/mp4", size = video.Length }));
        using var bytes = new ByteArrayContent(video) { Headers = { ContentType = new("video/mp4") } };
        await poor.Browser().PutAsync(upload.Text("url"), bytes);

        await IsRefused(await browser.Upload(video, "a.mp4", "video/mp4"), 503, "media-store-unavailable", "");
        await IsRefused(await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null), 503, "media-store-unavailable", "");
        await IsRefused(await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null), 503, "media-store-unavailable", "");
        tools.Delete(recursive: true);
    }

    [Fact]
    public async Task A_video_is_looked_into_and_gets_a_poster()
    {
        Assert.SkipUnless(Samples.HasFfmpeg, "ffmpeg is not here");
        var browser = await api.SignedIn();

        var media = await Json(await browser.Upload(await Samples.Video(), "film.mp4", "video/mp4"));

        Assert.Equal(("video", true, 320, 240), (media.Text("kind"), media.GetProperty("inspected").GetBoolean(), media.GetProperty("width").GetInt32(), media.GetProperty("height").GetInt32()));
        Assert.InRange(media.GetProperty("durationSeconds").GetDouble(), 1.9, 2.2);
        var facts = media.GetProperty("facts");
        Assert.Equal(("h264", "aac", 30d), (facts.Text("videoCodec"), facts.Text("audioCodec"), facts.GetProperty("frameRate").GetDouble()));
        using var poster = SKBitmap.Decode(await api.Browser().GetByteArrayAsync(media.Text("thumbnailUrl")));
        Assert.Equal((320, 240), (poster.Width, poster.Height));
        var stored = Encoding.Latin1.GetString(await api.Browser().GetByteArrayAsync(media.Text("url")));
        Assert.DoesNotContain("19.4326", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", stored, StringComparison.Ordinal);
        Assert.True(stored.IndexOf("moov", StringComparison.Ordinal) < stored.IndexOf("mdat", StringComparison.Ordinal), "The table of contents comes first");
    }

    [Fact]
    public async Task A_video_that_lies_on_its_side_has_the_size_in_which_it_is_shown()
    {
        Assert.SkipUnless(Samples.HasFfmpeg, "ffmpeg is not here");
        var browser = await api.SignedIn();

        var media = await Json(await browser.Upload(Samples.Turned(await Samples.Video()), "film.mp4", "video/mp4"));

        Assert.Equal((240, 320, 90), (media.GetProperty("width").GetInt32(), media.GetProperty("height").GetInt32(), media.GetProperty("facts").GetProperty("rotation").GetInt32()));
        using var poster = SKBitmap.Decode(await api.Browser().GetByteArrayAsync(media.Text("thumbnailUrl")));
        Assert.Equal((240, 320), (poster.Width, poster.Height));
    }

    [Theory]
    [InlineData(".m4a", "audio/x-m4a", "audio/mp4", "aac")]
    [InlineData(".aac", "audio/aac", "audio/aac", "aac")]
    [InlineData(".mp3", "audio/mpeg", "audio/mpeg", "mp3")]
    [InlineData(".wav", "audio/wav", "audio/wav", "pcm_s16le")]
    [InlineData(".ogg", "audio/ogg", "audio/ogg", "vorbis")]
    public async Task A_recording_is_a_medium_with_a_length_and_no_remarks(string ending, string declared, string type, string codec)
    {
        Assert.SkipUnless(Samples.HasFfmpeg, "ffmpeg is not here");
        var browser = await api.SignedIn();
        var recording = await Samples.Recorded(ending, ["-f", "lavfi", "-i", "sine=duration=3", "-metadata", "artist=Ana Secret", .. ending == ".ogg" ? (string[])["-c:a", "libvorbis"] : []]);

        var answer = await browser.Upload(recording, "voice" + ending, declared);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var media = await Json(answer);
        Assert.Equal(("audio", type, codec), (media.Text("kind"), media.Text("mimeType"), media.GetProperty("facts").Text("audioCodec")));
        Assert.InRange(media.GetProperty("durationSeconds").GetDouble(), 2.8, 3.3);
        Assert.DoesNotContain("Ana Secret", Encoding.Latin1.GetString(await api.Browser().GetByteArrayAsync(media.Text("url"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_URL_opens_one_file_for_reading_by_GET_and_HEAD()
    {
        var browser = await api.SignedIn();
        var media = await Json(await browser.Upload(Samples.Picture(100, 100), "a.jpg", "image/jpeg"));
        var anyone = api.Browser();
        var forMeta = await api.Services.GetRequiredService<IMetaMediaUrls>().ForMeta(Key(media.Text("url")), default);

        foreach (var url in (string[])[media.Text("url"), forMeta.PathAndQuery])
        {
            using var head = await anyone.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
            Assert.Equal((HttpStatusCode.OK, "image/jpeg", media.GetProperty("size").GetInt64()), (head.StatusCode, head.Content.Headers.ContentType?.MediaType, head.Content.Headers.ContentLength));
            using var ranged = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(0, 9) } };
            Assert.Equal(HttpStatusCode.PartialContent, (await anyone.SendAsync(ranged)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await anyone.GetAsync(url.Replace(".jpg?", ".small.jpg?", StringComparison.Ordinal))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await anyone.GetAsync(url.Split('?')[0])).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await anyone.PutAsync(url, new ByteArrayContent([1]))).StatusCode);
        }
    }

    [Fact]
    public async Task A_file_may_be_sent_past_the_API_and_is_taken_in_once()
    {
        var browser = await api.SignedIn();
        var picture = Samples.Picture(700, 700);
        var upload = await Json(await browser.PostAsJsonAsync("/api/media/uploads", new { fileName = "big.jpg", mimeType = "image/jpeg", size = picture.Length }));
        var complete = $"/api/media/uploads/{upload.Text("id")}/complete";

        await IsRefused(await browser.PostAsync(complete, null), 409, "upload-incomplete", "not been sent");
        await IsRefused(await api.Browser().PutAsync(upload.Text("url"), Bytes([1, 2, 3])), 400, "invalid-media", "Content-Length");
        Assert.Equal(HttpStatusCode.NoContent, (await api.Browser().PutAsync(upload.Text("url"), Bytes(picture))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.Browser().GetAsync(upload.Text("url"))).StatusCode);
        var first = await browser.PostAsync(complete, null);
        var again = await browser.PostAsync(complete, null);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal((upload.Text("id"), upload.Text("id")), ((await Json(first)).Text("id"), (await Json(again)).Text("id")));
        Assert.Single((await Json(await browser.GetAsync("/api/media"))).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await api.Browser().PutAsync(upload.Text("url"), Bytes(picture))).StatusCode);
    }

    [Fact]
    public async Task What_is_announced_is_judged_before_a_byte_is_sent()
    {
        var browser = await api.SignedIn();
        Task<HttpResponseMessage> Begin(string name, string type, long size) => browser.PostAsJsonAsync("/api/media/uploads", new { fileName = name, mimeType = type, size });

        await IsRefused(await Begin("a.svg", "image/svg+xml", 10), 415, "media-unsupported", "is not taken");
        await IsRefused(await Begin("a.mp4", "video/mp4", 2L << 30), 413, "media-too-large", "300 MB");
        await IsRefused(await Begin("../a.mp4", "video/mp4", 10), 400, "invalid-media", "without a path");
    }

    [Fact]
    public async Task What_was_sent_and_is_no_medium_is_refused_for_good()
    {
        var browser = await api.SignedIn();
        byte[] program = [.. "MZ"u8, .. new byte[98]];
        var upload = await Json(await browser.PostAsJsonAsync("/api/media/uploads", new { fileName = "a.jpg", mimeType = "image/jpeg", size = program.Length }));
        await api.Browser().PutAsync(upload.Text("url"), Bytes(program));

        await IsRefused(await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null), 415, "media-unsupported", "no file that can be used");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null)).StatusCode);
        await ActivatorUtilities.CreateInstance<FileRemoval>(api.Services).Remove(default);
        Assert.DoesNotContain(StoredFiles(), file => file.Contains("/incoming/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_sent_again_after_its_upload_was_completed_goes_in_the_end()
    {
        var browser = await api.SignedIn();
        var picture = Samples.Picture(70, 70);
        var upload = await Json(await browser.PostAsJsonAsync("/api/media/uploads", new { fileName = "a.jpg", mimeType = "image/jpeg", size = picture.Length }));
        await api.Browser().PutAsync(upload.Text("url"), Bytes(picture));
        await browser.PostAsync($"/api/media/uploads/{upload.Text("id")}/complete", null);
        var (store, key) = (api.Services.GetRequiredService<IMediaStore>(), $"incoming/{Guid.Parse(upload.Text("id")):N}");
        Assert.Null(await store.Open(key, default));

        // A bucket takes it for as long as the URL lives.
        using (var late = new MemoryStream(picture)) await store.Put(key, late, "image/jpeg", default);
        await api.Database.Execute($"update removed_files set remove_at = now() - interval '1 second' where storage_key = '{key}'");
        await ActivatorUtilities.CreateInstance<FileRemoval>(api.Services).Remove(default);

        Assert.Null(await store.Open(key, default));
    }

    [Fact]
    public async Task A_request_that_breaks_off_leaves_nothing()
    {
        var browser = await api.SignedIn();
        var before = StoredFiles();

        using var content = new ByteArrayContent([.. "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. Samples.Picture(100, 100)]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        var answer = await browser.PostAsync("/api/media", content);

        await IsRefused(answer, 400, "invalid-media", "breaks off");
        Assert.Equal(before.Order(), StoredFiles().Order());
    }

    /// <summary>Every file of the store, and every folder of an upload that is still being taken in.</summary>
    private List<string> StoredFiles()
    {
        var root = api.Services.GetRequiredService<IOptions<MediaOptions>>().Value.Root;
        return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories), .. Directory.EnumerateDirectories(Directory.CreateDirectory(Path.Combine(root, ".spool")).FullName)];
    }

    private static string Key(string url) => url["/media/".Length..url.IndexOf('?', StringComparison.Ordinal)];

    private static ByteArrayContent Bytes(byte[] bytes) => new(bytes) { Headers = { ContentType = new("image/jpeg") } };

    private static async Task IsRefused(HttpResponseMessage answer, int status, string code, string named)
    {
        var problem = await Json(answer);
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.Text("code")));
        Assert.Contains(named, problem.Text("detail"), StringComparison.Ordinal);
    }

    /// <summary>Sends a JPEG that never ends, until there is an answer.</summary>
    private async Task<(string Answer, long Sent)> SendEndless(HttpClient browser, string length)
    {
        using var socket = new TcpClient { ReceiveTimeout = 10_000 };
        await socket.ConnectAsync(api.Url.Host, api.Url.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/media HTTP/1.1\r\nHost: {api.Url.Authority}\r\nAuthorization: {browser.DefaultRequestHeaders.Authorization}\r\nContent-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"));
        var chunked = length.StartsWith("Transfer", StringComparison.Ordinal);
        byte[] part = [.. "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"u8, 0xFF, 0xD8, 0xFF, 0xE0, .. new byte[65_536]];
        long sent = 0;
        try
        {
            for (; !stream.DataAvailable && sent < 2L << 30; part = new byte[65_536])
            {
                await stream.WriteAsync(chunked ? [.. Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), .. part, .. "\r\n"u8] : part);
                sent += part.Length;
            }
        }
        catch (IOException)
        {
            // The host has said what it had to say, and listens no longer.
        }
        var (answer, buffer) = ("", new byte[4096]);
        while (!answer.Contains("traceId", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read) answer += Encoding.UTF8.GetString(buffer, 0, read);
        return (answer, sent);
    }
}

internal static class JsonText
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
