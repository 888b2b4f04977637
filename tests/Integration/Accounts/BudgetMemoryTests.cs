using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Accounts;

/// <summary>What Meta has forbidden until a time stays forbidden until then, whatever becomes of the activation that was told.</summary>
[Collection(nameof(MovableProduct))]
public sealed class BudgetMemoryTests(MovableProduct product)
{
    [Fact]
    public async Task A_block_outlives_the_activation_that_was_told()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        await Budgets.MakeMetaThrottle(product.Meta, seller, account, product.Clock.GetUtcNow());
        var until = await Budgets.BlockedUntil(seller, account);

        await product.Deactivate(account);

        Assert.Equal(until, await Budgets.BlockedUntil(seller, account));
        await product.Move(TimeSpan.FromMinutes(6));
        Assert.Null(await Budgets.BlockedUntil(seller, account));
    }

    [Fact]
    public async Task A_busy_budget_is_written_every_few_seconds_and_not_with_every_call()
    {
        var (seller, _, account) = await product.Shop();
        await using var __ = seller;
        var picture = await seller.UploadPicture();
        var clock = System.Diagnostics.Stopwatch.StartNew();

        foreach (var n in Enumerable.Range(0, 12)) await seller.Schedule(account, picture, $"Busy {n}", product.Clock.GetUtcNow().AddMinutes(5));
        await Eventually.True(async () => await product.Scalar<long>($"select count(*) from scheduled_posts where client_account_id = '{account}' and status = 'ready'") == 12, TimeSpan.FromSeconds(60), "Prepared");

        // Each post took two calls at least; connecting wrote once or twice before.
        Assert.InRange(await Budgets.StoredVersion(product, account), 1, 4 + clock.Elapsed / TimeSpan.FromSeconds(5));
    }
}

/// <summary>The same with a silo that says no goodbye.</summary>
public sealed class BudgetAfterAKillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_block_outlives_the_silo_that_was_told()
    {
        await using var cluster = new ProcessCluster(database);
        var port = ProcessCluster.FreePort();
        using var meta = await cluster.StartSandbox(port);
        var host = await cluster.StartSingle(port);
        await meta.AddShop("killed.shop");
        await using var seller = await Seller.SignUp(host.Url);
        var account = await seller.Connect(meta, "killed.shop");
        await Budgets.MakeMetaThrottle(meta, seller, account, TimeProvider.System.GetUtcNow());
        var until = await Budgets.BlockedUntil(seller, account);
        await Eventually.True(async () => await Budgets.IsBlockStored(database), what: "The block in storage");

        host.Kill();
        await host.Gone();
        await cluster.StartSingle(port);

        Assert.Equal(until, await Budgets.BlockedUntil(seller, account));
    }
}

internal static class Budgets
{
    /// <summary>Preparing a post meets "too many calls".</summary>
    public static async Task MakeMetaThrottle(Cluster.Sandbox meta, Seller seller, Guid account, DateTimeOffset now)
    {
        // Reading what stands under the account's posts asks the same path.
        await meta.Fault("/media", "error", code: 4, method: "POST");
        await seller.Schedule(account, await seller.UploadPicture(), "Too much", now.AddMinutes(8));
        await Eventually.True(async () => await BlockedUntil(seller, account) is not null, what: "The block");
    }

    /// <returns>When replies, the last to be stopped, may go again; null when they may go now.</returns>
    public static async Task<DateTimeOffset?> BlockedUntil(Seller seller, Guid account)
    {
        var reply = (await seller.Get($"/api/accounts/{account}/health")).GetProperty("budget").GetProperty("classes").EnumerateArray().Single(c => c.GetProperty("class").GetString() == "reply");
        return reply.GetProperty("availableAt") is { ValueKind: JsonValueKind.String } at ? at.GetDateTimeOffset() : null;
    }

    public static async Task<bool> IsBlockStored(TestDatabase database)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
        await using var command = source.CreateCommand("select exists (select from orleans.orleansstorage where convert_from(payloadbinary, 'utf8') like '%\"BlockedUntil\":\"2%')");
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>How often the budget of an account was written.</summary>
    public static Task<int> StoredVersion(MovableProduct product, Guid account)
    {
        // Orleans keeps a Guid key as two numbers: its first eight bytes are the first.
        var first = BitConverter.ToInt64(account.ToByteArray());
        return product.Scalar<int>($"select coalesce(max(version), 0) from orleans.orleansstorage where grainidn0 = {first} and graintypestring like '%account-budget%'");
    }
}
