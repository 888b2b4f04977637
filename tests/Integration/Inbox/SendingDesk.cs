using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SocialSelling.Accounts;
using SocialSelling.Analytics;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using SocialSelling.Meta;
using SocialSelling.Publishing;
using SocialSelling.Sandbox;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.State;
using SocialSelling.Sandbox.Webhooks;
using SocialSelling.Webhooks;
using Customer = SocialSelling.Sandbox.State.Person;

namespace SocialSelling.Inbox;

/// <summary>What sending needs, for real and in this process: PostgreSQL, the Sandbox, a server that gives out files. Clocks are the tests'.</summary>
public sealed class SendingDesk : IAsyncLifetime
{
    public const string AppId = "1111";
    private readonly TestDatabase database = new();
    private WebApplication? meta, files;
    private ServiceProvider? services;
    private int shops;

    internal IServiceProvider Services => services!;
    internal Store World => meta!.Services.GetRequiredService<Store>();
    internal Faults Faults => meta!.Services.GetRequiredService<Faults>();
    internal CallLog Calls => meta!.Services.GetRequiredService<CallLog>();
    /// <summary>Files that cannot be fetched.</summary>
    internal HashSet<string> Missing { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        meta = SandboxApp.Build(["--urls=http://127.0.0.1:0", "--INSTAGRAM_APP_ID=" + AppId, "--INSTAGRAM_APP_SECRET=secret", "--SANDBOX_WEBHOOK_URL=", "--DATA_DIR=", "--Logging:LogLevel:Default=None"]);
        await meta.StartAsync();
        files = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]).Build();
        files.MapGet("/media/{**key}", (string key) => Missing.Contains(key) ? Results.NotFound() : Results.Bytes(new byte[64], key.EndsWith(".mp4", StringComparison.Ordinal) ? "video/mp4" : "image/jpeg"));
        await files.StartAsync();

        var settings = new Dictionary<string, string?>
        {
            ["Database:Url"] = database.Url,
            ["Meta:AppId"] = AppId,
            ["Meta:AppSecret"] = "secret",
            ["Meta:VerifyToken"] = "verify",
            ["Meta:RedirectUri"] = "http://localhost/",
            ["Meta:GraphUrl"] = meta.Urls.First(),
            ["Meta:CallTimeout"] = "00:00:04",
            ["Media:AppUrl"] = files.Urls.First(),
            ["Media:SigningSecret"] = new('s', 40),
            ["Tokens:EncryptionKeys"] = "k:" + Convert.ToBase64String(new byte[32]),
        };
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        collection.AddOptions<TokenOptions>().BindConfiguration("Tokens");
        collection.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<TokenCipher>().AddSingleton<DeliveryMetrics>().AddSingleton<Notifications.NotificationFollower>().AddSingleton<Hooks.HookFollower>().AddData().AddMeta().AddMediaUrls().AddSignalR();
        services = collection.BuildServiceProvider();
        // The first call of a process takes its time, which is none of Meta's.
        var first = await Open();
        await first.Sends("Good morning");
        await first.Tick();
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null) await services.DisposeAsync();
        if (meta is not null) await meta.DisposeAsync();
        if (files is not null) await files.DisposeAsync();
        await database.DisposeAsync();
    }

    internal Task Execute(string sql) => database.Execute(sql);

    /// <summary>A connected shop to which Maya has just written.</summary>
    internal async Task<SendingShop> Open()
    {
        var name = $"shop.{++shops}";
        var (shop, maya, token) = World.Change(world =>
        {
            var made = new Shop(world.NextId("178414999"), world.NextId("730000999"), name, name, "BUSINESS", 1, "");
            var pass = new Token("token of " + name, made.Id, [], true, World.Now, World.Now + TimeSpan.FromDays(300));
            world.Shops.Add(made);
            world.Tokens.Add(pass);
            return (made, world.Customer(made, "maya"), pass);
        });
        Guid user = Guid.NewGuid(), workspace = Guid.NewGuid(), id = AccountId.For("instagram", shop.Id);
        await database.Execute($"""
            insert into users (id, email, password_hash, name) values ('{user}', '{user}@example.com', '', 'Ada');
            insert into workspaces (id, name, owner_id) values ('{workspace}', 'Shop', '{user}');
            """);
        var now = World.Now;
        var (sealedToken, key) = Services.GetRequiredService<TokenCipher>().Seal(id, token.Value);
        await Services.GetRequiredService<AccountRepository>().Connect(
            new AccountRow(id, workspace, user, "instagram", shop.Id, shop.AppScopedId, name, name, null, "BUSINESS", 0, 0, 0, null, null, "active", null, [], null, null, now),
            new TokenRow(sealedToken, key, now, now + TimeSpan.FromDays(300)), new Identity.TierOptions(), _ => null, Audit.AuditSource.System, CancellationToken.None);
        var opened = new SendingShop(this, shop, maya, id, user, workspace, new FakeTimeProvider(now));
        await opened.Activate();
        await opened.Hears("Is it still there?");
        return opened;
    }
}

