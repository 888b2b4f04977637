using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>One silo and one API host, watched by an operator.</summary>
public sealed class WatchedCluster : IAsyncLifetime
{
    private ProcessCluster? cluster;

    public TestDatabase Database { get; } = new();
    public TraceCollector Traces { get; private set; } = null!;
    public Node Silo { get; private set; } = null!;
    public Node Api { get; private set; } = null!;
    public Sandbox Meta { get; private set; } = null!;

    /// <summary>What both hosts had written when they were ready.</summary>
    public IReadOnlyList<string> StartLog { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        Traces = await TraceCollector.Start();
        cluster = new ProcessCluster(Database, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Traces.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_TRACES_SAMPLER"] = "always_on",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            // An installation that lacks nothing: a start warns where mail goes nowhere.
            ["MAIL_TRANSPORT"] = "smtp",
            ["SMTP_HOST"] = "127.0.0.1",
            ["SMTP_PORT"] = $"{ProcessCluster.FreePort()}",
            ["SMTP_FROM_EMAIL"] = "shop@example.com",
        });
        var port = ProcessCluster.FreePort();
        Meta = await cluster.StartSandbox(port);
        Silo = await cluster.StartSilo();
        Api = await cluster.StartApiHost(port);
        StartLog = [.. Silo.Lines(), .. Api.Lines()];
    }

    public async ValueTask DisposeAsync()
    {
        Meta?.Dispose();
        if (cluster is not null) await cluster.DisposeAsync();
        if (Traces is not null) await Traces.DisposeAsync();
        await Database.DisposeAsync();
    }
}

public sealed partial class OperationsTests(WatchedCluster product) : IClassFixture<WatchedCluster>
{
    [Fact]
    public void A_start_warns_of_nothing()
    {
        Assert.NotEmpty(product.StartLog);
        Assert.DoesNotContain(product.StartLog, line => line.Contains("\"@l\":", StringComparison.Ordinal) || !line.StartsWith('{'));
    }

    [Fact]
    public async Task A_webhook_is_one_trace_from_the_edge_through_the_grain_to_the_database()
    {
        var (_, platformAccountId) = await Shop("traced.shop");
        using var meta = new WebhookSender(product.Api.Url);
        var before = product.Traces.Spans.Select(span => span.TraceId).ToHashSet();

        await meta.DeliverUntilTaken(WebhookSender.Message(platformAccountId, "9001", "traced-mid", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));

        await Eventually.True(() => Task.FromResult(product.Traces.Spans.Where(span => !before.Contains(span.TraceId)).GroupBy(span => span.TraceId).Any(trace =>
            Has(trace, "ApiHost", "Microsoft.AspNetCore", "webhooks/instagram")
            && Has(trace, "ApiHost", "SocialSelling", "forward")
            && Has(trace, "Silo", "Microsoft.Orleans.Application", "IAccountGrain/Deliver")
            && Has(trace, "Silo", "SocialSelling", "commit")
            && Has(trace, "Silo", "Npgsql"))), what: $"One trace; there are:\n{string.Join('\n', product.Traces.Spans.Where(span => !before.Contains(span.TraceId)))}\n");
    }

    [Fact]
    public async Task A_request_is_one_trace_and_the_logs_of_both_hosts_name_it()
    {
        var (account, _) = await Shop("logged.shop");

        var line = await Eventually.Get(() => Task.FromResult(product.Silo.Lines().Find(l => l.Contains("Connected Account", StringComparison.Ordinal) && l.Contains(account.ToString(), StringComparison.Ordinal))));
        var traceId = JsonDocument.Parse(line).RootElement.GetProperty("@tr").GetString();
        await Eventually.True(() => Task.FromResult(product.Traces.Spans.Where(span => span.TraceId == traceId).ToList() is var trace
            && Has(trace, "ApiHost", "Microsoft.AspNetCore", "oauth/callback") && Has(trace, "Silo", "Microsoft.Orleans.Application") && Has(trace, "Silo", "Npgsql")), what: "One trace");
    }

    [Fact]
    public async Task No_trace_holds_a_secret()
    {
        await Shop("discreet.shop");
        await Eventually.True(() => Task.FromResult(product.Traces.Spans.Any(span => span.Scope == "System.Net.Http")), what: "Calls to Meta in the traces");

        var raw = product.Traces.Raw;
        Assert.DoesNotContain("IGAA", raw, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessCluster.AppSecret, raw, StringComparison.Ordinal);
        // Access tokens of people: the WebSocket has one in its address. The three letters alone also stand where a statement that ends with a key meets what the wire has after it.
        Assert.DoesNotMatch("eyJ[A-Za-z0-9_-]{10}", raw);
    }

