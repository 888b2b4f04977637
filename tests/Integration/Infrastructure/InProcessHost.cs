using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SocialSelling.Accounts;
using SocialSelling.Cluster;

namespace SocialSelling.Infrastructure;

/// <summary>The API host with its silo inside this process, on a fresh database: for tests that call grains themselves. There is no Meta behind it.</summary>
public sealed class InProcessHost : IAsyncLifetime
{
    private readonly TestDatabase database = new();
    private WebApplication? app;

    public NpgsqlDataSource Source { get; private set; } = null!;
    public Uri Url { get; private set; } = null!;
    public IServiceProvider Services => app!.Services;
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        string[] settings =
        [
            "--DATABASE_URL=" + database.Url, "--JWT_SECRET=" + new string('k', 40), "--TOKEN_ENCRYPTION_KEYS=t:" + Convert.ToBase64String(new byte[32]), "--INSTAGRAM_APP_ID=1111",
            "--INSTAGRAM_APP_SECRET=" + ProcessCluster.AppSecret, "--WEBHOOK_VERIFY_TOKEN=verify", "--Cluster:Mode=Single", $"--Cluster:SiloPort={ProcessCluster.FreePort()}",
            $"--Cluster:GatewayPort={ProcessCluster.FreePort()}", "--urls=http://127.0.0.1:0", "--RATE_LIMIT_PER_ADDRESS=1000000", "--RATE_LIMIT_PER_USER=1000000", "--Serilog:MinimumLevel=Warning",
        ];
        app = ApiHost.Build(settings);
        await app.StartAsync();
        Url = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (Source is not null) await Source.DisposeAsync();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        await database.DisposeAsync();
    }

    /// <summary>An account that somebody has connected, without a token.</summary>
    public async Task<Guid> HasAccount(string platformAccountId)
    {
        var id = AccountId.For("instagram", platformAccountId);
        await using var command = Source.CreateCommand("""
            with u as (insert into users (email, password_hash, name) values (gen_random_uuid() || '@example.com', '-', 'Ana') returning id),
                 w as (insert into workspaces (name, owner_id) select 'Shop', id from u returning id, owner_id)
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) select $1, w.id, w.owner_id, 'instagram', $2, 'shop' from w
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(platformAccountId);
        await command.ExecuteNonQueryAsync();
        return id;
    }

    /// <summary>Rows as lines, one column after the other.</summary>
    public async Task<List<string>> Rows(string sql, params object[] parameters)
    {
        await using var command = Source.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.AddWithValue(parameter);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}={(reader.IsDBNull(i) ? "∅" : reader.GetValue(i))}")));
        return rows;
    }
}
