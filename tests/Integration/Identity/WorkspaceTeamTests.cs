using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

/// <summary>People come into workspaces, are something there, and go.</summary>
public sealed class WorkspaceTeamTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Whoever_is_invited_signs_up_and_comes_in_with_the_role_once()
    {
        var owner = await Owner();
        var email = NewEmail();
        await owner.Expect(HttpStatusCode.Created, null, HttpMethod.Post, "/invitations", new { email = $" {email} ", role = "publisher" });
        var invitation = Assert.Single((await Json(await owner.Browser.GetAsync(owner.Path("/invitations")))).GetProperty("items").EnumerateArray());
        Assert.Equal((email, "publisher", false), (Text(invitation, "email"), Text(invitation, "role"), invitation.GetProperty("expired").GetBoolean()));

        var token = Assert.Single(await Tokens(email));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from invitations where encode(token_hash, 'escape') like '%{token}%'"));
        var look = await Json(await api.Browser().PostAsJsonAsync("/api/invitations/look", new { token }));
        Assert.Equal((email, "publisher", "Ada Seller", false), (Text(look, "email"), Text(look, "role"), Text(look, "invitedBy"), look.GetProperty("hasAccount").GetBoolean()));

        var guest = await SignUp(email);
        var joined = await Json(await guest.Browser.PostAsJsonAsync("/api/invitations/accept", new { token }));
        Assert.Equal(owner.Workspace, joined.GetProperty("workspaceId").GetGuid());
        var workspace = await Json(await guest.Browser.GetAsync(owner.Path("")));
        Assert.Equal("publisher", Text(workspace, "role"));
        Assert.Contains("content:publish", workspace.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
        Assert.DoesNotContain("workspace:write", workspace.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
        // The link came by mail.
        Assert.True((await Json(await guest.Browser.GetAsync("/api/users/me"))).GetProperty("emailVerified").GetBoolean());

        Assert.Equal((HttpStatusCode.BadRequest, "token-invalid"), await Send(guest.Browser, HttpMethod.Post, "/api/invitations/accept", new { token }));
        Assert.Equal((HttpStatusCode.BadRequest, "token-invalid"), await Send(api.Browser(), HttpMethod.Post, "/api/invitations/look", new { token }));
        await owner.Expect(HttpStatusCode.Conflict, "already-member", HttpMethod.Post, "/invitations", new { email = email.ToUpperInvariant(), role = "agent" });
    }

    [Fact]
    public async Task An_invitation_is_for_the_address_it_was_sent_to()
    {
        var owner = await Owner();
        var email = NewEmail();
        await owner.Expect(HttpStatusCode.Created, null, HttpMethod.Post, "/invitations", new { email, role = "agent" });
        var token = Assert.Single(await Tokens(email));

        var other = await Owner();
        Assert.Equal((HttpStatusCode.Forbidden, "wrong-address"), await Send(other.Browser, HttpMethod.Post, "/api/invitations/accept", new { token }));
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), await Send(api.Browser(), HttpMethod.Post, "/api/invitations/accept", new { token }));
        Assert.Equal(HttpStatusCode.NotFound, (await other.Browser.GetAsync(owner.Path(""))).StatusCode);

        var guest = await SignUp(email.ToUpperInvariant());
        Assert.Equal(HttpStatusCode.OK, (await Send(guest.Browser, HttpMethod.Post, "/api/invitations/accept", new { token })).Status);
    }

    [Fact]
    public async Task A_link_counts_until_it_is_revoked_replaced_or_seven_days_old()
    {
        var owner = await Owner();
        var (revoked, replaced, late) = (NewEmail(), NewEmail(), NewEmail());
        foreach (var email in (string[])[revoked, replaced, late]) await owner.Expect(HttpStatusCode.Created, null, HttpMethod.Post, "/invitations", new { email, role = "viewer" });
        var first = (await Tokens(replaced))[0];
        await owner.Expect(HttpStatusCode.Conflict, "already-invited", HttpMethod.Post, "/invitations", new { email = replaced, role = "agent" });

        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Delete, $"/invitations/{await IdOf(revoked)}");
        await owner.Expect(HttpStatusCode.NotFound, "invitation-not-found", HttpMethod.Post, $"/invitations/{Guid.NewGuid()}/resend");
        await owner.Expect(HttpStatusCode.TooManyRequests, "too-many-mails", HttpMethod.Post, $"/invitations/{await IdOf(replaced)}/resend");
        await api.Database.Execute($"update invitations set sent_at = now() - interval '6 minutes' where email = '{replaced}'; update invitations set expires_at = created_at where email = '{late}'");
        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Post, $"/invitations/{await IdOf(replaced)}/resend");

        foreach (var token in (string[])[(await Tokens(revoked))[0], first, (await Tokens(late))[0]])
            Assert.Equal((HttpStatusCode.BadRequest, "token-invalid"), await Send(api.Browser(), HttpMethod.Post, "/api/invitations/look", new { token }));
        Assert.Equal(HttpStatusCode.OK, (await Send(api.Browser(), HttpMethod.Post, "/api/invitations/look", new { token = (await Tokens(replaced))[1] })).Status);
        Assert.Equal(7, await api.Database.Scalar($"select extract(day from expires_at - sent_at)::bigint from invitations where email = '{replaced}'"));
    }

    [Fact]
    public async Task A_workspace_has_no_more_than_fifty_invitations_open()
    {
        var owner = await Owner();
        await api.Database.Execute($"""
            insert into invitations (id, workspace_id, email, role, token_hash, created_at, sent_at, expires_at)
            select gen_random_uuid(), '{owner.Workspace}', n || '@example.com', 'agent', decode(md5('{owner.Workspace}' || n), 'hex'), now(), now(), now() + interval '1 day' from generate_series(1, 50) n
            """);
        var email = NewEmail();
        await owner.Expect(HttpStatusCode.Conflict, "too-many-invitations", HttpMethod.Post, "/invitations", new { email, role = "agent" });
        Assert.Empty(await Tokens(email));
    }

    [Fact]
    public async Task Nobody_reaches_above_their_own_role()
    {
        var owner = await Owner();
        var (admin, agent) = (await Member(owner, "admin"), await Member(owner, "agent"));
        var desk = owner with { Browser = admin.Browser };

        await desk.Expect(HttpStatusCode.Forbidden, "role-above-yours", HttpMethod.Patch, $"/members/{owner.Id}", new { role = "viewer" });
        await desk.Expect(HttpStatusCode.Forbidden, "role-above-yours", HttpMethod.Delete, $"/members/{owner.Id}");
        await desk.Expect(HttpStatusCode.Forbidden, "forbidden", HttpMethod.Post, "/transfer", new { userId = admin.Id, password = Password });
        await desk.Expect(HttpStatusCode.BadRequest, "validation-failed", HttpMethod.Patch, $"/members/{agent.Id}", new { role = "owner" });
        await desk.Expect(HttpStatusCode.OK, null, HttpMethod.Patch, $"/members/{agent.Id}", new { role = "publisher" });
        Assert.Equal("publisher", Text(await Json(await agent.Browser.GetAsync(owner.Path(""))), "role"));
        await desk.Expect(HttpStatusCode.NotFound, "member-not-found", HttpMethod.Delete, $"/members/{Guid.NewGuid()}");
        await (owner with { Browser = agent.Browser }).Expect(HttpStatusCode.Forbidden, "forbidden", HttpMethod.Delete, $"/members/{admin.Id}");
    }

    [Fact]
    public async Task Who_is_taken_out_is_out_at_once_and_has_a_workspace_of_their_own()
    {
        var owner = await Owner();
        var member = await Member(owner, "publisher", only: true);
        Assert.Equal(HttpStatusCode.OK, (await member.Browser.GetAsync(owner.Path("/labels"))).StatusCode);

        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Delete, $"/members/{member.Id}");

        Assert.Equal(HttpStatusCode.NotFound, (await member.Browser.GetAsync(owner.Path("/labels"))).StatusCode);
        var own = Assert.Single((await Json(await member.Browser.GetAsync("/api/workspaces"))).GetProperty("items").EnumerateArray());
        Assert.Equal(("Ada Seller", "owner"), (Text(own, "name"), Text(own, "role")));
        Assert.Equal(HttpStatusCode.OK, (await member.Browser.GetAsync($"/api/workspaces/{own.GetProperty("id").GetGuid()}/pipeline")).StatusCode);
    }

    [Fact]
    public async Task Anybody_may_leave_except_the_owner_who_hands_over_first()
    {
        var owner = await Owner();
        var (viewer, heir) = (await Member(owner, "viewer"), await Member(owner, "analyst"));
        await (owner with { Browser = viewer.Browser }).Expect(HttpStatusCode.NoContent, null, HttpMethod.Post, "/leave");
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.Browser.GetAsync(owner.Path(""))).StatusCode);

        await owner.Expect(HttpStatusCode.Conflict, "last-owner", HttpMethod.Post, "/leave");
        await owner.Expect(HttpStatusCode.Conflict, "last-owner", HttpMethod.Delete, $"/members/{owner.Id}");
        await owner.Expect(HttpStatusCode.NotFound, "member-not-found", HttpMethod.Post, "/transfer", new { userId = viewer.Id, password = Password });
        await owner.Expect(HttpStatusCode.NotFound, "member-not-found", HttpMethod.Post, "/transfer", new { userId = owner.Id, password = Password });
        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Post, "/transfer", new { userId = heir.Id, password = Password });

        Assert.Equal([heir.Id], await api.Database.Column<Guid>($"select w.owner_id from workspaces w join workspace_members m on m.workspace_id = w.id and m.user_id = w.owner_id where w.id = '{owner.Workspace}' and m.role = 'owner'"));
        Assert.Equal("admin", Text(await Json(await owner.Browser.GetAsync(owner.Path(""))), "role"));
        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Post, "/leave");
    }

    [Fact]
    public async Task A_member_is_restricted_to_accounts_of_the_workspace()
    {
        var owner = await Owner();
        var member = await Member(owner, "agent");
        var (given, kept, foreign) = (await api.AccountOf(owner.Browser), await api.AccountOf(owner.Browser), await api.AccountOf((await Owner()).Browser));

        await owner.Expect(HttpStatusCode.NotFound, "account-not-found", HttpMethod.Patch, $"/members/{member.Id}", new { restricted = true, accounts = new[] { given, foreign } });
        Assert.Equal(HttpStatusCode.OK, (await member.Browser.GetAsync($"/api/accounts/{kept}")).StatusCode);

        await owner.Expect(HttpStatusCode.OK, null, HttpMethod.Patch, $"/members/{member.Id}", new { restricted = true, accounts = new[] { given, given } });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await member.Browser.GetAsync($"/api/accounts/{given}")).StatusCode, (await member.Browser.GetAsync($"/api/accounts/{kept}")).StatusCode));
        var listed = (await Json(await owner.Browser.GetAsync(owner.Path("/members")))).GetProperty("items").EnumerateArray().Single(m => m.GetProperty("userId").GetGuid() == member.Id);
        Assert.Equal([given], listed.GetProperty("accounts").EnumerateArray().Select(a => a.GetGuid()));
        // Another role does not open what is closed, unless everything is open to it.
        await owner.Expect(HttpStatusCode.OK, null, HttpMethod.Patch, $"/members/{member.Id}", new { role = "publisher" });
        Assert.Equal(HttpStatusCode.NotFound, (await member.Browser.GetAsync($"/api/accounts/{kept}")).StatusCode);
        await owner.Expect(HttpStatusCode.BadRequest, "validation-failed", HttpMethod.Patch, $"/members/{member.Id}", new { role = "admin", restricted = true });
        await owner.Expect(HttpStatusCode.OK, null, HttpMethod.Patch, $"/members/{member.Id}", new { role = "admin" });
        Assert.Equal(HttpStatusCode.OK, (await member.Browser.GetAsync($"/api/accounts/{kept}")).StatusCode);
    }

    [Fact]
    public async Task Who_came_was_changed_left_and_took_over_stands_in_the_log()
    {
        var owner = await Owner();
        var (email, heir) = (NewEmail(), await Member(owner, "admin"));
        await owner.Expect(HttpStatusCode.Created, null, HttpMethod.Post, "/invitations", new { email, role = "agent" });
        var invitation = await IdOf(email);
        var guest = await SignUp(email);
        await guest.Browser.PostAsJsonAsync("/api/invitations/accept", new { token = Assert.Single(await Tokens(email)) });
        await owner.Expect(HttpStatusCode.OK, null, HttpMethod.Patch, $"/members/{guest.Id}", new { role = "viewer" });
        await owner.Expect(HttpStatusCode.NotFound, "member-not-found", HttpMethod.Patch, $"/members/{Guid.NewGuid()}", new { role = "viewer" });
        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Post, "/transfer", new { userId = heir.Id, password = Password });
        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Post, "/leave");
        await Send(heir.Browser, HttpMethod.Delete, owner.Path($"/members/{guest.Id}"), null);

        var log = (await Json(await heir.Browser.GetAsync(owner.Path("/audit-log")))).GetProperty("items").EnumerateArray();
        Assert.Equal(
            [
                ("member.removed", heir.Id, guest.Id), ("member.left", owner.Id, owner.Workspace), ("workspace.transferred", owner.Id, heir.Id), ("member.changed", owner.Id, guest.Id),
                ("member.joined", guest.Id, guest.Id), ("member.invited", owner.Id, invitation),
            ],
            log.Select(e => (Text(e, "action"), e.GetProperty("actorId").GetGuid(), e.GetProperty("subjectId") is { ValueKind: JsonValueKind.String } id ? id.GetGuid() : (Guid?)null)));
    }

    [Fact]
    public async Task A_workspace_is_renamed()
    {
        var owner = await Owner();
        await owner.Expect(HttpStatusCode.OK, null, HttpMethod.Patch, "", new { name = "  Corner shop " });
        Assert.Equal("Corner shop", Text(await Json(await owner.Browser.GetAsync(owner.Path(""))), "name"));
        await owner.Expect(HttpStatusCode.BadRequest, "validation-failed", HttpMethod.Patch, "", new { name = "  " });
    }

    [Fact]
    public async Task A_workspace_is_given_away_only_with_the_password()
    {
        var owner = await Owner();
        var heir = await Member(owner, "admin");

        await owner.Expect(HttpStatusCode.Forbidden, "wrong-password", HttpMethod.Post, "/transfer", new { userId = heir.Id, password = "Wrong-Pass-1" });
        await owner.Expect(HttpStatusCode.BadRequest, "validation-failed", HttpMethod.Post, "/transfer", new { userId = heir.Id });

        Assert.Equal("owner", Text(await Json(await owner.Browser.GetAsync(owner.Path(""))), "role"));
        await owner.Expect(HttpStatusCode.NoContent, null, HttpMethod.Post, "/transfer", new { userId = heir.Id, password = Password });
    }

    [Fact]
    public async Task Anybody_opens_another_workspace_and_owns_it()
    {
        var owner = await Owner();

        var answer = await owner.Browser.PostAsJsonAsync("/api/workspaces", new { name = "  Second shop " });

        var opened = await Json(answer);
        Assert.Equal((HttpStatusCode.Created, "Second shop", "owner"), (answer.StatusCode, Text(opened, "name"), Text(opened, "role")));
        Assert.Equal($"/api/workspaces/{opened.GetProperty("id").GetGuid()}", answer.Headers.Location?.OriginalString);
        Assert.Equal([owner.Workspace, opened.GetProperty("id").GetGuid()], (await Json(await owner.Browser.GetAsync("/api/workspaces"))).GetProperty("items").EnumerateArray().Select(w => w.GetProperty("id").GetGuid()));
        await (owner with { Workspace = opened.GetProperty("id").GetGuid() }).Expect(HttpStatusCode.Created, null, HttpMethod.Post, "/invitations", new { email = NewEmail(), role = "agent" });
        Assert.Equal(["workspace.created"], await api.Database.Column<string>($"select action from audit_entries where workspace_id = '{opened.GetProperty("id").GetGuid()}' and subject_label = 'Second shop'"));
    }

    [Fact]
    public async Task Nobody_owns_more_than_fifty_however_many_are_opened_at_once()
    {
        var owner = await Owner();
        await api.Database.Execute($"insert into workspaces (id, name, owner_id) select gen_random_uuid(), 'W', '{owner.Id}' from generate_series(1, 46)");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(owner.Browser, HttpMethod.Post, "/api/workspaces", new { name = "One more" })));

        Assert.Equal(3, answers.Count(a => a.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal((HttpStatusCode.Conflict, "too-many-workspaces"), a));
        Assert.Equal(50, await api.Database.Scalar($"select count(*) from workspaces where owner_id = '{owner.Id}'"));
    }

    [Fact]
    public async Task A_deleted_workspace_is_nobodys_at_once_and_its_members_are_told()
    {
        var owner = await Owner();
        var (admin, agent) = (await Member(owner, "admin"), await Member(owner, "agent", only: true));
        var account = await api.AccountOf(owner.Browser);
        var asked = NewEmail();
        await owner.Expect(HttpStatusCode.Created, null, HttpMethod.Post, "/invitations", new { email = asked, role = "agent" });
        await owner.Expect(HttpStatusCode.OK, null, HttpMethod.Patch, "", new { name = "Corner shop" });

        await (owner with { Browser = admin.Browser }).Expect(HttpStatusCode.Forbidden, "forbidden", HttpMethod.Delete, "", new { password = Password });
        await owner.Expect(HttpStatusCode.Forbidden, "wrong-password", HttpMethod.Delete, "", new { password = "Wrong-Pass-1" });
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from mail_outbox m join users u on u.email = m.recipient where m.template = 'workspace-deleted' and u.id in ('{admin.Id}', '{agent.Id}')"));
        await owner.Expect(HttpStatusCode.Accepted, null, HttpMethod.Delete, "", new { password = Password });

        foreach (var person in (Person[])[owner, admin, agent])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await person.Browser.GetAsync(owner.Path(""))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await person.Browser.GetAsync($"/api/accounts/{account}")).StatusCode);
            // Everybody is in one of their own, whether they had another before or not.
            Assert.Equal("owner", Text(Assert.Single((await Json(await person.Browser.GetAsync("/api/workspaces"))).GetProperty("items").EnumerateArray()), "role"));
        }
        Assert.Equal(new[] { admin.Id, agent.Id }.Order(), await api.Database.Column<Guid>($"select u.id from mail_outbox m join users u on u.email = m.recipient where m.template = 'workspace-deleted' and m.facts ->> 'workspace' = 'Corner shop' order by u.id"));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from invitations where email = '{asked}'"));
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from erasures where subject = 'workspace' and subject_id = '{owner.Workspace}' and state = 'waiting'"));
        Assert.Equal(["workspace.deleted"], await api.Database.Column<string>($"select action from audit_entries where actor_id = '{owner.Id}' and subject_id = '{owner.Workspace}' and workspace_id is null and subject_label = 'Corner shop'"));
        await owner.Expect(HttpStatusCode.NotFound, "workspace-not-found", HttpMethod.Delete, "", new { password = Password });
    }

    private const string Password = "Right-Pass-1";

    private sealed record Person(HttpClient Browser, Guid Id, Guid Workspace)
    {
        public string Path(string rest) => $"/api/workspaces/{Workspace}{rest}";

        public async Task Expect(HttpStatusCode status, string? code, HttpMethod method, string rest, object? body = null) => Assert.Equal((status, code), await Send(Browser, method, Path(rest), body));
    }

    private Task<Person> Owner() => SignUp(NewEmail());

    private async Task<Person> SignUp(string email)
    {
        var browser = api.Browser();
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", ApiFixture.Person(email)));
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(auth, "accessToken"));
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        return new(browser, auth.GetProperty("user").GetProperty("id").GetGuid(), workspace);
    }

    private async Task<Person> Member(Person owner, string role, bool only = false)
    {
        var member = await Owner();
        if (only) await api.Database.Execute($"delete from workspaces where id = '{member.Workspace}'");
        await api.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{owner.Workspace}', '{member.Id}', '{role}')");
        return member;
    }

    private async Task<Guid> IdOf(string email) => Assert.Single(await api.Database.Column<Guid>($"select id from invitations where email = '{email}'"));

    /// <summary>What was mailed, the oldest first.</summary>
    private async Task<List<string>> Tokens(string email) =>
        [.. (await api.Database.Column<string>($"select facts ->> 'link' from mail_outbox where lower(recipient) = lower('{email}') and template = 'invitation' order by id")).Select(link => link.Split("/invitation#")[1])];

    private static async Task<(HttpStatusCode Status, string? Code)> Send(HttpClient browser, HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await browser.SendAsync(request);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? null : Text(await Json(answer), "code"));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
