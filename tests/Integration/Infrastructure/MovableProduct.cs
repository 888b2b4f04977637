using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Core.Internal;
using SocialSelling.Cluster;
using SocialSelling.Demo;

namespace SocialSelling.Infrastructure;

/// <summary>
/// The product as one process, and that is this one: API host, silo, sweepers. Its media lie in a bucket, Meta is the Sandbox, and one clock moves for both.
/// Each test brings its own seller and shop.
/// </summary>
public sealed class MovableProduct : IAsyncLifetime
{
    private static int shops;
    private readonly TestDatabase database = new();
    private ProcessCluster? processes;
    private WebApplication? app;

    /// <summary>The keys by which it seals and opens, the first one to seal.</summary>
    public static string Ring(params string[] keys) => string.Join(',', keys.Select(key => $"{key}:{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))}"));

    public MovableClock Clock { get; } = new();
    public S3StandIn Store { get; } = new();
    public LogRecord Log { get; } = new();
    public Cluster.Sandbox Meta { get; private set; } = null!;
    public Uri Url { get; private set; } = null!;
    public IServiceProvider Services => app!.Services;
    public NpgsqlDataSource Rows => Services.GetRequiredService<Sql>().Source;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await Store.Start();
        var port = ProcessCluster.FreePort();
        Url = new Uri($"http://127.0.0.1:{port}");
        processes = new ProcessCluster(database);
        Meta = await processes.StartSandbox(port);
        string[] settings =
        [
            "--DATABASE_URL=" + database.Url, "--JWT_SECRET=" + new string('k', 40), "--TOKEN_ENCRYPTION_KEYS=" + Ring("t", "next"), "--INSTAGRAM_APP_ID=1111",
            "--INSTAGRAM_APP_SECRET=" + ProcessCluster.AppSecret, "--WEBHOOK_VERIFY_TOKEN=verify-me", "--INSTAGRAM_OAUTH_URL=" + Meta.Address, "--INSTAGRAM_API_URL=" + Meta.Address,
            "--INSTAGRAM_GRAPH_URL=" + Meta.Address, "--META_APP_ID=2222", "--META_APP_SECRET=" + ProcessCluster.MetaAppSecret, "--FACEBOOK_URL=" + Meta.Address + "/facebook",
            "--FACEBOOK_GRAPH_URL=" + Meta.Address + "/facebook", "--Meta:CallTimeout=00:00:02", "--AUTH_ATTEMPTS_PER_MINUTE=10000", "--Identity:BcryptCost=10", "--RATE_LIMIT_PER_ADDRESS=1000000", "--RATE_LIMIT_PER_USER=1000000", "--DEFAULT_TIER=ENTERPRISE", "--Publishing:PendingPostsStarter=3", "--APP_URL=" + Url, "--Media:Store=Minio",
            "--MINIO_ENDPOINT=" + Store.Endpoint, "--MINIO_PUBLIC_URL=" + Store.PublicUrl, "--MINIO_ACCESS_KEY=" + S3StandIn.AccessKey, "--MINIO_SECRET_KEY=" + S3StandIn.SecretKey,
            "--MINIO_BUCKET=pictures", "--SEED_DEMO=1", "--Cluster:ServiceId=movable", $"--Cluster:SiloPort={ProcessCluster.FreePort()}", $"--Cluster:GatewayPort={ProcessCluster.FreePort()}", "--urls=" + Url,
        ];
        app = ApiHost.Build(settings, services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddSingleton<ILoggerProvider>(Log);
            // Looking at zones is there to be asked for: a test brings zones of its own.
            services.Remove(services.Single(s => s.ImplementationType == typeof(Publishing.ZoneWatch)));
            // So is looking through the store: other tests move the clock by months.
            services.Remove(services.Single(s => s.ImplementationType == typeof(Publishing.FileSweep)));
            // Seeding is there to be asked for: not every test wants the demo's shops.
            services.Remove(services.Single(s => s.ImplementationType == typeof(DemoSeed)));
            services.AddSingleton<DemoSeed>();
        });
        await app.StartAsync();
        await Eventually.True(() => Task.FromResult(Store.Buckets.Contains("pictures")), what: "The bucket");
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        Meta?.Dispose();
        if (processes is not null) await processes.DisposeAsync();
        await Store.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>A new seller with a connected shop.</summary>
    public async Task<(Seller Seller, string Shop, Guid Account)> Shop()
    {
        var shop = $"movable.{Interlocked.Increment(ref shops)}";
        await Meta.AddShop(shop);
        var seller = await Seller.SignUp(Url);
        return (seller, shop, await seller.Connect(Meta, shop));
    }

    public IAccountGrain Grain(Guid account) => Services.GetRequiredService<IGrainFactory>().GetGrain<IAccountGrain>(account);

    /// <summary>What the cluster does when an account's reminder is due.</summary>
    public Task Remind(Guid account, string reminder) => Grain(account).AsReference<IRemindable>().ReceiveReminder(reminder, default);

    /// <summary>The account's activation ends as it does when nothing has happened for long.</summary>
    public async Task Deactivate(Guid account) => await Grain(account).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>It is later now, here and at Meta.</summary>
    public async Task Move(TimeSpan by)
    {
        await Meta.Advance(by);
        Clock.Advance(by);
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Rows.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>The time of day can be moved; timers run as ever.</summary>
public sealed class MovableClock : TimeProvider
{
    private long ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));
}

/// <summary>The classes that share one <see cref="MovableProduct"/>.</summary>
[CollectionDefinition(nameof(MovableProduct))]
public sealed class SharedMovableProduct : ICollectionFixture<MovableProduct>;
