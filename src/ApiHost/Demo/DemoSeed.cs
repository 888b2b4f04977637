using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Meta;
using SocialSelling.Privacy;
using SocialSelling.Publishing;
using UUIDNext;

namespace SocialSelling.Demo;

/// <summary>
/// Fills a fresh database through the system's own doors: consent, signed webhooks, grains. Every step looks first whether it was done, so that a seed that was cut off goes on with
/// the next start; the demo user's address is verified last, and then nothing is made again, whatever people delete.
/// </summary>
internal sealed partial class DemoSeed(
    IServiceScopeFactory scopes, UserRepository users, AccountRepository accounts, PostRepository posts, DemoMedia media, DemoCare care, IGrainFactory grains, IHostApplicationLifetime lifetime,
    IOptions<DemoOptions> options, IOptions<PolicyOptions> policies, TimeProvider clock, ILogger<DemoSeed> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    /// <summary>Pauses until the first post must be live.</summary>
    private const int PublishedWithin = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!lifetime.ApplicationStarted.IsCancellationRequested) await Task.Delay(Pause, clock, stoppingToken);
            await Seed(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // A demo that is incomplete must not stop the product; the next start goes on with it.
            LogFailed(e);
        }
    }

    private async Task Seed(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await users.FindByEmail(DemoOptions.Email, ct) is not { } user) user = await SignUp(scope.ServiceProvider.GetRequiredService<UserManager<UserRow>>());
        if (user.EmailVerified) return;
        var workspace = (await users.ListWorkspaces(user.Id, ct))[0].Id;
        var sandbox = scope.ServiceProvider.GetRequiredService<SandboxControl>();
        await Connect(scope.ServiceProvider, sandbox, user.Id, workspace, ct);
        var ids = (await accounts.ListFor(user.Id, workspace, ct)).ToDictionary(a => a.Account.Username, a => a.Account.Id);
        await Talk(sandbox, ct);
        await Plan(user.Id, workspace, ids, ct);
        await care.Take(user.Id, user.Name, workspace, ids, ct);
        await Comment(sandbox, ct);
        user.EmailVerified = true;
        await users.Update(user, ct);
        LogDone(DemoOptions.Email);
    }

    private async Task<UserRow> SignUp(UserManager<UserRow> manager)
    {
        var user = new UserRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Email = DemoOptions.Email,
            Name = "Demo Studio",
            TimeZone = DemoStory.Shops[0].Zone,
            Tier = "ENTERPRISE",
            Role = Roles.Operator,
            CreatedAt = clock.GetUtcNow(),
            SignUp = new([.. ConsentPurpose.Required.Select(purpose => new NewConsent(purpose, Given: true, policies.Value.VersionFor(purpose), "en"))], AuditSource.System),
        };
        var created = await manager.CreateAsync(user, options.Value.Password);
        return created.Succeeded ? user : throw new InvalidOperationException("The demo user was refused: " + string.Join(' ', created.Errors.Select(e => e.Description)));
    }

    private async Task Connect(IServiceProvider scoped, SandboxControl sandbox, Guid userId, Guid workspaceId, CancellationToken ct)
    {
        var (connection, consent) = (scoped.GetRequiredService<InstagramConnection>(), scoped.GetRequiredService<MetaLogins>().Instagram);
        var connected = (await accounts.ListFor(userId, workspaceId, ct)).Select(a => a.Account.Username).ToHashSet();
        foreach (var shop in DemoStory.Shops.Where(s => !connected.Contains(s.Username)))
        {
            // No browser is on its way, and none has to be found again by a state.
            var code = await sandbox.Approve(shop.Username, consent.AuthorizationUrl(state: "demo", loginAnew: false), ct);
            var outcome = await connection.Connect(new OAuthStateRow(userId, workspaceId, Guid.Empty, AccountId: null, LoginWays.NameOf(LoginWay.Instagram)), code, ct);
            if (outcome.AccountId is null) throw new InvalidOperationException($"Connecting {shop.Username} ended with {outcome.Code}");
        }
    }

    private async Task Talk(SandboxControl sandbox, CancellationToken ct)
    {
        foreach (var shop in DemoStory.Shops)
        {
            var said = await sandbox.Said(shop.Username, ct);
            foreach (var line in DemoStory.Lines.Where(l => l.Shop == shop.Username && !said.Contains((l.Customer, l.Text))).OrderByDescending(l => l.Ago))
                await sandbox.Say(line.Shop, line.Customer, line.Text, line.FromCustomer ? "in" : "app", clock.GetUtcNow() - line.Ago, ct);
        }
    }

    private async Task Plan(Guid userId, Guid workspaceId, Dictionary<string, Guid> ids, CancellationToken ct)
    {
        foreach (var (number, post) in DemoStory.Posts.Index())
        {
            var (shop, account) = (DemoStory.Shops.First(s => s.Username == post.Shop), ids[post.Shop]);
            var id = Uuid.NewNameBased(account, $"demo-post:{number}");
            if (await posts.Find(account, id, ct) is not null) continue;
            var key = await media.Ensure(Uuid.NewNameBased(workspaceId, $"demo-picture:{number}"), workspaceId, userId, $"{post.Shop}-{number + 1}", shop.Motif, number, ct);
            var command = new CreatePost(id, userId, "feed", post.Caption, [key], post.Time.From(clock.GetUtcNow(), shop.Zone), null);
            if ((await grains.GetGrain<IAccountGrain>(account).CreatePost(command, ct)).Error is { } error) LogRefused(error.Detail);
        }
    }

    /// <summary>Under the post that goes live at once. One that does not go live has no comments, and is no reason to wait.</summary>
    private async Task Comment(SandboxControl sandbox, CancellationToken ct)
    {
        var shop = DemoStory.Posts[0].Shop;
        string? post = null;
        for (var tries = 0; post is null && tries < PublishedWithin; tries++)
        {
            await Task.Delay(Pause, clock, ct);
            post = await sandbox.NewestPost(shop, ct);
        }
        if (post is null) return;
        var written = await sandbox.Commented(shop, ct);
        foreach (var comment in DemoStory.Comments.Where(c => !written.ContainsKey(c.Text)))
            written[comment.Text] = await sandbox.Comment(shop, post, comment.Author, comment.Text, comment.Below is { } above ? written[above] : null, ct);
    }

    [LoggerMessage(LogLevel.Information, "The demo data is in place; sign in as {Email}")]
    private partial void LogDone(string email);

    [LoggerMessage(LogLevel.Warning, "A demo post was refused: {Why}")]
    private partial void LogRefused(string why);

    [LoggerMessage(LogLevel.Error, "Demo data could not be made completely; the next start goes on with it")]
    private partial void LogFailed(Exception exception);
}
