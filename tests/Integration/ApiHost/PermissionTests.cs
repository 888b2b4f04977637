using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Identity;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Hosting;

/// <summary>Who may ask for what, generated from the routes themselves: every one of them for every kind of caller. A new route is covered, or fails here.</summary>
public sealed partial class PermissionTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int AtOnce = 12;

    [Fact]
    public void Every_route_says_what_it_needs()
    {
        var silent = Routes().Where(r => r.Metadata.GetMetadata<Needs>() is null && r.Metadata.GetMetadata<OwnAffairs>() is null && r.Metadata.GetMetadata<IAllowAnonymous>() is null && !IsForOperators(r));
        Assert.Empty(silent.Select(Name));

        var unknown = Routes().Where(r => r.Metadata.GetMetadata<Needs>() is not null && NamedThings.KindOf(r) is { } kind && !ThingRepository.Knows(kind));
        Assert.Empty(unknown.Select(Name));
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_token_that_counts()
    {
        var callers = new Dictionary<string, HttpClient> { ["anonymous"] = api.Browser(), ["expired"] = await Expired(), ["revoked"] = await Revoked(), ["revoked key"] = await DeadKey("revoked_at"), ["expired key"] = await DeadKey("expires_at") };

        var closed = Routes().Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is null);
        await Expect(closed.SelectMany(route => callers.Select(caller => (caller.Key, caller.Value, route, HttpStatusCode.Unauthorized, "unauthorized"))));
    }

    [Fact]
    public async Task Each_role_may_do_what_the_table_says_and_nothing_else()
    {
        var owner = await api.SignedIn();
        var workspace = await WorkspaceOf(owner);
        var callers = new Dictionary<string, HttpClient> { [Permissions.Owner] = owner };
        foreach (var role in Permissions.Roles.Skip(1)) callers[role] = await Member(workspace, role, only: true);

        var wrong = new ConcurrentBag<string>();
        var asked = from route in Routes() let needs = route.Metadata.GetMetadata<Needs>() where needs is not null from caller in callers select (caller, route, needs);
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (asked, ct) =>
        {
            // Of nobody: whoever passes the check is told that there is no such thing, or that the body lacks something.
            var (caller, route, needs) = asked;
            var (status, code) = await Ask(caller.Value, route, _ => Guid.NewGuid(), ct);
            var may = needs.GrantedBy(caller.Key, Method(route));
            if (may ? status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or >= HttpStatusCode.InternalServerError : (status, code) != (HttpStatusCode.Forbidden, "forbidden")) wrong.Add($"{caller.Key}: {Name(route)}: {(int)status} {code}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order()));
    }

    [Fact]
    public async Task An_api_key_may_do_what_its_scopes_say_and_nothing_that_takes_a_person()
    {
        var owner = await api.SignedIn();
        var callers = new Dictionary<string, (HttpClient Program, IReadOnlyList<string> Scopes)> { ["all scopes"] = await Key(Permissions.Scopes) };
        foreach (var scope in Permissions.Scopes) callers[scope] = await Key([scope]);

        var wrong = new ConcurrentBag<string>();
        var (asked, allowed) = (0, 0);
        var closed = Routes().Where(r => r.Metadata.GetMetadata<IAllowAnonymous>() is null);
        await Parallel.ForEachAsync(from route in closed from caller in callers select (route, caller), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (asking, ct) =>
        {
            var ((program, scopes), needs) = (asking.caller.Value, asking.route.Metadata.GetMetadata<Needs>());
            var answer = await Ask(program, asking.route, _ => Guid.NewGuid(), ct);
            var may = needs?.For(Method(asking.route)).Any(p => scopes.Contains(Permissions.NameOf(p))) ?? asking.route.Metadata.GetMetadata<OwnAffairs>() is not null;
            var refusal = asking.route.Metadata.GetMetadata<PeopleOnly>() is not null ? "not-for-keys" : may ? null : "forbidden";
            Interlocked.Increment(ref asked);
            if (refusal is null) Interlocked.Increment(ref allowed);
            if (refusal is null ? answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or >= HttpStatusCode.InternalServerError : answer != (HttpStatusCode.Forbidden, refusal))
                wrong.Add($"{asking.caller.Key}: {Name(asking.route)}: {(int)answer.Status} {answer.Code}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order()));
        Assert.True(asked > 1_000 && allowed > 100, $"{asked} were asked, {allowed} allowed");
        // What no key can be allowed is no scope.
        Assert.Empty(((string[])["workspace:own", "workspace:write", "keys:write"]).Intersect(Permissions.Scopes));

        async Task<(HttpClient, IReadOnlyList<string>)> Key(IReadOnlyList<string> scopes) => (await ProgramOf(owner, scopes), scopes);
    }

    [Fact]
    public async Task Routes_of_operators_are_closed_to_everybody_else()
    {
        var owner = await api.SignedIn();
        await Expect(from route in Routes() where IsForOperators(route) select ("owner", owner, route, HttpStatusCode.Forbidden, "forbidden"));
    }

    [Fact]
    public async Task With_different_roles_in_several_workspaces_that_of_the_thing_decides()
    {
        var owner = await api.SignedIn();
        var (workspace, theirs) = (await WorkspaceOf(owner), await api.AccountOf(owner));
        var viewer = await Member(workspace, "viewer", only: false);
        var (own, mine) = (await WorkspaceOf(viewer), await api.AccountOf(viewer));
        var (post, minePost) = (await Draft(theirs), await Draft(mine));
        var label = new { scope = "contact", name = "VIP", color = "#112233" };

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Send(viewer, HttpMethod.Post, $"/api/workspaces/{workspace}/labels", label));
        Assert.Equal(HttpStatusCode.Created, (await Send(viewer, HttpMethod.Post, $"/api/workspaces/{own}/labels", label)).Status);
        // Named in the path, in the query, in the body, several, or one of each.
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Send(viewer, HttpMethod.Delete, $"/api/posts/{post}", null));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Send(viewer, HttpMethod.Post, "/api/posts", new { accountId = theirs, type = "feed" }));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Send(viewer, HttpMethod.Post, "/api/posts/bulk", new { action = "cancel", ids = new[] { minePost, post } }));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Send(viewer, HttpMethod.Post, $"/api/posts/{minePost}/duplicate", new { accountId = theirs }));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Send(viewer, HttpMethod.Post, "/api/reply-templates", new { workspaceId = workspace, name = "Hi", text = "Hi" }));
        Assert.Equal(HttpStatusCode.Created, (await Send(viewer, HttpMethod.Post, "/api/reply-templates", new { name = "Hi", text = "Hi" })).Status);
        // However it is written: what the check does not find, the handler must not find either.
        var body = $$"""{"workspaceId":"{{workspace}}","name":"Hi","text":"Hi"}""";
        Assert.Equal(HttpStatusCode.BadRequest, await Raw(body.Replace("workspaceId", "WorkspaceId", StringComparison.Ordinal), Encoding.UTF8));
        Assert.Equal(HttpStatusCode.BadRequest, await Raw(body.Replace("{", $$"""{"workspaceId":"{{own}}",""", StringComparison.Ordinal), Encoding.UTF8));
        Assert.Equal(HttpStatusCode.Forbidden, await Raw(body, Encoding.Unicode));
        Assert.Equal(HttpStatusCode.Created, await Raw(body.Replace($"{workspace}", $"{own}", StringComparison.Ordinal).Replace("Hi", "Ho", StringComparison.Ordinal), Encoding.Unicode));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Send(viewer, HttpMethod.Post, "/api/POSTS/bulk", new { action = "cancel", ids = new[] { post } }));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from reply_templates where workspace_id = '{workspace}'"));
        // A file names its accounts where only its reader finds them.
        var lines = await viewer.PostAsync("/api/posts/import?dryRun=true", new StringContent($"account,caption,status\n{theirs},Hi,draft", Encoding.UTF8, "text/csv"));
        Assert.Contains("account-not-found", await lines.Content.ReadAsStringAsync());
        // Looking is for all.
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync($"/api/posts/{post}")).StatusCode);
        // What is nobody's business stays not there.
        Assert.Equal(HttpStatusCode.NotFound, (await Send(viewer, HttpMethod.Delete, $"/api/posts/{await Draft(await api.AccountOf(await api.SignedIn()))}", null)).Status);

        async Task<HttpStatusCode> Raw(string json, Encoding encoding)
        {
            using var content = new StringContent(json, encoding, "application/json");
            return (await viewer.PostAsync("/api/reply-templates", content)).StatusCode;
        }
    }

    [Fact]
    public async Task A_restricted_member_sees_the_accounts_they_were_given_and_no_others()
    {
        var owner = await api.SignedIn();
        var workspace = await WorkspaceOf(owner);
        var (given, kept) = (await api.AccountOf(owner), await api.AccountOf(owner));
        var member = await Member(workspace, "publisher", only: true);
        var (shown, hidden) = (await Draft(given), await Draft(kept));
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync($"/api/posts/{hidden}")).StatusCode);

        await api.Database.Execute($"""
            update workspace_members set restricted = true where user_id = '{await IdOf(member)}';
            insert into member_accounts (workspace_id, user_id, account_id) values ('{workspace}', '{await IdOf(member)}', '{given}')
            """);

        Assert.Equal([given], (await Json(await member.GetAsync("/api/accounts"))).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid()));
        Assert.Equal([shown], (await Json(await member.GetAsync("/api/posts"))).GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetGuid()));
        foreach (var path in (string[])[$"/api/accounts/{kept}", $"/api/posts/{hidden}", $"/api/accounts/{kept}/slots", $"/api/posts?accountId={kept}"])
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await member.GetAsync(path)).StatusCode));
    }

    [Fact]
    public async Task What_is_of_the_whole_workspace_is_not_for_who_is_kept_to_some_of_its_accounts()
    {
        var owner = await api.SignedIn();
        var workspace = await WorkspaceOf(owner);
        var callers = new Dictionary<string, HttpClient> { ["admin"] = await Member(workspace, "admin", only: true), ["key"] = await ProgramOf(owner, Permissions.Scopes) };
        var hook = new { url = "https://example.com/hook", kinds = new[] { "message.received" } };
        foreach (var (who, caller) in callers) Assert.Equal((who, HttpStatusCode.OK), (who, (await Send(caller, HttpMethod.Post, $"/api/workspaces/{workspace}/webhooks", hook)).Status));

        // As nobody is by the API; it must not depend on that.
        await api.Database.Execute($"update workspace_members set restricted = true where workspace_id = '{workspace}' and role in ('admin', 'key')");

        foreach (var (who, caller) in callers)
        {
            await Cluster.Eventually.True(async () => (await Asked(who, caller, HttpMethod.Post, "webhooks", hook)).Item2 == HttpStatusCode.Forbidden, TimeSpan.FromSeconds(5), "Refused");
            Assert.Equal((who, HttpStatusCode.Forbidden, "forbidden"), await Asked(who, caller, HttpMethod.Get, "webhooks", null));
            Assert.Equal((who, HttpStatusCode.Forbidden, "forbidden"), await Asked(who, caller, HttpMethod.Get, "audit-log", null));
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync($"/api/workspaces/{workspace}")).StatusCode);
            var permissions = (await Json(await caller.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("permissions").EnumerateArray().Select(p => p.GetString()).ToList();
            Assert.Contains("accounts:read", permissions);
            Assert.Empty(permissions.Intersect(["webhooks:write", "audit:read"]));
        }

        async Task<(string, HttpStatusCode, string?)> Asked(string who, HttpClient caller, HttpMethod method, string what, object? body)
        {
            var (status, code) = await Send(caller, method, $"/api/workspaces/{workspace}/{what}", body);
            return (who, status, code);
        }
    }

    [Fact]
    public async Task A_role_that_is_taken_away_counts_no_more_within_a_second_or_so()
    {
        var owner = await api.SignedIn();
        var workspace = await WorkspaceOf(owner);
        var member = await Member(workspace, "admin", only: true);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(member, HttpMethod.Delete, $"/api/labels/{await Label(workspace)}", null)).Status);

        await api.Database.Execute($"update workspace_members set role = 'viewer' where user_id = '{await IdOf(member)}'");

        await Cluster.Eventually.True(async () => (await Send(member, HttpMethod.Delete, $"/api/labels/{await Label(workspace)}", null)).Status == HttpStatusCode.Forbidden, TimeSpan.FromSeconds(5), "Refused");
    }

    private IEnumerable<RouteEndpoint> Routes() => api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(r => r.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) && !r.RoutePattern.RawText.Contains("/docs/", StringComparison.Ordinal) && r.RoutePattern.RawText.TrimStart('/') != "api/health");

    private static bool IsForOperators(RouteEndpoint route) => route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == IdentityServices.OperatorPolicy);

    private static string Method(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];

    private static string Name(RouteEndpoint route) => $"{Method(route)} {route.RoutePattern.RawText}";

    private static async Task Expect(IEnumerable<(string Who, HttpClient Caller, RouteEndpoint Route, HttpStatusCode Status, string Code)> expected)
    {
        var (wrong, count) = (new ConcurrentBag<string>(), 0);
        await Parallel.ForEachAsync(expected, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (e, ct) =>
        {
            Interlocked.Increment(ref count);
            if (await Ask(e.Caller, e.Route, _ => Guid.NewGuid(), ct) is var answer && answer != (e.Status, e.Code)) wrong.Add($"{e.Who}: {Name(e.Route)}: {(int)answer.Status} {answer.Code}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order()));
        Assert.True(count > 5, $"Only {count} were asked");
    }

    /// <summary>Without a body: what is refused is refused before one is looked at.</summary>
    private static async Task<(HttpStatusCode Status, string? Code)> Ask(HttpClient caller, RouteEndpoint route, Func<string, Guid> id, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method(route)), "/" + Parameter().Replace(route.RoutePattern.RawText!.TrimStart('/'), p => id(p.Value).ToString()));
        using var answer = await caller.SendAsync(request, ct);
        return (answer.StatusCode, await CodeOf(answer));
    }

    private static async Task<(HttpStatusCode Status, string? Code)> Send(HttpClient caller, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await caller.SendAsync(request);
        return (answer.StatusCode, await CodeOf(answer));
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(await answer.Content.ReadAsStringAsync())?["code"]?.GetValue<string>() : null;

    /// <param name="only">They are in no other workspace, not even in one of their own.</param>
    private async Task<HttpClient> Member(Guid workspace, string role, bool only)
    {
        var member = await api.SignedIn();
        var id = await IdOf(member);
        if (only) await api.Database.Execute($"delete from workspace_members where user_id = '{id}'");
        await api.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{id}', '{role}')");
        return member;
    }

    private static async Task<Guid> IdOf(HttpClient browser) => (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetGuid();

    private static async Task<Guid> WorkspaceOf(HttpClient browser) => (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();

    private async Task<Guid> Draft(Guid account)
    {
        var id = Guid.NewGuid();
        await api.Database.Execute($"insert into scheduled_posts (id, client_account_id, user_id, post_type, status) select '{id}', id, user_id, 'feed', 'draft' from client_accounts where id = '{account}'");
        return id;
    }

    private async Task<Guid> Label(Guid workspace)
    {
        var id = Guid.NewGuid();
        await api.Database.Execute($"insert into labels (id, workspace_id, scope, name, color) values ('{id}', '{workspace}', 'contact', '{id}', '#112233')");
        return id;
    }

    /// <summary>A program with a new API key of the workspace.</summary>
    private async Task<HttpClient> ProgramOf(HttpClient owner, IReadOnlyList<string> scopes)
    {
        var program = api.Browser();
        var made = await Json(await owner.PostAsJsonAsync($"/api/workspaces/{await WorkspaceOf(owner)}/api-keys", new { name = "Program", scopes }));
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.GetProperty("text").GetString());
        return program;
    }

    private async Task<HttpClient> DeadKey(string since)
    {
        var owner = await api.SignedIn();
        var program = await ProgramOf(owner, Permissions.Scopes);
        await api.Database.Execute($"update api_keys set {since} = now() - interval '1 minute' where workspace_id = '{await WorkspaceOf(owner)}'");
        return program;
    }

    private async Task<HttpClient> Revoked()
    {
        var browser = await api.SignedIn();
        (await browser.PostAsync("/api/auth/logout-all", null)).EnsureSuccessStatusCode();
        return browser;
    }

    /// <summary>Rightly signed, of a session that goes on, and a minute too old.</summary>
    private async Task<HttpClient> Expired()
    {
        var browser = await api.SignedIn();
        var parts = browser.DefaultRequestHeaders.Authorization!.Parameter!.Split('.');
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!;
        claims["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds();
        var content = $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(new string('k', 40)), Encoding.ASCII.GetBytes(content));
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{content}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}");
        return browser;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
