using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Identity;

/// <summary>What a tier allows of people, and how it is set. Accounts: <see cref="Accounts.ConnectingLimitTests"/>.</summary>
public sealed class TierTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_many_are_invited_at_once_only_as_many_are_asked_as_there_are_seats()
    {
        var owner = await Owner("FREE");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => owner.Invite(NewEmail())));

        Assert.Equal(4, answers.Count(a => a.Status == HttpStatusCode.Created));
        var refused = answers.Where(a => a.Status != HttpStatusCode.Created).ToList();
        Assert.All(refused, a => Assert.Equal((HttpStatusCode.Conflict, "tier-limit", "members", "FREE", 5, 5, 1), (a.Status, Text(a.Body, "code"), Text(a.Body, "what"), Text(a.Body, "tier"), Number(a.Body, "limit"), Number(a.Body, "used"), Number(a.Body, "wanted"))));
        Assert.Equal(4, await api.Database.Scalar($"select count(*) from invitations where workspace_id = '{owner.Workspace}'"));
        Assert.Equal(4, await api.Database.Scalar($"select count(*) from audit_entries where workspace_id = '{owner.Workspace}' and action = 'member.invited'"));
    }

    [Fact]
    public async Task Seats_count_over_all_workspaces_of_the_owner_and_each_person_once()
    {
        var owner = await Owner("FREE");
        var second = owner with { Workspace = await Another(owner) };
        var (both, guest) = (NewEmail(), NewEmail());
        Assert.Equal(HttpStatusCode.Created, (await owner.Invite(both)).Status);
        Assert.Equal(HttpStatusCode.Created, (await owner.Invite(guest)).Status);
        Assert.Equal(HttpStatusCode.Created, (await second.Invite(both.ToUpperInvariant())).Status);
        Assert.Equal((3, 5), Used(await owner.Tier(), "members"));

        Assert.Equal(HttpStatusCode.Created, (await second.Invite(NewEmail())).Status);
        Assert.Equal(HttpStatusCode.Created, (await owner.Invite(NewEmail())).Status);

        Assert.Equal("tier-limit", Text((await second.Invite(NewEmail())).Body, "code"));
        // Who has a seat already takes no other one.
        Assert.Equal(HttpStatusCode.Created, (await second.Invite(guest)).Status);
        Assert.Equal((5, 5), Used(await second.Tier(), "members"));
    }

    [Fact]
    public async Task An_invitation_has_its_seat_until_it_is_over_and_asks_for_room_when_it_is_sent_again()
    {
        var owner = await Owner("FREE");
        var late = NewEmail();
        Assert.Equal(HttpStatusCode.Created, (await owner.Invite(late)).Status);
        await api.Database.Execute($"update invitations set expires_at = now(), sent_at = now() - interval '7 days' where email = '{late}'");
        var open = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => owner.Invite(NewEmail())));
        Assert.All(open, a => Assert.Equal(HttpStatusCode.Created, a.Status));

        var id = Assert.Single(await api.Database.Column<Guid>($"select id from invitations where email = '{late}'"));
        Assert.Equal("tier-limit", Text((await owner.Ask(HttpMethod.Post, $"/invitations/{id}/resend")).Body, "code"));

        await api.Database.Execute($"delete from invitations where id = (select id from invitations where workspace_id = '{owner.Workspace}' and email <> '{late}' limit 1)");
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Ask(HttpMethod.Post, $"/invitations/{id}/resend")).Status);
    }

    [Fact]
    public async Task Who_was_asked_comes_in_even_when_the_tier_was_lowered_meanwhile()
    {
        var owner = await Owner("STARTER");
        var emails = Enumerable.Range(0, 7).Select(_ => NewEmail()).ToList();
        foreach (var email in emails) Assert.Equal(HttpStatusCode.Created, (await owner.Invite(email)).Status);
        await Set(owner, "FREE");

        var guest = await SignUp(emails[0]);
        var link = Assert.Single(await api.Database.Column<string>($"select facts ->> 'link' from mail_outbox where recipient = '{emails[0]}' and template = 'invitation'"));
        Assert.Equal(HttpStatusCode.OK, (await guest.Browser.PostAsJsonAsync("/api/invitations/accept", new { token = link.Split("/invitation#")[1] }, Cancel)).StatusCode);

        Assert.Equal((8, 5), Used(await owner.Tier(), "members"));
        Assert.Equal("tier-limit", Text((await owner.Invite(NewEmail())).Body, "code"));
    }

    [Fact]
    public async Task A_workspace_is_given_only_to_whom_the_tier_has_room_for_it()
    {
        var owner = await Owner("PROFESSIONAL");
        var heir = await Owner("FREE");
        await api.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{owner.Workspace}', '{heir.Id}', 'admin')");
        var (_, gone) = (await api.AccountOf(owner.Browser), await api.AccountOf(owner.Browser));

        var (status, refused) = await owner.Ask(HttpMethod.Post, "/transfer", new { userId = heir.Id, password = "Right-Pass-1" });
        Assert.Equal((HttpStatusCode.Conflict, "tier-limit", "accounts", "FREE", 1, 0, 2), (status, Text(refused, "code"), Text(refused, "what"), Text(refused, "tier"), Number(refused, "limit"), Number(refused, "used"), Number(refused, "wanted")));
        Assert.Equal([owner.Id], await api.Database.Column<Guid>($"select owner_id from workspaces where id = '{owner.Workspace}'"));

        await api.Database.Execute($"update client_accounts set status = 'disconnected' where id = '{gone}'");
        Assert.Equal(HttpStatusCode.NoContent, (await owner.Ask(HttpMethod.Post, "/transfer", new { userId = heir.Id, password = "Right-Pass-1" })).Status);
        Assert.Equal(("FREE", (1, 1)), (Text(await (owner with { Browser = heir.Browser }).Tier(), "tier"), Used(await (owner with { Browser = heir.Browser }).Tier(), "accounts")));
    }

    [Fact]
    public async Task An_operator_sets_the_tier_by_a_command_and_it_counts_at_once()
    {
        var owner = await Owner("FREE");
        Assert.Equal((0, 1), Used(await owner.Tier(), "accounts"));

        var (code, said) = await Run("set", owner.Email.ToUpperInvariant(), "professional");

        Assert.Equal((0, $"{owner.Email} has the tier PROFESSIONAL: 0 accounts of 10, 1 members of 50\n"), (code, said.ReplaceLineEndings("\n")));
        Assert.Equal((0, 10), Used(await owner.Tier(), "accounts"));
        Assert.Equal("PROFESSIONAL", Text(await Json(await owner.Browser.GetAsync("/api/users/me", Cancel)), "tier"));
        var entry = (await Json(await owner.Browser.GetAsync("/api/users/me/audit-log", Cancel))).GetProperty("items").EnumerateArray().Single(e => Text(e, "action") == "user.tier-changed");
        Assert.Equal(("system", owner.Id, "FREE", "PROFESSIONAL"), (Text(entry, "actorKind"), entry.GetProperty("subjectId").GetGuid(), Text(entry.GetProperty("before"), "tier"), Text(entry.GetProperty("after"), "tier")));

        Assert.Equal((0, $"{owner.Email} has the tier ENTERPRISE: 0 accounts, without limit, 1 members, without limit\n"), await Said("set", owner.Email, "ENTERPRISE"));
        Assert.Equal((null, null), (Limit(await owner.Tier(), "accounts"), Limit(await owner.Tier(), "members")));
        await api.AccountOf(owner.Browser);
        await api.AccountOf(owner.Browser);
        Assert.Equal((0, $"{owner.Email} has the tier FREE: 2 accounts where 1 are allowed: they stay, and no more may come, 1 members of 5\n"), await Said("set", owner.Email, "FREE"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "set", "ana@example.com")]
    [InlineData(2, "set", "ana@example.com", "GOLD")]
    [InlineData(2, "anything", "ana@example.com")]
    [InlineData(1, "show", "nobody@example.com")]
    [InlineData(1, "set", "nobody@example.com", "FREE")]
    public async Task Other_words_and_people_are_not_understood(int code, params string[] words) => Assert.Equal(code, (await Run(words)).Code);

    [Fact]
    public async Task Only_who_may_invite_sees_what_is_used()
    {
        var owner = await Owner("FREE");
        var agent = await Owner("FREE");
        await api.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{owner.Workspace}', '{agent.Id}', 'agent')");

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), ((await (owner with { Browser = agent.Browser }).Ask(HttpMethod.Get, "/tier")) is var (status, body) ? (status, Text(body, "code")) : default));
    }

    private sealed record Person(HttpClient Browser, Guid Id, Guid Workspace, string Email)
    {
        public Task<(HttpStatusCode Status, JsonElement Body)> Invite(string email) => Ask(HttpMethod.Post, "/invitations", new { email, role = "agent" });

        public async Task<JsonElement> Tier() => (await Ask(HttpMethod.Get, "/tier")).Body;

        public async Task<(HttpStatusCode Status, JsonElement Body)> Ask(HttpMethod method, string rest, object? body = null)
        {
            using var request = new HttpRequestMessage(method, $"/api/workspaces/{Workspace}{rest}") { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await Browser.SendAsync(request, Cancel);
            return (answer.StatusCode, answer.StatusCode == HttpStatusCode.NoContent ? default : await Json(answer));
        }
    }

    private async Task<Person> Owner(string tier)
    {
        var owner = await SignUp(NewEmail());
        await Set(owner, tier);
        return owner;
    }

    private async Task Set(Person owner, string tier) => Assert.Equal(0, (await Run("set", owner.Email, tier)).Code);

    private async Task<Person> SignUp(string email)
    {
        var browser = api.Browser();
        var auth = await Json(await browser.PostAsJsonAsync("/api/auth/register", ApiFixture.Person(email), Cancel));
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Text(auth, "accessToken"));
        var workspace = (await Json(await browser.GetAsync("/api/workspaces", Cancel))).GetProperty("items")[0].GetProperty("id").GetGuid();
        return new(browser, auth.GetProperty("user").GetProperty("id").GetGuid(), workspace, email);
    }

    private async Task<Guid> Another(Person owner)
    {
        var id = Guid.NewGuid();
        await api.Database.Execute($"""
            insert into workspaces (id, name, owner_id) values ('{id}', 'Second', '{owner.Id}');
            insert into workspace_members (workspace_id, user_id, role) values ('{id}', '{owner.Id}', 'owner')
            """);
        return id;
    }

    private async Task<(int Code, string Said)> Run(params string[] words)
    {
        using var output = new StringWriter();
        return (await TiersCommand.Run(words, new DatabaseOptions { Url = api.Database.Url }, new TierOptions(), output, TimeProvider.System, Cancel), output.ToString());
    }

    private async Task<(int, string)> Said(params string[] words) => await Run(words) is var (code, said) ? (code, said.ReplaceLineEndings("\n")) : default;

    private static (int Used, int Limit) Used(JsonElement tier, string of) => (Number(tier.GetProperty(of), "used"), Number(tier.GetProperty(of), "limit"));

    private static int? Limit(JsonElement tier, string of) => tier.GetProperty(of).GetProperty("limit") is { ValueKind: JsonValueKind.Number } limit ? limit.GetInt32() : null;

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
