using Npgsql;
using SocialSelling.Accounts;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>What a database holds of messages, against what was handed over: whatever happened to the processes, it has to balance.</summary>
internal sealed class Ledger(TestDatabase database) : IAsyncDisposable
{
    private const string Owner = "00000000-0000-7000-8000-000000000001";
    private readonly NpgsqlDataSource db = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);

    /// <summary>Connected accounts that nobody has to log in to Meta for.</summary>
    public async Task<List<string>> Shops(int count)
    {
        await database.Execute($"""
            insert into users (id, email, name, password_hash) values ('{Owner}', 'ana@example.com', 'Ana', 'none');
            insert into workspaces (id, name, owner_id) values ('{Owner}', 'Shops', '{Owner}')
            """);
        var shops = Enumerable.Range(1, count).Select(i => $"178414{i:D10}").ToList();
        foreach (var shop in shops)
            await database.Execute($"""
                insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
                values ('{AccountId.For("instagram", shop)}', '{Owner}', '{Owner}', 'instagram', '{shop}', 'shop')
                """);
        return shops;
    }

    /// <summary>Everything handed over is there once, no event number is missing, and nothing was set aside.</summary>
    public async Task Balances(IEnumerable<string> mids, TimeSpan limit, Node host)
    {
        try
        {
            await Eventually.True(async () => await Count("select count(*) from webhook_deliveries where finished_at is null") == 0, limit, "A finished journal");
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new InvalidOperationException($"{e.Message}. The host said:\n{host.Log()}", e);
        }
        Assert.Equal(mids.Order(StringComparer.Ordinal), (await Mids()).Order(StringComparer.Ordinal));
        Assert.Equal(0, await Count("select count(*) from (select max(sequence) highest, count(*) numbers from account_events group by account_id) s where highest <> numbers"));
        Assert.Equal(0, await Count("select count(*) from webhook_parked"));
    }

    /// <returns>How many accounts have a message that was written after <paramref name="at"/>.</returns>
    public Task<long> AccountsHeardOfSince(DateTimeOffset at) => Count($"select count(distinct client_account_id) from messages where sent_at > '{at:O}'");

    public async Task<long> Count(string sql)
    {
        await using var command = db.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<List<string>> Mids()
    {
        await using var command = db.CreateCommand("select platform_message_id from messages where direction = 'inbound'");
        await using var reader = await command.ExecuteReaderAsync();
        var mids = new List<string>();
        while (await reader.ReadAsync()) mids.Add(reader.GetString(0));
        return mids;
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();
}

/// <summary>Meta, delivering messages to all shops at an even pace until it is stopped.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> taken = new();
    private readonly WebhookSender meta;
    private readonly Task sending;

    public Traffic(Uri api, IReadOnlyList<string> shops, int perSecond)
    {
        meta = new WebhookSender(api);
        sending = Send(shops, TimeSpan.FromSeconds(1.0 / perSecond));
    }

    /// <summary>Messages answered 200 so far.</summary>
    public int Taken => taken.Count;

    /// <returns>The ids of all messages; each was answered 200.</returns>
    public async Task<IReadOnlyCollection<string>> Stop()
    {
        await stop.CancelAsync();
        await sending;
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        meta.Dispose();
        stop.Dispose();
    }

    private async Task Send(IReadOnlyList<string> shops, TimeSpan pace)
    {
        var underWay = new List<Task>();
        using var timer = new PeriodicTimer(pace);
        try
        {
            for (var i = 0; await timer.WaitForNextTickAsync(stop.Token); i++) underWay.Add(Deliver(shops[i % shops.Count], $"900{i % 25:D4}", $"mid-{i:D6}"));
        }
        catch (OperationCanceledException)
        {
            // Told to stop; what is under way is finished.
        }
        await Task.WhenAll(underWay);
    }

    private async Task Deliver(string shop, string customer, string mid)
    {
        await meta.DeliverUntilTaken(WebhookSender.Message(shop, customer, mid, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        taken.Enqueue(mid);
    }
}
