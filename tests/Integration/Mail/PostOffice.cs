using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Mail;

/// <summary>An outbox of its own, dispatchers that are told when to look, and a clock that is moved by hand.</summary>
public sealed class PostOffice : IAsyncLifetime
{
    private readonly ServiceProvider metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private NpgsqlDataSource? source;

    public TestDatabase Database { get; } = new();
    public MovableClock Clock { get; } = new();
    internal Sql Db => new(source!);
    internal MailRepository Mail => new(Db);
    internal MailAddressRepository Addresses => new(Db);

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        source = NpgsqlDataSource.Create(new DatabaseOptions { Url = Database.Url }.ConnectionString().ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (source is not null) await source.DisposeAsync();
        await metrics.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal MailDispatcher Dispatcher(IMailTransport transport, MailOptions options) => new(
        Mail, new MailWriter(Options.Create(options), DateTimeZoneProviders.Tzdb), transport, new MailMetrics(metrics.GetRequiredService<IMeterFactory>()), Options.Create(options), Clock,
        NullLogger<MailDispatcher>.Instance);

    /// <summary>One that hands mail to <paramref name="server"/>.</summary>
    internal MailDispatcher Smtp(SmtpStandIn server, Action<MailOptions>? change = null)
    {
        var options = Settings(server.Port);
        change?.Invoke(options);
        return Dispatcher(new SmtpTransport(Options.Create(options)), options);
    }

    internal static MailOptions Settings(int port) => new()
    {
        Transport = "smtp",
        SmtpHost = "127.0.0.1",
        SmtpPort = port,
        FromEmail = "shop@sender.example",
        AppUrl = "https://app.example.com",
    };

    /// <summary>Somebody is to get a link to a new password, which is a secret.</summary>
    internal async Task<Guid> HasReset(string to, MailPriority priority = MailPriority.Critical) => await Has(MailTemplate.ResetPassword, to, priority);

    internal async Task<Guid> Has(string template, string to, MailPriority priority = MailPriority.Normal)
    {
        var values = MailSample.Of(template, "en", "https://app.example.com", Clock.GetUtcNow()).Values;
        return (await Db.Transaction(c => MailOutbox.Add(c, new MailMessage(template, to, "en", values, priority, Guid.NewGuid().ToString()), Clock.GetUtcNow(), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken))!.Value;
    }

    /// <summary>Status, tries, doubts, reason, and whether it is still known what stood in it.</summary>
    internal async Task<string> StateOf(Guid mail) =>
        Assert.Single(await Database.Column<string>($"select concat_ws(' ', status, tries, doubts, coalesce(reason, '-'), case when facts is null then 'forgotten' else 'known' end) from mail_outbox where id = '{mail}'"));
}

internal static class Rounds
{
    /// <summary>One round of a dispatcher, and the end of all that it sends.</summary>
    public static async Task Sweep(this MailDispatcher dispatcher, CancellationToken ct)
    {
        var sending = new List<Task>();
        await dispatcher.Sweep(sending, ct);
        await Task.WhenAll(sending);
    }
}
