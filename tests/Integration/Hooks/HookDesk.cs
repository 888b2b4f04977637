using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Infrastructure;
using SocialSelling.Mail;
using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Hooks;

/// <summary>Workspaces with hooks on a database of their own, dispatchers that are told when to look, and a clock that is moved by hand.</summary>
public sealed class HookDesk : IAsyncLifetime
{
    private ServiceProvider? services;

    public TestDatabase Database { get; } = new();
    public MovableClock Clock { get; } = new();
    internal HookRepository Hooks => Get<HookRepository>();
    internal HookLedger Ledger => Get<HookLedger>();
    internal HookDeliveryRepository Deliveries => Get<HookDeliveryRepository>();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        var settings = new Dictionary<string, string?> { ["Database:Url"] = Database.Url, ["Tokens:EncryptionKeys"] = "t:" + Convert.ToBase64String(new byte[32]), ["Media:SigningSecret"] = new string('k', 40), ["Media:AppUrl"] = "https://app.example.com" };
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).AddLogging().AddMetrics().AddSingleton<TimeProvider>(Clock);
        collection.AddOptions<TokenOptions>().BindConfiguration("Tokens");
        collection.AddSignalR();
        services = collection.AddMediaUrls().AddData().AddSingleton<TokenCipher>().AddSingleton<HookMetrics>().AddSingleton(Options.Create(new MailOptions { AppUrl = "https://app.example.com" })).BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null) await services.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>One that may send to this machine, unless <paramref name="change"/> says otherwise.</summary>
    internal HookDispatcher Dispatcher(Action<HookOptions>? change = null, AddressLookup? lookUp = null)
    {
        var options = new HookOptions { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(2) };
        change?.Invoke(options);
        var handler = new SocketsHttpHandler();
        HookPost.Configure(handler, options, lookUp);
        var post = new HookPost(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, Options.Create(options), Clock);
        return ActivatorUtilities.CreateInstance<HookDispatcher>(services!, post, Options.Create(options));
    }

    /// <summary>A workspace with a shop, of an owner who reads Portuguese, an admin and an agent.</summary>
    internal async Task<HookShop> HasShop()
    {
        var shop = new HookShop(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Database.Execute($"""
            insert into users (id, email, password_hash, name, language) values ('{shop.Owner}', 'owner-{shop.Owner}@example.com', '-', 'Ana', 'pt'), ('{shop.Admin}', 'admin-{shop.Admin}@example.com', '-', 'Bia', 'en'),
                ('{shop.Agent}', 'agent-{shop.Agent}@example.com', '-', 'Caio', 'en');
            insert into workspaces (id, name, owner_id) values ('{shop.Workspace}', 'Maya & Co.', '{shop.Owner}');
            insert into workspace_members (workspace_id, user_id, role) values ('{shop.Workspace}', '{shop.Owner}', 'owner'), ('{shop.Workspace}', '{shop.Admin}', 'admin'), ('{shop.Workspace}', '{shop.Agent}', 'agent');
            """);
        await HasAccount(shop, shop.Account);
        return shop;
    }

    internal Task HasAccount(HookShop shop, Guid account) => Database.Execute($"""
        insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{shop.Workspace}', '{shop.Owner}', 'instagram', '{account}', 'shop')
        """);

    /// <summary>What stands in the audit log of a change that a test makes by itself.</summary>
    internal static AuditEntry Entry => new(AuditAction.WebhookChanged, AuditSource.System);

    internal async Task<(HookRow Hook, string Secret)> HasHook(HookShop shop, string url, IReadOnlyList<string>? kinds = null, IReadOnlyList<Guid>? accounts = null)
    {
        var (id, secret) = (Guid.CreateVersion7(), HookSignature.NewSecret());
        var hook = new HookRow(id, shop.Workspace, url, "", kinds ?? ["message.received"], accounts, true, null, null, null, null, null, Clock.GetUtcNow());
        Assert.True(await Hooks.Add(hook, Seal(secret), most: 100, Entry, Cancel));
        return (hook, secret);
    }

    internal SealedSecret Seal(string secret)
    {
        var id = Guid.NewGuid();
        var (encrypted, keyId) = Get<TokenCipher>().Seal(id, secret);
        return new SealedSecret(id, encrypted, keyId);
    }

    /// <summary>Events with these numbers, and the deliveries that they make.</summary>
    internal async Task Happens(Guid account, int first, int last, string kind = "message.received")
    {
        await HappensUnseen(account, first, last, kind);
        await Ledger.Follow([account], 1_000, Clock.GetUtcNow(), Cancel);
    }

    internal Task HappensUnseen(Guid account, int first, int last, string kind = "message.received") => Database.Execute($$"""
        insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
        select '{{account}}', i, '{{Clock.GetUtcNow():O}}', '{{kind}}', gen_random_uuid(), jsonb_build_object('message', jsonb_build_object('text', 'Number ' || i)) from generate_series({{first}}, {{last}}) i
        """);

    /// <summary>State, tries, status and reason of each delivery, in the order of its events.</summary>
    internal Task<List<string>> States(HookRow hook) => Database.Column<string>($"""
        select concat_ws(' ', state, tries, coalesce(status_code::text, '-'), coalesce(reason, '-')) from hook_deliveries where hook_id = '{hook.Id}' order by account_id, sequence
        """);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private T Get<T>() where T : notnull => services!.GetRequiredService<T>();
}

internal sealed record HookShop(Guid Workspace, Guid Account, Guid Owner, Guid Admin, Guid Agent);

internal static class Turns
{
    /// <summary>One round of a dispatcher, and the end of all turns that it begins.</summary>
    public static async Task Sweep(this HookDispatcher dispatcher, CancellationToken ct)
    {
        var serving = new List<Task>();
        await dispatcher.Sweep(serving, ct);
        await Task.WhenAll(serving);
    }
}