/// <summary>One account's parts, as its grain builds them, and Maya on the other side.</summary>
internal sealed class SendingShop(SendingDesk desk, Shop shop, Customer maya, Guid id, Guid user, Guid workspace, FakeTimeProvider clock)
{
    private readonly AccountState account = new(id);
    private InboxStream inbox = null!;

    public Guid Account => id;
    public Guid Conversation { get; } = AccountId.Conversation(id, maya.Id);
    public string Name => shop.Username;
    public DateTimeOffset Now => clock.GetUtcNow();
    public bool IsActive => account.IsActive;
    public Outbox Outbox { get; private set; } = null!;
    public MessageSender Sender { get; private set; } = null!;
    public RateBudget Budget { get; private set; } = null!;
    public ContactSignals Signals { get; private set; } = null!;

    /// <summary>From nothing but rows, as after a crash; or a second time beside the first.</summary>
    public async Task<SendingShop> Activate()
    {
        T Get<T>() where T : notnull => desk.Services.GetRequiredService<T>();
        T New<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(desk.Services, HasClock(typeof(T)) ? [.. parts, clock] : parts);
        static bool HasClock(Type part) => part.GetConstructors()[0].GetParameters().Any(p => p.ParameterType == typeof(TimeProvider));

        var start = await Get<AccountStarts>().Find(id);
        account.Row = start.Account;
        var stream = New<EventStream>(id, Get<IHubContext<InboxHub>>());
        Budget = new RateBudget(4_800, clock);
        var token = New<AccountToken>(account, stream, Budget);
        Sender = New<MessageSender>(account, stream, token, Budget);
        Outbox = New<Outbox>(account, stream, Sender);
        Signals = New<ContactSignals>(account, stream, token, Budget);
        var answers = New<CommentAnswers>(account, stream, token, Budget);
        inbox = New<InboxStream>(account, stream, Sender, New<MessageChanges>(account, stream), New<CommentStream>(account, stream, answers), answers, New<StoryNumbers>(account, stream));
        stream.Start(start.LastSequence);
        Sender.Start(start.Sends);
        Outbox.Start(start.NextScheduledAt);
        return this;
    }

    public Task<SendingShop> SecondActivation() => new SendingShop(desk, shop, maya, id, user, workspace, clock).Activate();

    /// <summary>Maya writes.</summary>
    public Task Hears(string text)
    {
        var dm = desk.World.Change(world => world.Write(shop, maya, "in", text, desk.World.Now));
        return Deliver(true, dm, new JsonObject { ["mid"] = dm.Mid, ["text"] = text });
    }

    /// <summary>The owner answers on the telephone.</summary>
    public Task AnswersOnTheTelephone(string text)
    {
        var dm = desk.World.Change(world => world.Write(shop, maya, "app", text, desk.World.Now));
        return Deliver(false, dm, new JsonObject { ["mid"] = dm.Mid, ["text"] = text, ["is_echo"] = true });
    }

    /// <summary>Meta echoes what our app has sent.</summary>
    public Task Echo(Dm dm) => Deliver(false, dm, Entries.Echo(dm, long.Parse(SendingDesk.AppId, null)));

    /// <summary>Maya has read what was written until now.</summary>
    public Task Reads(Dm dm) => Say("read", fromPerson: true, new JsonObject { ["mid"] = dm.Mid });

    /// <param name="emoji">None takes the reaction back.</param>
    public Task ReactsTo(Dm dm, string? emoji) => Say("reaction", fromPerson: true, Entries.Reaction(dm.Mid, emoji));

    /// <summary>The owner takes a message back on the telephone.</summary>
    public Task TakesBack(Dm dm) => Say("message", fromPerson: false, new JsonObject { ["mid"] = dm.Mid, ["is_deleted"] = true, ["is_echo"] = true });

    public SendMessage Draft(string text, string? clientId = null) => new(Conversation, clientId ?? Guid.NewGuid().ToString(), text, null, Author.Person, user);

    public async Task<MessageView> Sends(string text) => (await Outbox.Send(Draft(text), CancellationToken.None)).Get();

    /// <summary>Sends while Meta's answer takes its time, and does something with what has arrived there before the answer comes.</summary>
    public async Task<MessageView> SendsAndMeetsBeforeItsAnswer(string text, Func<Dm, Task> meanwhile)
    {
        Fault(new Fault("timeout_after_success", "/messages", "POST", DelayMs: 700));
        var message = await Sends(text);
        Sender.Step(() => { }, CancellationToken.None);
        await Arrives();
        await meanwhile(Got()[0]);
        Assert.Equal("sending", await Status(message));
        await Sender.Finish();
        await Later(SendRules.ReconcileEvery);
        return message;
    }

