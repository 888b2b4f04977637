using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>Files that people send, copied into the bucket of a cluster.</summary>
[Collection(nameof(MovableProduct))]
public sealed class AttachmentCopyTests(MovableProduct product) : IAsyncLifetime
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], Mp4 = Encoding.Latin1.GetBytes("\0\0\0\u0020ftypisom\0\0\0\0video"), Voice = Encoding.Latin1.GetBytes("\0\0\0\u0018ftypM4A \0\0\0\0voice");
    private readonly FileHost meta = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await meta.Start();

    public ValueTask DisposeAsync() => meta.DisposeAsync();

    [Theory]
    [InlineData("image", "image/jpeg")]
    [InlineData("video", "video/mp4")]
    [InlineData("audio", "audio/mp4")]
    [InlineData("story_mention", "video/mp4")]
    public async Task What_a_customer_sends_is_shown_from_our_own_store(string shape, string mimeType)
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var bytes = mimeType switch { "image/jpeg" => Jpeg, "audio/mp4" => Voice, _ => Mp4 };

        await product.Meta.Shape(shop, "maya", shape, meta.Has("sent", bytes));

        var attachment = await Settled(seller, "kept");
        Assert.Equal(mimeType, attachment.GetProperty("mimeType").GetString());
        meta.Loses("sent");
        using var http = new HttpClient { BaseAddress = product.Url };
        using var answer = await http.GetAsync(new Uri(attachment.GetProperty("url").GetString()!, UriKind.Relative), Cancel);
        Assert.Equal((HttpStatusCode.OK, mimeType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Cancel));
        await Eventually.True(() => Task.FromResult(Told(seller, "message.attachments").Any(message => message.GetProperty("attachments")[0].GetProperty("state").GetString() == "kept")), what: "An event");
    }

    [Fact]
    public async Task Until_the_copy_is_there_Metas_link_is_shown_and_a_message_is_not_held_up_by_it()
    {
        var (seller, shop, _) = await product.Shop();
        await using var __ = seller;
        var arrived = new TaskCompletionSource();
        var link = meta.Answers("slow", async http =>
        {
            await arrived.Task;
            await http.Response.Body.WriteAsync(Jpeg, Cancel);
        });

        await product.Meta.Shape(shop, "maya", "image", link);
        var waiting = await Attachment(seller);
        await product.Meta.Write(shop, "maya", "Did you get it?");
        await Eventually.True(async () => (await seller.Conversations())[0].GetProperty("lastMessage").GetProperty("text").GetString() == "Did you get it?", what: "The next message");
        arrived.SetResult();

        Assert.Equal((link, JsonValueKind.Null), (waiting.GetProperty("url").GetString(), waiting.GetProperty("state").ValueKind));
        await Settled(seller, "kept");
    }

    [Fact]
    public async Task What_is_gone_or_no_file_that_can_be_kept_is_given_up_with_its_reason()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;

        await product.Meta.Shape(shop, "ana", "image", meta.Has("page", "<html><script>alert(1)</script>"u8.ToArray()));
        var page = await Settled(seller, "unsupported");
        Assert.StartsWith("http://", page.GetProperty("url").GetString(), StringComparison.Ordinal);
        await product.Meta.Shape(shop, "ana", "image", meta.Has("large", [.. Jpeg, .. new byte[CopyRules.MaxImageBytes]]));
        await Settled(seller, "too_large");
        await product.Meta.Shape(shop, "ana", "image", meta.Answers("gone", http => Results.StatusCode(410).ExecuteAsync(http)));
        await Tried(account, "gone", 1);
        await Again(account, "gone", 1);
        await Again(account, "gone", 2);

        var gone = await Settled(seller, "gone");
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("url").ValueKind);
        Assert.Equal(0, await product.Scalar<long>($"select count(*) from attachment_copies where client_account_id = '{account}' and state = 'waiting'"));
    }

    [Fact]
    public async Task A_link_that_fails_for_a_while_is_kept_in_the_end_although_the_activation_ends_between()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        await product.Meta.Shape(shop, "ana", "image", meta.Answers("later", http => Results.StatusCode(503).ExecuteAsync(http)));
        await Tried(account, "later", 1);
        await product.Deactivate(account);

        meta.Has("later", Jpeg);
        await Again(account, "later", 1);

        await Settled(seller, "kept");
    }

    [Fact]
    public async Task A_copy_leaves_the_store_with_the_message_and_with_the_account()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var mid = await product.Meta.Shape(shop, "ana", "image", meta.Has("slip", Jpeg));
        await Settled(seller, "kept");
        var key = await product.Scalar<string>($"select storage_key from attachment_copies where client_account_id = '{account}'");
        Assert.Contains("pictures/" + key, product.Store.Objects);

        await product.Meta.Unsend(shop, mid);
        await Eventually.True(async () => await product.Scalar<long>($"select count(*) from attachment_copies where client_account_id = '{account}'") == 0, what: "Its row is gone");
        await Remove();
        Assert.DoesNotContain("pictures/" + key, product.Store.Objects);

        await product.Meta.Shape(shop, "ana", "image", meta.Has("other", Jpeg));
        await Settled(seller, "kept");
        var second = await product.Scalar<string>($"select storage_key from attachment_copies where client_account_id = '{account}'");
        await product.Scalar<string>($"with gone as (delete from client_accounts where id = '{account}' returning id) select id::text from gone");
        await Remove();
        Assert.DoesNotContain("pictures/" + second, product.Store.Objects);
        Assert.Equal(0, await product.Scalar<long>($"select count(*) from removed_files where storage_key in ('{key}', '{second}')"));
    }

    [Fact]
    public async Task While_our_store_is_down_no_try_counts_and_what_it_may_hold_of_another_kind_goes()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        product.Store.RefuseAfter = 0;
        try
        {
            await product.Meta.Shape(shop, "ana", "image", meta.Has("turns", Jpeg));
            await Eventually.True(
                async () => await product.Scalar<long>($"select count(*) from attachment_copies where client_account_id = '{account}' and storage_key like '%.jpg' and attempts = 0 and next_attempt_at > now()") == 1,
                what: "Given back");
        }
        finally
        {
            product.Store.RefuseAfter = int.MaxValue;
        }
        var jpeg = await product.Scalar<string>($"select storage_key from attachment_copies where client_account_id = '{account}'");
        meta.Has("turns", Mp4);
        await Again(account, "turns", 0);

        Assert.Equal("video/mp4", (await Settled(seller, "kept")).GetProperty("mimeType").GetString());
        Assert.Equal(1, await product.Scalar<long>($"select count(*) from removed_files where storage_key = '{jpeg}'"));
    }

    [Fact]
    public async Task An_activation_that_ends_while_a_file_comes_says_nothing_of_it_and_the_next_one_has_it()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var (asked, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        var link = meta.Answers("slow", async http =>
        {
            asked.TrySetResult();
            http.RequestAborted.Register(() => ended.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        });
        await product.Meta.Shape(shop, "ana", "image", link);
        await asked.Task;

        await product.Deactivate(account);
        await ended.Task;
        meta.Has("slow", Jpeg);
        await Again(account, "slow", 1);

        await Settled(seller, "kept");
        Assert.DoesNotContain(product.Log.Lines, line => line.Category == typeof(AttachmentCopies).FullName && line.Level >= LogLevel.Warning && line.Error is OperationCanceledException);
    }

    /// <summary>What is due for removal leaves the store.</summary>
    private async Task Remove()
    {
        await product.Scalar<long>("with due as (update removed_files set remove_at = now() - interval '1 day' returning 1) select count(*) from due");
        await product.Services.GetServices<IHostedService>().OfType<FileRemoval>().Single().Remove(Cancel);
    }

    /// <summary>So many tries of a file have begun; on a slow machine the next may have, too.</summary>
    private Task Tried(Guid account, string file, int times) => Eventually.True(
        async () => await product.Scalar<long>($"select count(*) from attachment_copies where client_account_id = '{account}' and source_url like '%/{file}' and attempts >= {times}") == 1, what: $"Try {times}");

    /// <summary>The wait after that try is over: said until the next one has begun, since the try itself may still be writing down when it wants to go on.</summary>
    private Task Again(Guid account, string file, int after) => Eventually.True(
        async () =>
        {
            await product.Scalar<long>($"with due as (update attachment_copies set next_attempt_at = now() - interval '1 second' where client_account_id = '{account}' and source_url like '%/{file}' and state = 'waiting' and attempts = {after} returning 1) select count(*) from due");
            await product.Grain(account).Wake(Cancel);
            return await product.Scalar<long>($"select count(*) from attachment_copies where client_account_id = '{account}' and source_url like '%/{file}' and attempts > {after}") == 1;
        },
        what: $"The try after try {after}");

    /// <summary>Of the newest message that has one.</summary>
    private static Task<JsonElement> Attachment(Seller seller) => Eventually.Value<JsonElement>(async () =>
        (await seller.Conversations()) is not [var conversation, ..] ? null
            : (await seller.Messages(conversation.GetProperty("id").GetGuid())).Select(m => m.GetProperty("attachments")).Where(a => a.GetArrayLength() > 0).Select(a => (JsonElement?)a[0]).FirstOrDefault(), "An attachment");

    private static async Task<JsonElement> Settled(Seller seller, string state)
    {
        await Eventually.True(async () => (await Attachment(seller)).GetProperty("state").GetString() == state, what: $"An attachment that is {state}");
        return await Attachment(seller);
    }

    private static IEnumerable<JsonElement> Told(Seller seller, string kind) => seller.Events.Where(e => e.GetProperty("kind").GetString() == kind).Select(e => e.GetProperty("payload").GetProperty("message"));
}