    [Fact]
    public async Task Metrics_have_the_names_that_the_documents_and_alerts_use()
    {
        var (_, platformAccountId) = await Shop("counted.shop");
        using var meta = new WebhookSender(product.Api.Url);
        await meta.DeliverUntilTaken(WebhookSender.Message(platformAccountId, "9001", "counted-mid", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));

        await Metrics(product.Silo, ["journal_lag_seconds", "account_events_applied_total", "inbox_queued", "webhook_deliveries_finished_total", "orleans_catalog_activations",
            "sweeper_rescued_total what=\"delivery\"", "sweeper_rescued_total what=\"post\"", "sweeper_rescued_total what=\"message\"",
            "publish_overdue state=\"waiting\"", "publish_overdue_seconds state=\"in-doubt\"",
            "db_client_connection_count db_client_connection_pool_name=\"main\"", "db_client_connection_max db_client_connection_pool_name=\"orleans\""]);
        await Metrics(product.Api, ["journal_lag_seconds", "journal_queued", "webhook_accepted_total", "http_server_request_duration_seconds_count",
            "db_client_connection_count db_client_connection_pool_name=\"main\""]);
    }

    [Fact]
    public async Task The_dashboard_is_for_operators_all_of_it()
    {
        using var operators = await Browser(isOperator: true);
        using var others = await Browser(isOperator: false);
        using var nobody = new HttpClient { BaseAddress = product.Api.Url };

        var page = await operators.GetStringAsync(new Uri("/orleans/", UriKind.Relative));
        var assets = Asset().Matches(page).Select(match => new Uri(new Uri(product.Api.Url, "/orleans/"), match.Groups[1].Value).AbsolutePath).ToList();
        Assert.NotEmpty(assets);
        foreach (var path in (string[])["/orleans/", "/orleans/DashboardCounters", .. assets])
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, await Status(operators, path)));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await Status(others, path)));
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, await Status(nobody, path)));
        }
    }

    /// <returns>The account's id here and at Meta, once its silo knows it.</returns>
    private async Task<(Guid Account, string PlatformAccountId)> Shop(string name)
    {
        await product.Meta.AddShop(name);
        await using var seller = await Seller.SignUp(product.Api.Url);
        var account = await seller.Connect(product.Meta, name);
        return (account, (await seller.Account(account)).GetProperty("platformAccountId").GetString()!);
    }

    /// <summary>A browser that signed in: its token in the header, as the web client sends it, and an operator's in the cookie as well, as the dashboard's pages need it.</summary>
    private async Task<HttpClient> Browser(bool isOperator)
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = product.Api.Url };
        var login = new { email = ApiFixture.NewEmail(), password = "Right-Pass-1" };
        using var registered = await browser.PostAsJsonAsync("/api/auth/register", ApiFixture.Person(login.email));
        if (isOperator) await product.Database.Execute($"update users set role = 'operator' where email = '{login.email}'");
        using var signedIn = await browser.PostAsJsonAsync("/api/auth/login", login);
        if (!isOperator) browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await ApiFixture.Json(signedIn)).GetProperty("accessToken").GetString());
        return browser;
    }

    private static bool Has(IEnumerable<Span> trace, string service, string scope, string name = "") =>
        trace.Any(span => span.Service == service && span.Scope == scope && span.Name.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <param name="names">A metric's name, and after a blank what its labels must hold.</param>
    private static Task Metrics(Node node, string[] names) => Eventually.True(async () =>
    {
        using var http = new HttpClient { BaseAddress = node.Url };
        var lines = (await http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
        var missing = names.Where(wanted => wanted.Split(' ', 2) is var parts && !lines.Any(line => line.StartsWith(parts[0] + "{", StringComparison.Ordinal) && line.Contains(parts[^1], StringComparison.Ordinal)));
        return !missing.Any();
    }, what: $"These metrics of {node.Url}: {string.Join(", ", names)}");

    private static async Task<HttpStatusCode> Status(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    [GeneratedRegex("""(?:src|href)="([^"]+\.(?:js|css))""")]
    private static partial Regex Asset();
}
