using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Inbox;

public sealed class ReplyTemplateTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_template_is_written_found_changed_and_deleted()
    {
        var browser = await api.SignedIn();

        var made = await Created(browser, new { name = "Thanks", text = "Thank you, {{first_name|friend}}!", shortcut = "/TY", category = "closing", language = "en" });
        Assert.Equal(("ty", "closing", 0), (made.GetProperty("shortcut").GetString(), made.GetProperty("category").GetString(), made.GetProperty("usageCount").GetInt32()));
        Assert.Equal("first_name", Assert.Single(made.GetProperty("variables").EnumerateArray()).GetString());
        Assert.Single(await Found(browser, "?q=THANK&category=closing&language=en"));
        Assert.Empty(await Found(browser, "?q=nothing"));

        var id = made.GetProperty("id").GetString();
        var changed = await Json(await browser.PatchAsJsonAsync($"/api/reply-templates/{id}", new { text = "Thanks {{name}}", shortcut = "" }));
        Assert.Equal(("Thanks {{name}}", JsonValueKind.Null, "Thanks"), (changed.GetProperty("text").GetString(), changed.GetProperty("shortcut").ValueKind, changed.GetProperty("name").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync($"/api/reply-templates/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.DeleteAsync($"/api/reply-templates/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_shortcut_means_one_template_of_a_workspace()
    {
        var (one, other) = (await api.SignedIn(), await api.SignedIn());
        await Created(one, new { name = "A", text = "a", shortcut = "hi" });
        var second = await Created(one, new { name = "B", text = "b" });

        var taken = await one.PostAsJsonAsync("/api/reply-templates", new { name = "C", text = "c", shortcut = "HI" });
        var moved = await one.PatchAsJsonAsync($"/api/reply-templates/{second.GetProperty("id").GetString()}", new { shortcut = "hi" });

        Assert.Equal((HttpStatusCode.Conflict, "shortcut-taken"), (taken.StatusCode, (await Json(taken)).GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, moved.StatusCode);
        await Created(other, new { name = "A", text = "a", shortcut = "hi" });
    }

    [Fact]
    public async Task Another_workspaces_template_is_not_there()
    {
        var (owner, stranger) = (await api.SignedIn(), await api.SignedIn());
        var made = await Created(owner, new { name = "Secret", text = "x" });
        var path = $"/api/reply-templates/{made.GetProperty("id").GetString()}";

        Assert.Empty(await Found(stranger, ""));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PatchAsJsonAsync(path, new { name = "Mine" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync(path + "/render", new { conversationId = Guid.NewGuid() })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync("/api/reply-templates", new { name = "A", text = "a", workspaceId = made.GetProperty("workspaceId").GetString() })).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"","text":"x"}""", "name")]
    [InlineData("""{"name":"A","text":""}""", "text")]
    [InlineData("""{"name":"A","text":"x","shortcut":"two words"}""", "shortcut")]
    [InlineData("""{"name":"A","text":"x","category":"jokes"}""", "category")]
    [InlineData("""{"name":"A","text":"x","language":"Portuguese"}""", "language")]
    [InlineData("""{"name":"A","text":"x","price":1}""", "price")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var browser = await api.SignedIn();

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await browser.PostAsync("/api/reply-templates", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await Json(answer)).GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Rendering_takes_what_the_conversation_knows_and_what_is_given_in_less_than_100_ms()
    {
        var browser = await api.SignedIn();
        var conversation = await Conversation(browser);
        var made = await Created(browser, new { name = "Offer", text = "Hi {{first_name}}, {{product}} costs {{price|a little}}. {{agent_first_name}} of @{{account}} {{coupon}}" });
        var path = $"/api/reply-templates/{made.GetProperty("id").GetString()}/render";
        await browser.PostAsJsonAsync(path, new { conversationId = conversation });

        var clock = Stopwatch.StartNew();
        var rendered = await Json(await browser.PostAsJsonAsync(path, new { conversationId = conversation, variables = new { product = "the bowl" } }));

        Assert.InRange(clock.ElapsedMilliseconds, 0, 100);
        Assert.Equal("Hi Maya, the bowl costs a little. Ada of @luna", rendered.GetProperty("text").GetString());
        Assert.Equal("coupon", Assert.Single(rendered.GetProperty("missing").EnumerateArray()).GetString());
        Assert.Equal(46, rendered.GetProperty("bytes").GetInt32());
        Assert.Equal(0, (await Found(browser, "?q=Offer"))[0].GetProperty("usageCount").GetInt32());
    }

    private static async Task<JsonElement> Created(HttpClient browser, object draft)
    {
        var answer = await browser.PostAsJsonAsync("/api/reply-templates", draft);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await Json(answer);
    }

    private static async Task<List<JsonElement>> Found(HttpClient browser, string query) =>
        [.. (await Json(await browser.GetAsync("/api/reply-templates" + query))).GetProperty("items").EnumerateArray()];

    private async Task<Guid> Conversation(HttpClient browser)
    {
        var user = (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetString();
        var workspace = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetString();
        Guid account = Guid.NewGuid(), contact = Guid.NewGuid(), conversation = Guid.NewGuid();
        await api.Database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{workspace}', '{user}', 'instagram', '{account}', 'luna');
            insert into contacts (id, client_account_id, platform_contact_id, username, name) values ('{contact}', '{account}', '9001', 'maya', 'Maya Torres');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction, last_inbound_at)
            values ('{conversation}', '{account}', '{contact}', 1, now(), 'text', 'inbound', now());
            """);
        return conversation;
    }
}
