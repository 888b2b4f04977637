using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocialSelling.Mail;

internal static class MailServices
{
    /// <summary>The dispatcher and the transport that is set. Needs the configuration section <c>Mail</c>.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>().BindConfiguration("Mail").ValidateDataAnnotations().ValidateOnStart();
        // No loggers: requests hold what stands in mails, and the key.
        services.AddHttpClient(nameof(SendGridTransport), http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => (handler.PooledConnectionLifetime, handler.ConnectTimeout, handler.AllowAutoRedirect) = (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), false));
        return services.AddSingleton<MailWriter>().AddSingleton<MailMetrics>().AddSingleton(Transport)
            .AddSingleton<MailDispatcher>().AddHostedService(provider => provider.GetRequiredService<MailDispatcher>())
            .AddSingleton<MailUpkeep>().AddHostedService(provider => provider.GetRequiredService<MailUpkeep>())
            .AddHostedService<MailStartNote>();
    }

    private static IMailTransport Transport(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<MailOptions>>();
        var clock = provider.GetRequiredService<TimeProvider>();
        return options.Value.Transport switch
        {
            "smtp" => new SmtpTransport(options),
            "sendgrid" => new SendGridTransport(provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(SendGridTransport)), options, clock),
            "catcher" => new CatcherTransport(provider.GetRequiredService<MailAddressRepository>(), clock),
            _ => new NoTransport(),
        };
    }
}

/// <summary>Says at start that no mail is sent, which no live installation wants.</summary>
internal sealed partial class MailStartNote(IOptions<MailOptions> options, ILogger<MailStartNote> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Transport is "none") LogNone();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "MAIL_TRANSPORT is not set: nobody gets mail, so passwords cannot be reset and nobody can be invited by mail")]
    private partial void LogNone();
}
