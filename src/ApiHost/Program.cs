using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Dashboard;
using SocialSelling.Accounts;
using SocialSelling.Admin;
using SocialSelling.Analytics;
using SocialSelling.Audit;
using SocialSelling.Demo;
using SocialSelling.Hooks;
using SocialSelling.Hosting;
using SocialSelling.Identity;
using SocialSelling.Inbox;
using SocialSelling.Mail;
using SocialSelling.Migrations;
using SocialSelling.Notifications;
using SocialSelling.Privacy;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling;

/// <summary>The API host: HTTP, live push, the web client, and in single mode a silo as well. <c>ApiHost [migrate … | tokens … | tiers … | openapi FILE]</c>.</summary>
internal static class ApiHost
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            if (args is ["migrate", .. var command]) return await MigrateCommand.Run(command, DatabaseFrom(args), Console.Out, CancellationToken.None);
            if (args is ["tokens", .. var rotation]) return await TokensCommand.Run(rotation, DatabaseFrom(args), RingFrom(args), Console.Out, CancellationToken.None);
            if (args is ["tiers", .. var tier]) return await TiersCommand.Run(tier, DatabaseFrom(args), TiersFrom(args), Console.Out, TimeProvider.System, CancellationToken.None);
            if (args is ["openapi", var file]) return await ApiDocument.Write(file);
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is SettingsException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Of each connection, in bytes, while its request waits to be read: a hundred uploads at once are not a hundred megabytes.</summary>
    private const int RequestBuffer = 128 * 1024;

    /// <param name="change">For what a verb or a test needs to be otherwise; the last word on the services.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? change = null)
    {
        // Files of settings are looked for, and watched, beside the program: the folder it is started in may hold the database's, and each of their writes would be told.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddFlatSettings();
        builder.AddObservability("ApiHost");
        builder.AddClusterAccess();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBufferSize = RequestBuffer;
            // JSON. Routes that take files say how much they take.
            server.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        // The limit above is that of TLS; the sockets have one of their own, a megabyte.
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = RequestBuffer);

        var services = builder.Services;
        services.AddOptions<AppOptions>().BindConfiguration("App").ValidateDataAnnotations().ValidateOnStart();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));
        services.AddTrustedProxies();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => Strict(json.SerializerOptions));
        services.AddProblems();
        services.AddCorsByList();
        services.AddRateLimits(builder.Configuration);
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddApiDocument();
        services.AddHealth();
        services.AddIdentity();
        services.AddNoDataProtection();
        services.AddConnecting();
        services.AddScoped<ConversationChanges>().AddScoped<ContactPeople>().AddScoped<NoteWriting>();
        services.AddPublishingEndpoints();
        services.AddSingleton<DraftReader>();
        services.AddWebhookEdge();
        services.AddOptions<PolicyOptions>().BindConfiguration("Policies").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ErasureDesk>().AddSingleton<ExportDesk>();
        services.AddOptions<HookOptions>().BindConfiguration("Hooks").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MailWebhookOptions>().BindConfiguration("Mail");
        services.AddDemo(builder.Configuration);

        change?.Invoke(services);
        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseResponseCompression();
        app.UseWebClient();
        app.UseRouting();
        app.UseCorsByList();
        app.UseAuthentication();
        // Before anybody is refused: who asks without a right, again and again, is counted as well.
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<PermissionCheck>();
        app.UseErrands();
        app.UseMiddleware<Idempotency>();
        app.MapHealth();
        app.MapMetrics();
        app.UseApiDocument();
        app.MapMediaFiles();
        app.MapHub<InboxHub>("/hubs/inbox", hub => hub.CloseOnAuthenticationExpiration = true);
        app.MapOrleansDashboard("/orleans").RequireAuthorization(IdentityServices.OperatorPolicy).ExcludeFromDescription();
        app.MapMailCatcher();
        app.MapApi();
        return app;
    }

    private static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api").AddEndpointFilter<BodyValidation>();
        api.MapAuth();
        api.MapSessions();
        api.MapPasswords();
        api.MapEmailChange();
        api.MapMfa();
        api.MapUsers();
        api.MapWorkspaces();
        api.MapMembers();
        api.MapInvitations();
        api.MapTiers();
        api.MapApiKeys();
        api.MapAccounts();
        api.MapConnecting();
        api.MapAccountChoices();
        api.MapNotifications();
        api.MapHooks();
        api.MapConversations();
        api.MapContacts();
        api.MapNotes();
        api.MapPipelines();
        api.MapMessages();
        api.MapAutoReplies();
        api.MapComments();
        api.MapCommentPosts();
        api.MapSearch();
        api.MapScheduledMessages();
        api.MapReplyTemplates();
        api.MapMedia();
        api.MapMediaUploads();
        api.MapMediaVariants();
        api.MapPosts();
        api.MapPostActions();
        api.MapPostAttempts();
        api.MapSlots();
        api.MapSeries();
        api.MapPreFlight();
        api.MapBestTimes();
        api.MapCalendar();
        api.MapPostTemplates();
        api.MapPostPolicy();
        api.MapPostBulk();
        api.MapPostImport();
        api.MapAudit();
        api.MapJournal();
        api.MapReplays();
        api.MapMailCare();
        api.MapMailWebhooks();
        api.MapUnsubscribe();
        api.MapMetaCallbacks();
        api.MapErasureStatus();
        api.MapErasures();
        api.MapUserDeletion();
        api.MapExports();
        api.MapConsents();
        // Not in the group: its filter is for JSON that we understand, and these bodies are evidence.
        app.MapWebhooks();
    }

    private static void Strict(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        // One spelling, once: whoever looks at a body (permissions, first of all) reads in it what the handler reads.
        (json.PropertyNameCaseInsensitive, json.AllowDuplicateProperties) = (false, false);
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }

    /// <summary>Migrating needs the database's address and nothing else.</summary>
    private static DatabaseOptions DatabaseFrom(string[] args) => new() { Url = Setting(args, "DATABASE_URL", "Database:Url") };

    private static Accounts.TokenOptions RingFrom(string[] args) => new() { EncryptionKeys = Setting(args, "TOKEN_ENCRYPTION_KEYS", "Tokens:EncryptionKeys") };

    private static TierOptions TiersFrom(string[] args) => Settings(args).GetSection("Tiers").Get<TierOptions>() ?? new();

    private static IConfigurationRoot Settings(string[] args) => new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();

    private static string Setting(string[] args, string name, string section)
    {
        var configuration = Settings(args);
        return configuration[name] ?? configuration[section] ?? throw new SettingsException([$"{name} is missing"]);
    }
}
