using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SocialSelling.Identity;
using SocialSelling.Infrastructure;
using SocialSelling.Mail;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Audit;

public sealed class AuditLogTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AuditLog Log => api.Services.GetRequiredService<AuditLog>();

    [Fact]
    public async Task What_people_do_with_their_own_account_stands_in_it()
    {
        var (email, browser) = (NewEmail(), api.Browser());
        await SignIn(browser, await browser.PostAsJsonAsync("/api/auth/register", Person(email)));
        await api.Browser().PostAsJsonAsync("/api/auth/login", new { email, password = "Wrong-Pass-1" });
        var (phone, tablet) = (api.Browser(), api.Browser());
        foreach (var other in (HttpClient[])[phone, tablet]) await SignIn(other, await other.PostAsJsonAsync("/api/auth/login", new { email, password = "Right-Pass-1" }));
        await tablet.PostAsync("/api/auth/logout", null, Cancel);
        await browser.DeleteAsync("/api/auth/sessions", Cancel);
        await browser.PatchAsJsonAsync("/api/users/me", new { name = "Ada King" }, Cancel);
        await browser.PostAsJsonAsync("/api/users/me/change-password", new { currentPassword = "Right-Pass-1", newPassword = "Other-Pass-2" });

        var entries = await Own(browser);

        Assert.Equal(["password.changed", "user.changed", "session.revoked", "session.ended", "session.started", "session.started", "session.refused", "user.signed-up", "consent.given", "consent.given"], entries.Select(Action));
        Assert.Equal(("refused", "wrong-password", "anyone"), (entries[6].GetProperty("result").GetString(), entries[6].GetProperty("after").GetProperty("reason").GetString(), entries[6].GetProperty("actorKind").GetString()));
        Assert.Equal(("Ada Seller", "Ada King"), (entries[1].GetProperty("before").GetProperty("name").GetString(), entries[1].GetProperty("after").GetProperty("name").GetString()));
        Assert.All(entries, e => Assert.NotNull(e.GetProperty("ip").GetString()));
    }

    [Fact]
    public async Task An_entry_names_the_request_and_who_made_it()
    {
        var browser = await api.SignedIn();
        var me = await Json(await browser.GetAsync("/api/users/me"));
        browser.DefaultRequestHeaders.Add("X-Request-Id", "asked-for-once");

        await browser.PatchAsJsonAsync("/api/users/me", new { language = "pt" }, Cancel);

        var entry = (await Own(browser))[0];
        Assert.Equal(("asked-for-once", "user", me.GetProperty("id").GetString(), "Ada Seller"),
            (entry.GetProperty("requestId").GetString(), entry.GetProperty("actorKind").GetString(), entry.GetProperty("actorId").GetString(), entry.GetProperty("actorName").GetString()));
    }

    [Fact]
    public async Task A_sign_in_with_an_address_that_nobody_has_is_told_to_operators_without_the_address()
    {
        var @operator = await api.SignedInAsOperator();
        await api.Browser().PostAsJsonAsync("/api/auth/login", new { email = "nobody@example.com", password = "Right-Pass-1" });

        var entries = (await Json(await @operator.GetAsync("/api/admin/audit-log?action=session.refused"))).GetProperty("items").EnumerateArray().ToList();

        Assert.Contains(entries, e => e.GetProperty("after").GetProperty("reason").GetString() == "unknown-user");
        Assert.Empty(await api.Database.Column<Guid>("select id from audit_entries where audit_entries::text like '%nobody@example.com%'"));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await api.SignedIn()).GetAsync("/api/admin/audit-log", Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_operators_do_stands_in_it_and_what_they_look_at_does_not()
    {
        var @operator = await api.SignedInAsOperator();
        await @operator.GetAsync("/api/admin/webhooks/replays", Cancel);
        var replay = await Json(await @operator.PostAsJsonAsync("/api/admin/webhooks/replay", new { kind = "parked" }));
        await @operator.PostAsync($"/api/admin/webhooks/replays/{replay.GetProperty("id").GetString()}/cancel", null, Cancel);
        await @operator.PostAsync($"/api/admin/webhooks/replays/{Guid.NewGuid()}/cancel", null, Cancel);

        var routes = (await Json(await @operator.GetAsync("/api/admin/audit-log?action=operator"))).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("after").GetProperty("route").GetString());

        Assert.Equal(["/api/admin/webhooks/replays/{id:guid}/cancel", "/api/admin/webhooks/replay"], routes);
    }

    [Fact]
    public async Task Settings_of_an_account_stand_in_the_log_of_its_workspace()
    {
        var browser = await api.SignedIn();
        var (account, workspace) = (await api.AccountOf(browser), await Workspace(browser));
        await browser.PostAsJsonAsync($"/api/accounts/{account}/auto-replies/rules", new { name = "New", eventType = "message", trigger = "question", response = "Hm" });
        await browser.PostAsJsonAsync($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = "UTC" });
        await browser.PostAsJsonAsync($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = "Nowhere" });

        var entries = await List(browser, workspace);
        Assert.Equal(["slots.changed", "auto-replies.changed"], entries.Select(Action));
        Assert.Equal(("Monday", "09:00", "UTC"), (Fact(entries[0], "after", "weekday"), Fact(entries[0], "after", "time"), Fact(entries[0], "after", "timeZone")));
        Assert.Equal(("New", "question"), (entries[1].GetProperty("subjectName").GetString(), Fact(entries[1], "after", "trigger")));

        var (slot, rule) = (entries[0].GetProperty("subjectId").GetString(), entries[1].GetProperty("subjectId").GetString());
        await browser.PatchAsJsonAsync($"/api/accounts/{account}/slots/{slot}", new { time = "10:30:00" }, Cancel);
        await browser.DeleteAsync($"/api/accounts/{account}/slots/{slot}", Cancel);
        await browser.DeleteAsync($"/api/accounts/{account}/auto-replies/rules/{rule}", Cancel);
        await browser.DeleteAsync($"/api/accounts/{account}/auto-replies/rules/{rule}", Cancel);
        await browser.PatchAsJsonAsync($"/api/workspaces/{workspace}", new { name = "Hats" }, Cancel);
        entries = await List(browser, workspace);
        Assert.Equal(["workspace.changed", "auto-replies.changed", "slots.changed", "slots.changed", "slots.changed", "auto-replies.changed"], entries.Select(Action));
        Assert.Equal(("09:00", "10:30"), (Fact(entries[3], "before", "time"), Fact(entries[3], "after", "time")));
        Assert.Equal((JsonValueKind.Null, "10:30"), (entries[2].GetProperty("after").ValueKind, Fact(entries[2], "before", "time")));
        Assert.Equal("Hats", Fact(entries[0], "after", "name"));

        static string? Fact(JsonElement entry, string when, string name) => entry.GetProperty(when).GetProperty(name).GetString();
    }

    /// <summary>The log cannot be written: whatever would be told in it has not happened either.</summary>
    [Fact]
    public async Task What_cannot_be_told_is_not_done()
    {
        await using var own = new ApiFixture();
        await own.InitializeAsync();
        var (browser, @operator) = (await own.SignedIn(), await own.SignedInAsOperator());
        var (account, workspace) = (await own.AccountOf(browser), await Workspace(browser));
        var slot = (await Json(await browser.PostAsJsonAsync($"/api/accounts/{account}/slots", new { weekday = "monday", time = "09:00:00", timeZone = "UTC" }))).GetProperty("id").GetString();
        var rule = (await Json(await browser.PostAsJsonAsync($"/api/accounts/{account}/auto-replies/rules", new { name = "New", eventType = "message", trigger = "question", response = "Hm" }))).GetProperty("id").GetString();
        var replay = (await Json(await @operator.PostAsJsonAsync("/api/admin/webhooks/replay", new { kind = "parked" }))).GetProperty("id").GetString();
        await own.Database.Execute("insert into mail_suppressions (address, reason, created_at) values ('ana@example.com', 'bounce', now())");
        var before = await State();
        await own.Database.Execute("alter table audit_entries add constraint nothing_more check (false) not valid");

        foreach (var (who, method, path, body) in ((HttpClient, HttpMethod, string, object?)[])[
            (browser, HttpMethod.Patch, "/api/users/me", new { name = "Ada King" }), (browser, HttpMethod.Patch, $"/api/workspaces/{workspace}", new { name = "Hats" }),
            (browser, HttpMethod.Post, $"/api/accounts/{account}/slots", new { weekday = "friday", time = "09:00:00", timeZone = "UTC" }), (browser, HttpMethod.Patch, $"/api/accounts/{account}/slots/{slot}", new { time = "10:30:00" }),
            (browser, HttpMethod.Delete, $"/api/accounts/{account}/slots/{slot}", null), (browser, HttpMethod.Post, $"/api/accounts/{account}/auto-replies/rules", new { name = "Other", eventType = "message", trigger = "question", response = "Hm" }),
            (browser, HttpMethod.Patch, $"/api/accounts/{account}/auto-replies/rules/{rule}", new { name = "Renamed" }), (browser, HttpMethod.Delete, $"/api/accounts/{account}/auto-replies/rules/{rule}", null),
            (@operator, HttpMethod.Post, "/api/admin/webhooks/replay", new { kind = "parked" }), (@operator, HttpMethod.Post, $"/api/admin/webhooks/replays/{replay}/cancel", null),
            (@operator, HttpMethod.Delete, "/api/admin/mail/suppressions?address=ana@example.com", null)])
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await who.SendAsync(request, Cancel);
            Assert.Equal((path, HttpStatusCode.InternalServerError), (path, answer.StatusCode));
        }
        Assert.Equal(before, await State());

        async Task<string> State() => Assert.Single(await own.Database.Column<string>("""
            select concat_ws('|', (select string_agg(u.name, ',' order by u.id) from users u), (select string_agg(w.name, ',' order by w.id) from workspaces w), (select string_agg(s.weekday || ' ' || s.local_time, ',') from posting_slots s),
                   (select string_agg(r.name, ',') from auto_reply_rules r), (select string_agg(p.state, ',') from webhook_replays p), (select string_agg(m.address, ',') from mail_suppressions m))
            """));
    }

    [Fact]
    public async Task It_is_read_by_page_and_by_whom_what_and_when()
    {
        var browser = await api.SignedIn();
        var (workspace, me, other) = (await Workspace(browser), Guid.NewGuid(), Guid.NewGuid());
        await Log.Write(new AuditEntry(AuditAction.PostCreated, new("user", me)).In(workspace).To("post", other), Cancel);
        await Log.Write(new AuditEntry(AuditAction.PostPublished, AuditSource.System).In(workspace).To("post", other), Cancel);
        await Log.Write(new AuditEntry(AuditAction.PostPolicyChanged, new("user", other)).In(workspace), Cancel);

        var first = await Json(await browser.GetAsync($"/api/workspaces/{workspace}/audit-log?limit=2"));
        var second = await Json(await browser.GetAsync($"/api/workspaces/{workspace}/audit-log?limit=2&cursor={first.GetProperty("nextCursor").GetString()}"));

        Assert.Equal(["policy.changed", "post.published", "post.created"], first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(Action));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(["post.created"], (await List(browser, workspace, $"?actorId={me}")).Select(Action));
        Assert.Equal(["post.published", "post.created"], (await List(browser, workspace, "?action=post")).Select(Action));
        Assert.Equal(["post.published"], (await List(browser, workspace, "?action=post.published")).Select(Action));
        Assert.Equal(["post.published", "post.created"], (await List(browser, workspace, $"?subjectKind=post&subjectId={other}")).Select(Action));
        Assert.Empty(await List(browser, workspace, "?to=2020-01-01T00:00:00Z"));
        Assert.Equal(3, (await List(browser, workspace, "?from=2020-01-01T00:00:00%2B02:00")).Count);
    }

    [Theory, InlineData("owner", 200), InlineData("admin", 200), InlineData("publisher", 403), InlineData("agent", 403), InlineData("analyst", 403), InlineData("viewer", 403)]
    public async Task Those_who_lead_the_workspace_read_it(string role, int status)
    {
        var (owner, colleague) = (await api.SignedIn(), await api.SignedIn());
        var workspace = await Workspace(owner);
        await api.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{(await Json(await colleague.GetAsync("/api/users/me"))).GetProperty("id").GetString()}', '{role}')");

        foreach (var path in (string[])["", "/actors", "/export"])
            Assert.Equal((HttpStatusCode)status, (await colleague.GetAsync($"/api/workspaces/{workspace}/audit-log{path}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_file_holds_no_formula_and_that_it_was_fetched_is_told()
    {
        var browser = await api.SignedIn();
        var workspace = await Workspace(browser);
        await Log.Write(new AuditEntry(AuditAction.WorkspaceChanged, AuditSource.System).In(workspace).To("workspace", workspace, "=HYPERLINK(\"http://evil\",\"Click, here\")"), Cancel);

        using var answer = await browser.GetAsync($"/api/workspaces/{workspace}/audit-log/export?action=workspace.changed", Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var lines = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(("text/csv", "attachment"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil\"\",\"\"Click, here\"\")\",", lines, StringComparison.Ordinal);
        Assert.Equal(3, lines.Split("\r\n").Length);
        Assert.Equal("audit.exported", Action((await List(browser, workspace))[0]));
    }

    [Fact]
    public async Task The_database_refuses_to_change_or_delete_an_entry()
    {
        await Log.Write(new AuditEntry(AuditAction.PostPublished, AuditSource.System).To("post", Guid.NewGuid(), "Shop"), Cancel);

        foreach (var sql in (string[])["update audit_entries set action = 'post.failed'", "update audit_entries set subject_label = 'Other'", "delete from audit_entries", "truncate audit_entries",
            "begin; set local audit.purpose = 'erasure'; update audit_entries set action = 'post.failed'; commit", "begin; set local audit.purpose = 'erasure'; update audit_entries set subject_label = 'Other'; commit",
            "begin; set local audit.purpose = 'erasure'; delete from audit_entries; commit"])
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => api.Database.Execute(sql))).SqlState);
    }

    [Fact]
    public async Task Who_is_erased_leaves_deeds_without_a_name()
    {
        var browser = await api.SignedIn();
        var me = (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetGuid();
        await browser.PatchAsJsonAsync("/api/users/me", new { name = "Planted Marker" }, Cancel);
        var colleague = Guid.NewGuid();
        await Log.Write(new AuditEntry(AuditAction.MemberRemoved, new("user", colleague, "10.1.1.1")).To("user", me), Cancel);

        Assert.Equal(7, await Log.Forget(me, Cancel));
        Assert.Equal(0, await Log.Forget(me, Cancel));

        Assert.Empty(await Own(browser));
        Assert.Empty(await api.Database.Column<Guid>($"select id from audit_entries where audit_entries::text like '%Planted Marker%' or audit_entries::text like '%{me}%'"));
        var pseudonym = Assert.Single(await api.Database.Column<Guid>($"select distinct subject_id from audit_entries where action = 'member.removed' and actor_id = '{colleague}'"));
        Assert.Equal(["consent.given", "consent.given", "member.removed", "user.changed", "user.signed-up"], await api.Database.Column<string>($"select action from audit_entries where '{pseudonym}' in (actor_id, subject_id) order by action"));
        // What somebody has agreed to can still be shown, and no longer who.
        Assert.Equal(["privacy 1", "terms 1"], await api.Database.Column<string>($"select subject_label from audit_entries where actor_id = '{pseudonym}' and action = 'consent.given' order by 1"));
        Assert.Equal(["10.1.1.1"], await api.Database.Column<string>($"select ip from audit_entries where '{pseudonym}' in (actor_id, subject_id) and ip is not null"));
    }

    [Fact]
    public async Task What_is_past_keeping_goes_and_nothing_else()
    {
        var subject = Guid.NewGuid();
        await api.Database.Execute($"""
            insert into audit_entries (id, at, actor_kind, action, subject_id) values (gen_random_uuid(), '2001-01-01', 'system', 'post.published', '{subject}'),
                (gen_random_uuid(), '2001-01-02', 'system', 'post.failed', '{subject}'), (gen_random_uuid(), '2001-01-03', 'system', 'post.deleted', '{subject}')
            """);

        Assert.Equal(1, await Log.Prune(new DateTimeOffset(2001, 1, 3, 0, 0, 0, TimeSpan.Zero), 1, Cancel));
        Assert.Equal(1, await Log.Prune(new DateTimeOffset(2001, 1, 3, 0, 0, 0, TimeSpan.Zero), 100, Cancel));

        Assert.Equal(["post.deleted"], await api.Database.Column<string>($"select action from audit_entries where subject_id = '{subject}'"));
    }

    [Fact]
    public async Task Of_what_was_rolled_back_there_is_no_entry()
    {
        var browser = await api.SignedIn();
        var me = (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetGuid();
        var passwords = api.Services.GetRequiredService<PasswordRepository>();
        var hash = (await api.Database.Column<string>($"select password_hash from users where id = '{me}'"))[0];
        var impossible = new MailMessage("no-such-mail", "a@example.com", "en", new Dictionary<string, string>(), MailPriority.High, "k");

        await Assert.ThrowsAsync<ArgumentException>(() => passwords.Change(new(me, "other", "stamp"), hash, Guid.NewGuid(), impossible, new("user", me), TimeProvider.System.GetUtcNow(), Cancel));
        Assert.Null(await passwords.Change(new(me, "other", "stamp"), "not the hash", Guid.NewGuid(), null, new("user", me), TimeProvider.System.GetUtcNow(), Cancel));

        Assert.Equal(["user.signed-up", "consent.given", "consent.given"], (await Own(browser)).Select(Action));
    }

    [Fact]
    public async Task An_entry_that_would_hold_a_secret_is_a_mistake_and_rolls_its_cause_back()
    {
        foreach (var name in (string[])["password", "accessToken", "secretHash", "caption", "messageText"])
            await Assert.ThrowsAsync<ArgumentException>(() => Log.Write(new AuditEntry(AuditAction.PostChanged, AuditSource.System).Is((name, "x")), Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Log.Write(new AuditEntry("post.invented", AuditSource.System), Cancel));
    }

    private static string Action(JsonElement entry) => entry.GetProperty("action").GetString()!;

    private static async Task<List<JsonElement>> Own(HttpClient browser) => [.. (await Json(await browser.GetAsync("/api/users/me/audit-log"))).GetProperty("items").EnumerateArray()];

    private static async Task<List<JsonElement>> List(HttpClient browser, Guid workspace, string query = "") =>
        [.. (await Json(await browser.GetAsync($"/api/workspaces/{workspace}/audit-log{query}"))).GetProperty("items").EnumerateArray()];

    private static async Task<Guid> Workspace(HttpClient browser) => (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();

    private static async Task SignIn(HttpClient browser, HttpResponseMessage answer) =>
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Json(answer)).GetProperty("accessToken").GetString());
}
