using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SocialSelling.Accounts;
using SocialSelling.Identity;
using SocialSelling.Publishing;

namespace SocialSelling.Demo;

/// <summary>Fills a fresh database through the system's own doors: consent, signed webhooks, grains. An existing demo user means that it was done.</summary>
internal sealed partial class DemoSeed(
    IServiceScopeFactory scopes, UserRepository users, AccountRepository accounts, DemoMedia media, IGrainFactory grains, IHostApplicationLifetime lifetime, IOptions<DemoOptions> options,
    TimeProvider clock, ILogger<DemoSeed> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Started(stoppingToken);
            await Seed(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // A demo that is incomplete must not stop the product.
            LogFailed(e);
        }
    }

    private async Task Started(CancellationToken ct)
    {
        while (!lifetime.ApplicationStarted.IsCancellationRequested) await Task.Delay(Pause, clock, ct);
    }

    private async Task Seed(CancellationToken ct)
    {
        if (await users.FindByEmail(DemoOptions.Email, ct) is not null) return;
        await using var scope = scopes.CreateAsyncScope();
        var user = new UserRow
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Email = DemoOptions.Email,
            Name = "Demo Studio",
            Tier = "ENTERPRISE",
            Role = Roles.Operator,
            EmailVerified = true,
            CreatedAt = clock.GetUtcNow(),
        };
        var created = await scope.ServiceProvider.GetRequiredService<UserManager<UserRow>>().CreateAsync(user, options.Value.Password);
        if (!created.Succeeded)
        {
            LogRefused(string.Join(' ', created.Errors.Select(e => e.Description)));
            return;
        }
        var workspace = (await users.ListWorkspaces(user.Id, ct))[0].Id;
        var sandbox = scope.ServiceProvider.GetRequiredService<SandboxControl>();
        await Connect(scope.ServiceProvider.GetRequiredService<InstagramConnection>(), sandbox, user.Id, workspace, ct);
        await Talk(sandbox, ct);
        await Plan(user.Id, workspace, ct);
        LogDone(DemoOptions.Email);
    }

    private static async Task Connect(InstagramConnection connection, SandboxControl sandbox, Guid userId, Guid workspaceId, CancellationToken ct)
    {
        foreach (var shop in DemoStory.Shops)
        {
            var (state, url) = await connection.Begin(userId, workspaceId, ct);
            var (code, returned) = await sandbox.Approve(shop, url, ct);
            var outcome = await connection.Finish(code, returned, error: null, boundState: state, ct);
            if (outcome.AccountId is null) throw new InvalidOperationException($"Connecting {shop} ended with {outcome.Code}");
        }
    }

    private async Task Talk(SandboxControl sandbox, CancellationToken ct)
    {
        foreach (var line in DemoStory.Lines.OrderByDescending(l => l.Ago))
            await sandbox.Say(line.Shop, line.Customer, line.Text, line.FromCustomer ? "in" : "app", clock.GetUtcNow() - line.Ago, ct);
    }

    private async Task Plan(Guid userId, Guid workspaceId, CancellationToken ct)
    {
        var shops = (await accounts.ListFor(userId, workspaceId, ct)).ToDictionary(a => a.Account.Username, a => a.Account.Id);
        foreach (var (number, post) in DemoStory.Posts.Index())
        {
            var key = await media.Add(workspaceId, userId, number, ct);
            var command = new CreatePost(Guid.CreateVersion7(clock.GetUtcNow()), userId, "feed", post.Caption, [key], new PostTime(clock.GetUtcNow() + post.In, null, null), null);
            var made = await grains.GetGrain<IAccountGrain>(shops[post.Shop]).CreatePost(command, ct);
            if (made.Error is { } error) LogRefused(error.Detail);
        }
    }

    [LoggerMessage(LogLevel.Information, "The demo data is in place; sign in as {Email}")]
    private partial void LogDone(string email);

    [LoggerMessage(LogLevel.Warning, "Demo data was refused: {Why}")]
    private partial void LogRefused(string why);

    [LoggerMessage(LogLevel.Error, "Demo data could not be made completely")]
    private partial void LogFailed(Exception exception);
}
