using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using SocialSelling.Privacy;
using SocialSelling.Publishing;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

/// <summary>Programs act for a workspace: with what they were allowed, until they are not, and nowhere as people.</summary>
public sealed class ApiKeyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly string[] Reading = ["accounts:read"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_shown_once_and_only_its_hash_lies_in_the_database()
    {
        var owner = await Owner();
        var made = await owner.Make("CRM", "messages:read", "accounts:read", "messages:read");
        var (id, text) = (made.GetProperty("key").GetProperty("id").GetGuid(), Text(made, "text"));

        Assert.Matches("^ssk_[A-Za-z0-9_-]{43}$", text);
        var listed = await owner.Browser.GetStringAsync(owner.Path("/api-keys"));
        Assert.DoesNotContain(text, listed, StringComparison.Ordinal);
        var key = Assert.Single(JsonDocument.Parse(listed).RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(("CRM", text[..12], "Ada Seller", false, JsonValueKind.Null), (Text(key, "name"), Text(key, "prefix"), Text(key, "createdBy"), key.GetProperty("expired").GetBoolean(), key.GetProperty("lastUsedAt").ValueKind));
        Assert.Equal(["accounts:read", "messages:read"], key.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal([0L], await api.Database.Column<long>($"""
            select (select count(*) from api_keys k where k::text like '%{text}%') + (select count(*) from users u where u::text like '%{text}%') + (select count(*) from audit_entries a where a::text like '%ssk_%')
            """));

        var entry = Assert.Single(await owner.Log("key"));
        Assert.Equal(("key.created", owner.Id, id, "CRM"), (Text(entry, "action"), entry.GetProperty("actorId").GetGuid(), entry.GetProperty("subjectId").GetGuid(), Text(entry, "subjectName")));
        Assert.Equal("accounts:read messages:read", Text(entry.GetProperty("after"), "scopes"));
    }

    [Fact]
    public async Task The_same_request_once_more_makes_no_second_key_and_no_text_is_remembered_for_it()
    {
        var owner = await Owner();
        owner.Browser.DefaultRequestHeaders.Add("Idempotency-Key", Guid.NewGuid().ToString());

        var (first, second) = (await owner.Make("CRM", "accounts:read"), await owner.Make("CRM", "accounts:read"));

        Assert.Equal(first.GetProperty("key").GetProperty("id").GetGuid(), second.GetProperty("key").GetProperty("id").GetGuid());
        Assert.Single(await owner.Keys());
        Assert.Equal([0L], await api.Database.Column<long>("select count(*) from idempotency_keys k where k::text like '%ssk_%'"));
        // Whoever asks again has not seen the first.
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), ((await With(first).GetAsync("/api/accounts")).StatusCode, (await With(second).GetAsync("/api/accounts")).StatusCode));

        await owner.Browser.DeleteAsync(owner.Path($"/api-keys/{first.GetProperty("key").GetProperty("id").GetGuid()}"));
        using var again = await owner.Browser.PostAsJsonAsync(owner.Path("/api-keys"), new { name = "CRM", scopes = Reading });
        Assert.Equal((HttpStatusCode.NotFound, "api-key-not-found"), (again.StatusCode, Text(await Json(again), "code")));
    }

    [Theory]
    [InlineData("C", "accounts:read", null, "name")]
    [InlineData("   ", "accounts:read", null, "name")]
    [InlineData("C\0M", "accounts:read", null, "name")]
    [InlineData("CRM", null, null, "scopes")]
    [InlineData("CRM", "accounts:fly", null, "scopes")]
    [InlineData("CRM", "keys:write", null, "scopes")]
    [InlineData("CRM", "workspace:write", null, "scopes")]
    [InlineData("CRM", "workspace:own", null, "scopes")]
    [InlineData("CRM", "accounts:read", "2020-01-01T00:00:00Z", "expiresAt")]
    [InlineData("CRM", "accounts:read", "2099-01-01T00:00:00Z", "expiresAt")]
    public async Task What_cannot_be_is_refused_by_its_field(string name, string? scope, string? expiresAt, string field)
    {
        var owner = await Owner();

        using var answer = await owner.Browser.PostAsJsonAsync(owner.Path("/api-keys"), new { name, scopes = new[] { scope }, expiresAt });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await Json(answer)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task A_workspace_has_fifty_at_most()
    {
        var owner = await Owner();
        await api.Database.Execute($"""
            with made as (insert into users (kind, email, password_hash, name) select 'key', gen_random_uuid() || '@key.invalid', '', 'Many' from generate_series(1, 50) returning id)
            insert into api_keys (id, workspace_id, prefix, secret_hash, scopes, created_at) select id, '{owner.Workspace}', 'ssk_', id::text::bytea, array['accounts:read'], now() from made
            """);

        using var answer = await owner.Browser.PostAsJsonAsync(owner.Path("/api-keys"), new { name = "CRM", scopes = Reading });

        Assert.Equal((HttpStatusCode.Conflict, "too-many-keys"), (answer.StatusCode, Text(await Json(answer), "code")));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from users where kind = 'key' and name = 'CRM' and id in (select id from api_keys where workspace_id = '{owner.Workspace}')"));
    }

    [Fact]
    public async Task It_acts_in_its_workspace_alone_and_under_its_own_name()
    {
        var (owner, stranger) = (await Owner(), await Owner());
        var (account, foreign) = (await api.AccountOf(owner.Browser), await api.AccountOf(stranger.Browser));
        var key = With(await owner.Make("Planner", "accounts:read", "content:write", "workspace:read"));

        Assert.Equal([account], (await Json(await key.GetAsync("/api/accounts"))).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid()));
        Assert.Equal(HttpStatusCode.NotFound, (await key.GetAsync($"/api/accounts/{foreign}")).StatusCode);
        var workspace = Assert.Single((await Json(await key.GetAsync("/api/workspaces"))).GetProperty("items").EnumerateArray());
        Assert.Equal((owner.Workspace, "key"), (workspace.GetProperty("id").GetGuid(), Text(workspace, "role")));
        var detail = await Json(await key.GetAsync(owner.Path("")));
        Assert.Equal(("key", 1), (Text(detail, "role"), detail.GetProperty("members").GetInt32()));
        Assert.Equal(["accounts:read", "content:write", "workspace:read"], detail.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await key.GetAsync(stranger.Path(""))).StatusCode);

        Assert.Equal(HttpStatusCode.Created, (await key.PostAsJsonAsync($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = "UTC" })).StatusCode);
        var entry = Assert.Single(await owner.Log("slots"));
        Assert.Equal(("key", "Planner"), (Text(entry, "actorKind"), Text(entry, "actorName")));

        using var refused = await key.GetAsync("/api/conversations");
        var problem = await Json(refused);
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (refused.StatusCode, Text(problem, "code")));
        Assert.Contains("messages:read", Text(problem, "detail"), StringComparison.Ordinal);
        using var own = await key.GetAsync("/api/users/me");
        Assert.Equal((HttpStatusCode.Forbidden, "not-for-keys"), (own.StatusCode, Text(await Json(own), "code")));
    }

    [Fact]
    public async Task When_it_was_last_used_is_noted_once_a_minute()
    {
        var owner = await Owner();
        var made = await owner.Make("CRM", "accounts:read");
        var (key, id) = (With(made), made.GetProperty("key").GetProperty("id").GetGuid());
        await key.GetAsync("/api/accounts", Cancel);
        Assert.InRange(Assert.Single(await owner.Keys()).GetProperty("lastUsedAt").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddMinutes(1));
        var noted = await Noted();

        await key.GetAsync("/api/accounts", Cancel);
        Assert.Equal(noted, await Noted());

        await api.Database.Execute($"update api_keys set last_used_at = now() - interval '1 hour' where id = '{id}'");
        await Eventually.True(async () => (await key.GetAsync("/api/accounts")).IsSuccessStatusCode && await Noted() != noted && await api.Database.Scalar($"select count(*) from api_keys where id = '{id}' and last_used_at > now() - interval '1 minute'") == 1);

        async Task<DateTime> Noted() => Assert.Single(await api.Database.Column<DateTime>($"select last_used_at from api_keys where id = '{id}'"));
    }

    [Fact]
    public async Task Revoked_it_is_out_at_once_here_and_within_seconds_on_another_host()
    {
        await using var other = new ApiFixture(beside: api);
        await other.InitializeAsync();
        var owner = await Owner();
        var made = await owner.Make("CRM", "accounts:read");
        var (here, there) = (With(made), With(made, other));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await here.GetAsync("/api/accounts")).StatusCode, (await there.GetAsync("/api/accounts")).StatusCode));
        var path = owner.Path($"/api-keys/{made.GetProperty("key").GetProperty("id").GetGuid()}");

        Assert.Equal(HttpStatusCode.NotFound, (await (await Owner()).Browser.DeleteAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Browser.DeleteAsync(path)).StatusCode);

        using var refused = await here.GetAsync("/api/accounts");
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (refused.StatusCode, Text(await Json(refused), "code")));
        await Eventually.True(async () => (await there.GetAsync("/api/accounts")).StatusCode == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(5), "Out");
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Browser.DeleteAsync(path)).StatusCode);
        Assert.Empty(await owner.Keys());
        Assert.Equal(["key.revoked", "key.created"], (await owner.Log("key")).Select(e => Text(e, "action")));
    }

    [Fact]
    public async Task It_gets_another_name_under_which_what_it_does_is_seen()
    {
        var owner = await Owner();
        var account = await api.AccountOf(owner.Browser);
        var made = await owner.Make("CRM", "content:write");
        var path = owner.Path($"/api-keys/{made.GetProperty("key").GetProperty("id").GetGuid()}");

        using var renamed = await owner.Browser.PatchAsJsonAsync(path, new { name = " Planner " });

        Assert.Equal((HttpStatusCode.OK, "Planner"), (renamed.StatusCode, Text(await Json(renamed), "name")));
        Assert.Equal("Planner", Text(Assert.Single(await owner.Keys()), "name"));
        await With(made).PostAsJsonAsync($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = "UTC" });
        Assert.Equal("Planner", Text(Assert.Single(await owner.Log("slots")), "actorName"));
        var entry = Assert.Single(await owner.Log("key.changed"));
        Assert.Equal(("CRM", "Planner"), (Text(entry.GetProperty("before"), "name"), Text(entry.GetProperty("after"), "name")));
        Assert.Equal(HttpStatusCode.BadRequest, (await owner.Browser.PatchAsJsonAsync(path, new { name = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await Owner()).Browser.PatchAsJsonAsync(path, new { name = "Mine" })).StatusCode);
        await owner.Browser.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Browser.PatchAsJsonAsync(path, new { name = "Late" })).StatusCode);
    }

    [Fact]
    public async Task A_new_text_takes_the_place_of_the_old_one_which_counts_for_as_long_as_was_said()
    {
        await using var other = new ApiFixture(beside: api);
        await other.InitializeAsync();
        var owner = await Owner();
        var made = await owner.Make("CRM", "accounts:read");
        var id = made.GetProperty("key").GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.OK, (await With(made).GetAsync("/api/accounts")).StatusCode);

        var second = await owner.Rotate(id, 24);
        Assert.NotEqual(Text(made, "text"), Text(second, "text"));
        Assert.Equal((id, Text(second, "text")[..12]), (second.GetProperty("key").GetProperty("id").GetGuid(), Text(second.GetProperty("key"), "prefix")));
        Assert.InRange(Assert.Single(await owner.Keys()).GetProperty("previousUntil").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        foreach (var host in (ApiFixture[])[api, other])
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await With(made, host).GetAsync("/api/accounts")).StatusCode, (await With(second, host).GetAsync("/api/accounts")).StatusCode));

        // Of several, only the one before counts on.
        var third = await owner.Rotate(id, 1);
        Assert.Equal(HttpStatusCode.Unauthorized, (await With(made).GetAsync("/api/accounts")).StatusCode);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await With(second).GetAsync("/api/accounts")).StatusCode, (await With(third).GetAsync("/api/accounts")).StatusCode));
        await api.Database.Execute($"update api_keys set previous_until = now() where id = '{id}'");
        foreach (var host in (ApiFixture[])[api, other]) await Eventually.True(async () => (await With(second, host).GetAsync("/api/accounts")).StatusCode == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(5), "Out");
        Assert.Equal(JsonValueKind.Null, Assert.Single(await owner.Keys()).GetProperty("previousUntil").ValueKind);

        // At once.
        var fourth = await owner.Rotate(id, 0);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), ((await With(third).GetAsync("/api/accounts")).StatusCode, (await With(fourth).GetAsync("/api/accounts")).StatusCode));
        Assert.Equal(["key.rotated", "key.rotated", "key.rotated", "key.created"], (await owner.Log("key")).Select(e => Text(e, "action")));
        Assert.Equal([0L], await api.Database.Column<long>("select (select count(*) from idempotency_keys k where k::text like '%ssk_%') + (select count(*) from audit_entries a where a::text like '%ssk_%')"));
        using var tooLong = await owner.Browser.PostAsJsonAsync(owner.Path($"/api-keys/{id}/rotate"), new { graceHours = 25 });
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [Fact]
    public async Task Who_has_seen_a_text_takes_it_along_when_they_go()
    {
        var owner = await Owner();
        var (maker, rotator) = (await Member(owner, "admin"), await Member(owner, "admin"));
        var made = await (owner with { Browser = maker.Browser }).Make("CRM", "accounts:read");
        var second = await (owner with { Browser = rotator.Browser }).Rotate(made.GetProperty("key").GetProperty("id").GetGuid(), 24);

        // The maker has seen the text before, and it alone.
        await owner.Browser.DeleteAsync(owner.Path($"/members/{maker.Id}"));
        await Eventually.True(async () => (await With(made).GetAsync("/api/accounts")).StatusCode == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(5), "Out");
        Assert.Equal(HttpStatusCode.OK, (await With(second).GetAsync("/api/accounts")).StatusCode);
        Assert.Equal(JsonValueKind.Null, Assert.Single(await owner.Keys()).GetProperty("previousUntil").ValueKind);

        await owner.Browser.DeleteAsync(owner.Path($"/members/{rotator.Id}"));
        Assert.Empty(await owner.Keys());
        Assert.Equal(ApiKeyOutcome.NotTheirs, await Get<ApiKeyRepository>().Rotate(
            owner.Workspace, made.GetProperty("key").GetProperty("id").GetGuid(), "ssk_", [1], null, rotator.Id, new(Audit.AuditAction.KeyRotated, Audit.AuditSource.System), TimeProvider.System.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task Kept_to_some_accounts_it_sees_no_others_and_nothing_that_is_of_the_whole_workspace()
    {
        var owner = await Owner();
        var (given, hidden, foreign) = (await api.AccountOf(owner.Browser), await api.AccountOf(owner.Browser), await api.AccountOf((await Owner()).Browser));
        var (shown, kept) = (await Conversation(given), await Conversation(hidden));
        var scopes = Permissions.Scopes.Except(Permissions.ScopesOfTheWhole).ToArray();
        var made = await Json(await owner.Browser.PostAsJsonAsync(owner.Path("/api-keys"), new { name = "CRM", scopes, accounts = new[] { given } }));
        var (key, path) = (With(made), owner.Path($"/api-keys/{made.GetProperty("key").GetProperty("id").GetGuid()}"));

        Assert.Equal([given], await Ids("/api/accounts"));
        Assert.Equal([shown], await Ids("/api/conversations"));
        foreach (var unseen in (string[])[$"/api/accounts/{hidden}", $"/api/conversations/{kept}", $"/api/accounts/{hidden}/events"]) Assert.Equal((unseen, HttpStatusCode.NotFound), (unseen, (await key.GetAsync(unseen)).StatusCode));
        Assert.Equal([given], Assert.Single(await owner.Keys()).GetProperty("accounts").EnumerateArray().Select(a => a.GetGuid()));

        // Other accounts, none, and all again: felt with the next request.
        Assert.Equal(HttpStatusCode.OK, (await owner.Browser.PatchAsJsonAsync(path, new { accounts = new[] { hidden } })).StatusCode);
        Assert.Equal([hidden], await Ids("/api/accounts"));
        Assert.Equal(HttpStatusCode.OK, (await owner.Browser.PatchAsJsonAsync(path, new { accounts = Array.Empty<Guid>() })).StatusCode);
        Assert.Empty(await Ids("/api/accounts"));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Browser.PatchAsJsonAsync(path, new { accounts = new[] { foreign } })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await owner.Browser.PatchAsJsonAsync(path, new { restricted = false })).StatusCode);
        Assert.Equal(new[] { given, hidden }.Order(), (await Ids("/api/accounts")).Order());
        Assert.Equal([null, 0, 1], (await owner.Log("key.changed")).Select(e => e.GetProperty("after").TryGetProperty("accounts", out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt32() : (int?)null));

        // What webhooks and the log tell is of all accounts.
        foreach (var scope in Permissions.ScopesOfTheWhole)
        {
            using var refused = await owner.Browser.PostAsJsonAsync(owner.Path("/api-keys"), new { name = "CRM", scopes = new[] { "accounts:read", scope }, accounts = new[] { given } });
            Assert.Equal((scope, HttpStatusCode.BadRequest), (scope, refused.StatusCode));
            var wide = (await owner.Make("Wide", scope)).GetProperty("key").GetProperty("id").GetGuid();
            Assert.Equal((scope, HttpStatusCode.BadRequest), (scope, (await owner.Browser.PatchAsJsonAsync(owner.Path($"/api-keys/{wide}"), new { restricted = true })).StatusCode));
        }
        using var unknown = await owner.Browser.PostAsJsonAsync(owner.Path("/api-keys"), new { name = "Lost", scopes = Reading, accounts = new[] { foreign } });
        Assert.Equal((HttpStatusCode.NotFound, "account-not-found"), (unknown.StatusCode, Text(await Json(unknown), "code")));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from users where kind = 'key' and name = 'Lost' and id in (select id from api_keys where workspace_id = '{owner.Workspace}')"));

        async Task<List<Guid>> Ids(string path) => [.. (await Json(await key.GetAsync(path))).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())];
    }

    [Fact]
    public async Task Past_its_time_it_counts_no_more()
    {
        var owner = await Owner();
        var made = await Json(await owner.Browser.PostAsJsonAsync(owner.Path("/api-keys"), new { name = "CRM", scopes = Reading, expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) }));
        var key = With(made);
        Assert.Equal(HttpStatusCode.OK, (await key.GetAsync("/api/accounts")).StatusCode);

        await api.Database.Execute($"update api_keys set expires_at = now() where id = '{made.GetProperty("key").GetProperty("id").GetGuid()}'");

        await Eventually.True(async () => (await key.GetAsync("/api/accounts")).StatusCode == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(5), "Out");
        Assert.True(Assert.Single(await owner.Keys()).GetProperty("expired").GetBoolean());
    }

    [Fact]
    public async Task Keys_of_who_leads_the_workspace_no_more_are_revoked_with_their_membership()
    {
        var owner = await Owner();
        var (removed, lowered, leaving) = (await Member(owner, "admin"), await Member(owner, "admin"), await Member(owner, "admin"));
        var kept = await owner.Make("Owner's", "accounts:read");
        foreach (var (maker, name) in ((Person, string)[])[(removed, "Removed's"), (lowered, "Lowered's"), (leaving, "Leaving's")]) await (owner with { Browser = maker.Browser }).Make(name, "accounts:read");

        await owner.Browser.PatchAsJsonAsync(owner.Path($"/members/{lowered.Id}"), new { role = "admin" });
        Assert.Equal(4, (await owner.Keys()).Count);
        await owner.Browser.PatchAsJsonAsync(owner.Path($"/members/{lowered.Id}"), new { role = "viewer" });
        await owner.Browser.DeleteAsync(owner.Path($"/members/{removed.Id}"));
        await leaving.Browser.PostAsync(owner.Path("/leave"), null);

        Assert.Equal(["Owner's"], (await owner.Keys()).Select(k => Text(k, "name")));
        Assert.Equal(HttpStatusCode.OK, (await With(kept).GetAsync("/api/accounts")).StatusCode);
        Assert.Equal([("Leaving's", leaving.Id), ("Removed's", owner.Id), ("Lowered's", owner.Id)], (await owner.Log("key.revoked")).Select(e => (Text(e, "subjectName"), e.GetProperty("actorId").GetGuid())));
        // Whoever is not an admin any more makes none, also if the check has not heard of it.
        Assert.Equal(ApiKeyOutcome.NotTheirs, await api.Services.GetRequiredService<ApiKeyRepository>().Add(
            new(Guid.NewGuid(), owner.Workspace, "Late", "ssk_", [1], ["accounts:read"], lowered.Id, null), new(Audit.AuditAction.KeyCreated, Audit.AuditSource.System), TimeProvider.System.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task It_is_nowhere_where_people_are_meant()
    {
        var owner = await Owner();
        var account = await api.AccountOf(owner.Browser);
        var made = await owner.Make("CRM", [.. Permissions.Scopes]);
        var id = made.GetProperty("key").GetProperty("id").GetGuid();

        Assert.Equal([owner.Id], (await Json(await owner.Browser.GetAsync(owner.Path("/members")))).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("userId").GetGuid()));
        Assert.Equal(1, (await Json(await owner.Browser.GetAsync(owner.Path("")))).GetProperty("members").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Browser.PatchAsJsonAsync(owner.Path($"/members/{id}"), new { role = "admin" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Browser.DeleteAsync(owner.Path($"/members/{id}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.Browser.PostAsJsonAsync(owner.Path("/transfer"), new { userId = id, password = "Right-Pass-1" })).StatusCode);
        Assert.Equal(1, (await Json(await owner.Browser.GetAsync(owner.Path("/tier")))).GetProperty("members").GetProperty("used").GetInt64());
        Assert.Equal([id], await Get<MemberRepository>().StrangersTo(account, [id, owner.Id], Cancel));
        Assert.Equal(1, await Get<PostPolicyRepository>().Members(owner.Workspace, Cancel));
        var conversation = await Conversation(account);
        using var assigned = await owner.Browser.PatchAsJsonAsync($"/api/conversations/{conversation}", new { assignee = new { id } });
        Assert.Equal(HttpStatusCode.BadRequest, assigned.StatusCode);

        // Nobody signs in as it, and no mail goes to it.
        var email = $"{id}@key.invalid";
        using var login = await api.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = "" });
        Assert.NotEqual(HttpStatusCode.OK, login.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" })).StatusCode);
        await api.Browser().PostAsJsonAsync("/api/auth/forgot-password", new { email });
        Assert.Equal(0, await api.Database.Scalar($"select (select count(*) from mailed_tokens where user_id = '{id}') + (select count(*) from mail_outbox where recipient = '{email}')"));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from workspaces where owner_id = '{id}'"));
    }

    [Fact]
    public async Task Judging_posts_connecting_accounts_and_leaving_take_a_person()
    {
        var owner = await Owner();
        var account = await api.AccountOf(owner.Browser);
        var key = With(await owner.Make("CRM", [.. Permissions.Scopes]));
        var post = Guid.NewGuid();

        foreach (var (path, body) in ((string, object)[])[
            ($"/api/posts/{post}/approve", new { version = 1 }), ($"/api/posts/{post}/reject", new { version = 1, reason = "No" }), ("/api/posts/bulk", new { ids = new[] { post }, action = "approve", versions = new Dictionary<Guid, int> { [post] = 1 } }),
            ("/api/instagram/oauth/start", new { accountId = account }), (owner.Path("/leave"), new { })])
        {
            using var answer = await key.PostAsJsonAsync(path, body);
            Assert.Equal((path, HttpStatusCode.Forbidden, "not-for-keys"), (path, answer.StatusCode, Text(await Json(answer), "code")));
        }
    }

    [Fact]
    public async Task A_workspace_that_is_deleted_shuts_its_keys_out_and_gives_them_no_other()
    {
        var owner = await Owner();
        var made = await owner.Make("CRM", "accounts:read");
        var (key, id) = (With(made), made.GetProperty("key").GetProperty("id").GetGuid());
        Assert.Equal(HttpStatusCode.OK, (await key.GetAsync("/api/accounts")).StatusCode);

        using var request = new HttpRequestMessage(HttpMethod.Delete, owner.Path("")) { Content = JsonContent.Create(new { password = "Right-Pass-1" }) };
        using var deleted = await owner.Browser.SendAsync(request);

        Assert.True(deleted.IsSuccessStatusCode, await deleted.Content.ReadAsStringAsync());
        await Eventually.True(async () => (await key.GetAsync("/api/accounts")).StatusCode == HttpStatusCode.Unauthorized, TimeSpan.FromSeconds(5), "Out");
        Assert.Equal(0, await api.Database.Scalar($"select (select count(*) from workspaces where owner_id = '{id}') + (select count(*) from mail_outbox where recipient like '{id}%')"));
    }

    [Fact]
    public async Task A_workspace_that_is_erased_takes_its_keys_along_and_a_key_keeps_none_alive()
    {
        var owner = await Owner();
        var made = await owner.Make("Ada's helper", "accounts:read");
        var (id, rows) = (made.GetProperty("key").GetProperty("id").GetGuid(), Get<ErasedUserRows>());
        Assert.Equal(0, Assert.Single(await rows.Workspaces(owner.Id, Cancel)).Others);
        Assert.Equal(0, await rows.HandOver(owner.Workspace, owner.Id, Cancel));

        Assert.Equal(1, await rows.Workspace(owner.Workspace, Cancel));

        Assert.Equal(0, await api.Database.Scalar($"select (select count(*) from users where id = '{id}') + (select count(*) from api_keys where id = '{id}') + (select count(*) from audit_entries where subject_id = '{id}' or subject_label = 'Ada''s helper')"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await With(made).GetAsync("/api/accounts")).StatusCode);
    }

    [Fact]
    public async Task Keys_of_a_person_who_is_erased_are_revoked_in_the_workspaces_that_stay()
    {
        var owner = await Owner();
        var admin = await Member(owner, "admin");
        await (owner with { Browser = admin.Browser }).Make("Theirs", "accounts:read");
        await api.Database.Execute($"delete from workspaces where owner_id = '{admin.Id}'");

        await Get<ErasedUserRows>().Person(admin.Id, TimeProvider.System.GetUtcNow(), Cancel);

        Assert.Empty(await owner.Keys());
        Assert.Equal("system", Text(Assert.Single(await owner.Log("key.revoked")), "actorKind"));
    }

    [Fact]
    public async Task Live_it_follows_accounts_that_it_may_see_and_is_cut_off_when_it_is_revoked()
    {
        var owner = await Owner();
        var account = await api.AccountOf(owner.Browser);
        var made = await owner.Make("CRM", "messages:read");
        await using var follower = Live(made);
        await using var blind = Live(await owner.Make("Blind", "accounts:read"));
        var closed = new TaskCompletionSource();
        follower.Closed += _ => { closed.SetResult(); return Task.CompletedTask; };
        await follower.StartAsync(Cancel);
        await blind.StartAsync(Cancel);

        await follower.InvokeAsync("Subscribe", account, Cancel);
        await Assert.ThrowsAsync<HubException>(() => blind.InvokeAsync("Subscribe", account, Cancel));
        // Nobody sees a program look.
        await Assert.ThrowsAsync<HubException>(() => follower.InvokeAsync("Look", account, Guid.NewGuid(), false, Cancel));

        await Get<LiveAccess>().CloseRevoked(Cancel);
        Assert.False(closed.Task.IsCompleted);
        // A new text: who came with the old one may stay as long as it counts.
        var rotated = await owner.Rotate(made.GetProperty("key").GetProperty("id").GetGuid(), 1);
        await using var renewed = Live(rotated);
        await renewed.StartAsync(Cancel);
        await Get<LiveAccess>().CloseRevoked(Cancel);
        Assert.False(closed.Task.IsCompleted);
        await api.Database.Execute($"update api_keys set previous_until = now() where id = '{made.GetProperty("key").GetProperty("id").GetGuid()}'");
        await Get<LiveAccess>().CloseRevoked(Cancel);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancel);
        var ended = new TaskCompletionSource();
        renewed.Closed += _ => { ended.SetResult(); return Task.CompletedTask; };
        Assert.Equal(HubConnectionState.Connected, renewed.State);
        await owner.Browser.DeleteAsync(owner.Path($"/api-keys/{made.GetProperty("key").GetProperty("id").GetGuid()}"));
        await Get<LiveAccess>().CloseRevoked(Cancel);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(5), Cancel);
        Assert.Equal(HubConnectionState.Connected, blind.State);

        HubConnection Live(JsonElement key) => new HubConnectionBuilder().WithUrl(new Uri(api.Url, "/hubs/inbox"), o => o.AccessTokenProvider = () => Task.FromResult<string?>(Text(key, "text"))).Build();
    }

    [Fact]
    public async Task Each_key_has_a_limit_of_its_own()
    {
        await using var host = new ApiFixture(beside: api, "--RATE_LIMIT_PER_USER=2");
        await host.InitializeAsync();
        var owner = await Owner();
        var (busy, quiet) = (With(await owner.Make("Busy", "accounts:read"), host), With(await owner.Make("Quiet", "accounts:read"), host));

        var answers = new List<int>();
        for (var n = 0; n < 3; n++) answers.Add((int)(await busy.GetAsync("/api/accounts")).StatusCode);

        Assert.Equal([200, 200, 429], answers);
        Assert.Equal(HttpStatusCode.OK, (await quiet.GetAsync("/api/accounts")).StatusCode);
    }

    [Theory]
    [InlineData("ssk_")]
    [InlineData("ssk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ssk_' or true --")]
    public async Task What_is_no_key_is_refused_as_a_wrong_token_is(string text)
    {
        using var answer = await With(text, api).GetAsync("/api/accounts");

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized", "Bearer"), (answer.StatusCode, Text(await Json(answer), "code"), answer.Headers.WwwAuthenticate.ToString()));
        // Only the hub takes one in an address, as addresses stand in logs.
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Browser().GetAsync($"/api/accounts?access_token={Uri.EscapeDataString(text)}")).StatusCode);
    }

    private sealed record Person(HttpClient Browser, Guid Id, Guid Workspace)
    {
        public string Path(string rest) => $"/api/workspaces/{Workspace}{rest}";

        /// <returns>The answer: the key, and its text.</returns>
        public async Task<JsonElement> Make(string name, params string[] scopes)
        {
            using var answer = await Browser.PostAsJsonAsync(Path("/api-keys"), new { name, scopes });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await Json(answer);
        }

        /// <returns>The answer: the key, and its new text.</returns>
        public async Task<JsonElement> Rotate(Guid key, int graceHours)
        {
            using var answer = await Browser.PostAsJsonAsync(Path($"/api-keys/{key}/rotate"), new { graceHours });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await Json(answer);
        }

        public async Task<List<JsonElement>> Keys() => [.. (await Json(await Browser.GetAsync(Path("/api-keys")))).GetProperty("items").EnumerateArray()];

        public async Task<List<JsonElement>> Log(string action) => [.. (await Json(await Browser.GetAsync(Path($"/audit-log?action={action}")))).GetProperty("items").EnumerateArray()];
    }

    private async Task<Person> Owner()
    {
        var browser = await api.SignedIn();
        var me = await Json(await browser.GetAsync("/api/users/me"));
        return new(browser, me.GetProperty("id").GetGuid(), (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid());
    }

    private async Task<Person> Member(Person owner, string role)
    {
        var member = await Owner();
        await api.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{owner.Workspace}', '{member.Id}', '{role}')");
        return member;
    }

    private async Task<Guid> Conversation(Guid account)
    {
        var (contact, conversation) = (Guid.NewGuid(), Guid.NewGuid());
        await api.Database.Execute($"""
            insert into contacts (id, client_account_id, platform_contact_id) values ('{contact}', '{account}', '1');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction) values ('{conversation}', '{account}', '{contact}', 1, now(), 'text', 'inbound')
            """);
        return conversation;
    }

    private HttpClient With(JsonElement made, ApiFixture? host = null) => With(Text(made, "text"), host ?? api);

    private static HttpClient With(string text, ApiFixture host)
    {
        var program = host.Browser();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);
        return program;
    }

    private T Get<T>() where T : notnull => api.Services.GetRequiredService<T>();

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