    /// <summary>A message has come to Meta.</summary>
    public Task Arrives() => Eventually.True(() => Task.FromResult(Got().Count > 0), what: "The message at Meta");

    /// <summary>What browsers were last told of a message.</summary>
    public async Task<MessageView> LastTold(MessageView message) => JsonSerializer.Deserialize<MessagePayload>(
        (await desk.Services.GetRequiredService<EventRepository>().After(id, 0, 1_000, CancellationToken.None)).Last(e => e.SubjectId == message.Id).Payload, WireJson.Options)!.Message;

    /// <summary>What the list of conversations shows of the last message.</summary>
    public async Task<string?> Preview() => (await desk.Services.GetRequiredService<ConversationRepository>().Find(id, Conversation, CancellationToken.None))?.LastText;

    /// <summary>The timer's tick, and the end of everything that it started.</summary>
    public async Task Tick()
    {
        await Outbox.Release(CancellationToken.None);
        Sender.Step(() => { }, CancellationToken.None);
        await Sender.Finish();
    }

    /// <summary>Ticks while anything is due.</summary>
    public async Task Run()
    {
        for (var n = 0; n < 20 && (Sender.NextDue <= Now || Outbox.NextDue <= Now); n++) await Tick();
    }

    /// <summary>Ours and Meta's clock.</summary>
    public async Task Later(TimeSpan by)
    {
        clock.Advance(by);
        desk.World.Change(world => world.ClockOffset += by);
        await Run();
    }

    public async Task<List<MessageView>> Thread() => [.. (await desk.Services.GetRequiredService<MessageRepository>().Page(id, Conversation, null, 100, CancellationToken.None))
        .Select(m => m.ToView(desk.Services.GetRequiredService<SignedMediaUrls>())).Reverse()];

    public async Task<List<MessageView>> Ours() => [.. (await Thread()).Where(m => m.Direction == "outbound")];

    public async Task<string> Status(MessageView message) => (await Thread()).Single(m => m.Id == message.Id).Status;

    /// <summary>What waits to be sent later, held or not.</summary>
    public async Task<List<ScheduledMessageView>> Scheduled() => [.. (await desk.Services.GetRequiredService<ScheduledMessageRepository>().ListIn(id, Conversation, 100, CancellationToken.None))
        .Select(s => s.ToView([], desk.Services.GetRequiredService<SignedMediaUrls>()))];

    /// <summary>What people of the workspace were told of.</summary>
    public async Task<List<JsonElement>> Notices() => [.. (await desk.Services.GetRequiredService<EventRepository>().After(id, 0, 1_000, CancellationToken.None))
        .Where(e => e.Kind == EventKind.NoticeRaised).Select(e => JsonSerializer.Deserialize<JsonElement>(e.Payload))];

    /// <summary>What Maya has got from the shop's app.</summary>
    public List<Dm> Got() => desk.World.Read(world => world.Messages.Where(m => m.PersonId == maya.Id && m.ShopId == shop.Id && m.From == "api").OrderBy(m => m.At).ToList());

    public int Calls => desk.Calls.Find("/messages", shop.Id).Count;

    public void Fault(Fault fault) => desk.Faults.Add(fault with { Account = shop.Username });

    public void Revoke() => desk.World.Change(world => world.Tokens.Single(t => t.ShopId == shop.Id).Revoked = true);

    public void Block(bool blocked) => desk.World.Change(_ => maya.Blocked = blocked);

    /// <returns>The storage key of a file in the workspace's library.</returns>
    public async Task<string> File(string kind = "image", string mimeType = "image/jpeg", long size = 1_000)
    {
        var key = $"{workspace:N}/{Guid.NewGuid():N}{(kind == "video" ? ".mp4" : ".jpg")}";
        await desk.Services.GetRequiredService<RemovedFileRepository>().Announce([key], Now.AddHours(1), CancellationToken.None);
        await desk.Services.GetRequiredService<MediaRepository>().Add(
            new MediaRow(Guid.NewGuid(), workspace, user, "file", kind, mimeType, size, 1, 1, null, key, null, Now), [1], Now, CancellationToken.None);
        return key;
    }

    private Task Say(string kind, bool fromPerson, JsonObject what) => Deliver(Entries.Messaging(shop, maya.Id, fromPerson, desk.World.Now, desk.World.Now, kind, what));

    private Task Deliver(bool fromPerson, Dm dm, JsonObject message) => Deliver(Entries.Messaging(shop, maya.Id, fromPerson, dm.At, dm.At, "message", message));

    private async Task Deliver(JsonObject entry)
    {
        var report = await inbox.Deliver([new DeliveredEntry(Now, Encoding.UTF8.GetBytes(entry.ToJsonString()))], CancellationToken.None);
        Assert.Empty(report.Parked);
    }
}
