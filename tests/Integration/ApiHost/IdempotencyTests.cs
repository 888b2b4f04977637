using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SkiaSharp;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Hosting;

/// <summary>Idempotency-Key: whoever is not sure whether something was created asks again with the same key.</summary>
[Collection(nameof(MovableProduct))]
public sealed class IdempotencyTests(MovableProduct product)
{
    [Fact]
    public async Task The_same_request_with_the_same_key_gets_the_same_answer_and_creates_once()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        var draft = await Draft(seller, account, "Once");
        var key = NewKey();

        var first = await seller.Send("/api/posts", Json(draft), key);
        var again = await seller.Send("/api/posts", Json(draft), key);

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, again);
        Assert.NotNull(again.Location);
        Assert.Equal(1, await Posts(account));
    }

    [Fact]
    public async Task A_key_of_another_request_is_refused()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        var key = NewKey();
        await seller.Send("/api/posts", Json(await Draft(seller, account, "One")), key);

        var otherBody = await seller.Send("/api/posts", Json(await Draft(seller, account, "Two")), key);
        var otherRoute = await seller.Send("/api/media", Picture(), key);

        Assert.All([otherBody, otherRoute], answer => Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (answer.Status, Code(answer.Body))));
        Assert.Equal(1, await Posts(account));
    }

    [Fact]
    public async Task Of_many_at_once_one_creates()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        var draft = await Draft(seller, account, "Together");
        var key = NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => seller.Send("/api/posts", Json(draft), key)));

        Assert.Single(answers.Where(a => a.Status == HttpStatusCode.Created).Select(a => a.Body).Distinct());
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal((HttpStatusCode.Conflict, "request-under-way"), (a.Status, Code(a.Body))));
        Assert.Equal(1, await Posts(account));
    }

    [Fact]
    public async Task An_upload_is_the_same_under_another_boundary()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var key = NewKey();

        var first = await seller.Send("/api/media", Picture(), key);
        var again = await seller.Send("/api/media", Picture(), key);
        var other = await seller.Send("/api/media", Picture(SKColors.Crimson), key);

        Assert.Equal((HttpStatusCode.Created, first), (first.Status, again));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        var (seller, _, _) = await product.Shop();
        await using var __ = seller;
        var key = NewKey();

        await product.Store.Stop();
        var failed = await seller.Send("/api/media", Picture(), key);
        await product.Store.Start();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.Status);
        Assert.Equal(HttpStatusCode.Created, (await seller.Send("/api/media", Picture(), key)).Status);
    }

    [Fact]
    public async Task A_key_is_its_users_own()
    {
        var (one, _, _) = await product.Shop();
        var (two, _, _) = await product.Shop();
        await using var _ = one;
        await using var __ = two;

        var (first, second) = (await one.Send("/api/media", Picture(), "the-same"), await two.Send("/api/media", Picture(), "the-same"));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.NotEqual(first.Body, second.Body);
    }

    [Fact]
    public async Task What_a_sender_who_left_has_begun_is_finished_and_not_begun_again()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        var picture = await seller.UploadPicture();

        foreach (var n in Enumerable.Range(0, 12))
        {
            var (draft, key) = (new { accountId = account, type = "feed", caption = $"Left {n}", mediaIds = new[] { picture } }, NewKey());
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(2 * n));
            try
            {
                await seller.Send("/api/posts", Json(draft), key, patience.Token);
            }
            catch (OperationCanceledException)
            {
                // On the train, in a tunnel.
            }
            await Eventually.True(async () => (await seller.Send("/api/posts", Json(draft), key)).Status == HttpStatusCode.Created, what: "The answer");
        }

        Assert.Equal(12, await Posts(account));
    }

    private static string NewKey() => Guid.NewGuid().ToString();

    private static async Task<object> Draft(Seller seller, Guid account, string caption) => new { accountId = account, type = "feed", caption, mediaIds = new[] { await seller.UploadPicture() } };

    private static JsonContent Json(object body) => JsonContent.Create(body);

    private static MultipartFormDataContent Picture(SKColor? color = null)
    {
        using var bitmap = new SKBitmap(400, 400);
        bitmap.Erase(color ?? SKColors.Teal);
        var file = new ByteArrayContent(bitmap.Encode(SKEncodedImageFormat.Jpeg, 80).ToArray());
        file.Headers.ContentType = new("image/jpeg");
        return new MultipartFormDataContent { { file, "file", "picture.jpg" } };
    }

    private static string? Code(string problem) => JsonSerializer.Deserialize<JsonElement>(problem).GetProperty("code").GetString();

    private Task<long> Posts(Guid account) => product.Scalar<long>($"select count(*) from scheduled_posts where client_account_id = '{account}'");
}
