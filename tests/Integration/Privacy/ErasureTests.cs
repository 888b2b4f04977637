using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Cluster;

namespace SocialSelling.Privacy;

/// <summary>Customers and users who want to be forgotten: afterwards no table, file or log line knows them, and others are as they were.</summary>
[Collection(SharedPrivacyProduct.Name)]
public sealed class ErasureTests(PrivacyProduct product)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>What may keep an id of ours when a contact is gone: that what they wrote before does not come back.</summary>
    private const string Tombstones = "erased_contacts";

    private async Task<(Seller Seller, string Shop, Guid Account)> Shop(string name)
    {
        await product.Meta.AddShop(name);
        var seller = await Seller.SignUp(product.Api.Url);
        return (seller, name, await seller.Connect(product.Meta, name));
    }

    private static string Mark() => $"zq{Guid.NewGuid():N}"[..14];

    [Fact]
    public async Task A_contact_is_erased_from_every_table_file_and_log_and_the_others_stay()
    {
        var (mark, other) = (Mark(), Mark());
        var (seller, shop, account) = await Shop($"shop.of.{Guid.NewGuid():N}"[..20]);
        await using var _ = seller;
        var workspace = (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var medium = await product.Meta.AddPost(shop, "New mugs");
        await product.Meta.Write(shop, $"{other}ben", $"{other} hello");
        await product.Meta.Write(shop, $"{mark}maya", $"{mark} hello");
        await product.Meta.Shape(shop, $"{mark}maya", "image");
        await product.Meta.Comment(shop, medium, $"{mark}maya", $"{mark} how much?");
        await product.Meta.Comment(shop, medium, $"{other}ben", $"{other} nice");
        var conversation = await Conversation(seller, $"{mark} hello", "[image]");
        var contact = conversation.GetProperty("contact").GetProperty("id").GetGuid();
        var id = conversation.GetProperty("id").GetGuid();
        var platformId = conversation.GetProperty("contact").GetProperty("platformContactId").GetString()!;
        await Eventually.True(async () => (await seller.Get($"/api/comments?accountId={account}")).GetProperty("items").GetArrayLength() == 2, what: "The comments");
        var comment = (await seller.Get($"/api/comments?accountId={account}")).GetProperty("items").EnumerateArray().First(c => c.GetProperty("text").GetString()!.StartsWith(mark, StringComparison.Ordinal)).GetProperty("id").GetGuid();
        await seller.Send($"/api/conversations/{id}/messages", JsonContent.Create(new { clientMessageId = mark, text = $"{mark} answer" }), mark + "-1");
        await seller.Post($"/api/comments/{comment}/replies", new { clientId = mark, text = $"@{mark}maya ten euros" });
        await seller.Post($"/api/conversations/{id}/notes", new { body = $"{mark} note" });
        var tag = (await seller.Post($"/api/workspaces/{workspace}/labels", new { scope = "contact", name = "VIP", color = "#112233" })).GetProperty("id").GetGuid();
        await seller.Patch($"/api/contacts/{contact}", new { tagIds = new[] { tag }, attributes = new Dictionary<string, string> { ["City"] = $"{mark}ville" } });
        await seller.Post($"/api/conversations/{id}/scheduled-messages", new { clientMessageId = mark + "-later", text = $"{mark} later", sendAt = TimeProvider.System.GetUtcNow().AddHours(5) });
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from attachment_copies where client_account_id = '{account}' and state = 'kept'") == 1, what: "The copy of the file");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from contacts where client_account_id = '{account}' and picture_key is not null") == 2, what: "The pictures");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from messages where client_account_id = '{account}' and content = '{mark} answer' and status <> 'queued'") == 1, what: "The answer at Meta");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from comments where client_account_id = '{account}' and direction = 'outbound' and delivery = 'sent'") == 1, what: "The reply at Meta");
        var files = product.Files();
        string[] words = [mark, platformId], ids = [contact.ToString(), id.ToString()];
        Assert.True((await product.Find(words, ids)).Count > 10);

        var erasure = await seller.Send(HttpMethod.Delete, $"/api/contacts/{contact}/data");
        await Done(erasure.GetProperty("code").GetString()!);

        await Gone(words, ids);
        Assert.Equal(files.Count - 2, product.Files().Count);
        Assert.Equal(HttpStatusCode.NotFound, (await seller.Ask(HttpMethod.Get, $"/api/contacts/{contact}")).StatusCode);
        Assert.Equal($"{other} hello", Assert.Single(await seller.Conversations()).GetProperty("lastMessage").GetProperty("text").GetString());
        Assert.Equal($"{other} nice", Assert.Single((await seller.Get($"/api/comments?accountId={account}")).GetProperty("items").EnumerateArray()).GetProperty("text").GetString());
        Assert.NotEmpty(await product.Find([other], []));
        await Eventually.True(() => Task.FromResult(seller.Events.Any(e => e.GetProperty("kind").GetString() == "contact.erased" && e.GetProperty("payload").GetProperty("conversationId").GetGuid() == id)), what: "The event");
        // The numbering of events has no gap: who was away catches up.
        Assert.Equal(0, await product.Database.Scalar($"select max(sequence) - count(*) from account_events where account_id = '{account}'"));

        // Meta still has it all, and what is read back from there does not bring it back; what they write from now on is new.
        await seller.Send(HttpMethod.Post, $"/api/accounts/{account}/sync");
        await Eventually.True(async () => (await seller.Get($"/api/accounts/{account}/health")).GetProperty("history").GetProperty("state").GetString() == "done", Limit, "The reading back");
        await Gone(words, ids);
        await product.Meta.Write(shop, $"{mark}maya", "It is me again");
        await Conversation(seller, "It is me again");
        Assert.Equal(1, await product.Database.Scalar($"select count(*) from messages where client_account_id = '{account}' and conversation_id = '{id}'"));
    }

    [Fact]
    public async Task Only_owners_and_admins_erase()
    {
        var (seller, shop, account) = await Shop($"roles.{Guid.NewGuid():N}"[..20]);
        await using var _ = seller;
        await using var agent = await Seller.SignUp(product.Api.Url);
        var workspace = (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await product.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{agent.UserId}', 'agent')");
        await product.Meta.Write(shop, "maya", "Hello");
        var contact = (await Conversation(seller, "Hello")).GetProperty("contact").GetProperty("id").GetGuid();

        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await agent.Try(HttpMethod.Delete, $"/api/contacts/{contact}/data", null));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await agent.Try(HttpMethod.Delete, $"/api/accounts/{account}/data", null));
        Assert.Equal(0, await product.Database.Scalar($"select count(*) from erasures where subject_id in ('{contact}', '{account}')"));
    }

    [Fact]
    public async Task A_user_may_change_their_mind_for_30_days()
    {
        var (seller, shop, account) = await Shop($"stays.{Guid.NewGuid():N}"[..20]);
        await using var _ = seller;
        var email = (await seller.Get("/api/users/me")).GetProperty("email").GetString()!;
        Assert.Equal(HttpStatusCode.Forbidden, (await seller.Try(HttpMethod.Delete, "/api/users/me", new { password = "Wrong-Horse-7", confirm = "DELETE" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await seller.Try(HttpMethod.Delete, "/api/users/me", new { password = "Correct-Horse-7", confirm = "yes" })).Status);

        var left = await seller.Send(HttpMethod.Delete, "/api/users/me", new { password = "Correct-Horse-7", confirm = "DELETE", reason = "Too many mugs" });

        Assert.InRange(left.GetProperty("deletionScheduledFor").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(29.9), TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.Unauthorized, (await seller.Ask(HttpMethod.Get, "/api/users/me")).StatusCode);
        Assert.Equal(1, await product.Database.Scalar($"select count(*) from mail_outbox where recipient = '{email}' and template = 'account-deleted'"));
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from client_accounts where id = '{account}' and status = 'disconnected'") == 1, what: "The account's end");
        var code = left.GetProperty("confirmationId").GetString()!;
        Assert.Equal("received", (await Status(code)).GetProperty("state").GetString());

        using var again = await LoggedIn(email);
        var state = await again.GetFromJsonAsync<JsonElement>("/api/users/me/deletion");
        Assert.Equal(code, state.GetProperty("scheduled").GetProperty("confirmationId").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await again.DeleteAsync(new Uri("/api/users/me/deletion", UriKind.Relative))).StatusCode);
        Assert.Equal(JsonValueKind.Null, (await again.GetFromJsonAsync<JsonElement>("/api/users/me/deletion")).GetProperty("scheduled").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await again.DeleteAsync(new Uri("/api/users/me/deletion", UriKind.Relative))).StatusCode);
        Assert.Equal("cancelled", (await Status(code)).GetProperty("state").GetString());
        Assert.Equal(["erasure.asked", "erasure.cancelled"], await product.Database.Column<string>($"select action from audit_entries where action like 'erasure.%' and actor_id = '{seller.UserId}' order by at"));
    }

    [Fact]
    public async Task Who_owns_what_others_work_in_hands_it_over_first()
    {
        await using var seller = await Seller.SignUp(product.Api.Url);
        await using var colleague = await Seller.SignUp(product.Api.Url);
        var workspace = (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await product.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{colleague.UserId}', 'agent')");

        Assert.Equal((HttpStatusCode.Conflict, "ownership-to-transfer"), await seller.Try(HttpMethod.Delete, "/api/users/me", new { password = "Correct-Horse-7", confirm = "DELETE" }));
        Assert.Equal("Ana", (await seller.Get("/api/users/me/deletion")).GetProperty("ownedWithOthers")[0].GetString());
    }

    [Fact]
    public async Task After_30_days_nothing_of_a_user_is_left_and_what_they_made_for_others_has_no_name()
    {
        var mark = Mark();
        var (seller, shop, account) = await Shop($"{mark}shop");
        await using var _ = seller;
        await using var colleague = await Seller.SignUp(product.Api.Url);
        var email = $"{mark}@example.com";
        await product.Database.Execute($"update users set email = '{email}', name = '{mark} Ana' where id = '{seller.UserId}'; update workspaces set name = '{mark} shop' where owner_id = '{seller.UserId}'");
        // What was sent to an address that they had, and to one that they never confirmed.
        await product.Database.Execute($"""
            insert into former_emails (user_id, email, replaced_at) values ('{seller.UserId}', 'former.{email}', now());
            insert into mail_suppressions (address, reason, created_at) values ('former.{email}', 'unsubscribed', now());
            insert into mail_outbox (id, idempotency_key, template, recipient, language, priority, status, created_at, next_try_at)
                values (gen_random_uuid(), '{mark}', 'welcome', 'Former.{email}', 'en', 10, 'sent', now(), now()),
                       (gen_random_uuid(), 'change-email:{seller.UserId:N}:x', 'change-email', 'never.{email}', 'en', 5, 'sent', now(), now())
            """);
        // In a workspace of others: an account that they connected, a conversation in which they wrote, a note, a notification.
        var shared = await product.Text($"select workspace_id::text from workspace_members where user_id = '{colleague.UserId}'");
        await product.Meta.AddShop($"shared.{mark[2..8]}");
        var theirs = await colleague.Connect(product.Meta, $"shared.{mark[2..8]}");
        await product.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{shared}', '{seller.UserId}', 'agent'); update client_accounts set user_id = '{seller.UserId}' where id = '{theirs}'");
        await product.Meta.Write($"shared.{mark[2..8]}", "maya", "Hello there");
        var conversation = (await Conversation(colleague, "Hello there")).GetProperty("id").GetGuid();
        await seller.Reply(conversation, "Written by the one who leaves");
        await colleague.Post($"/api/conversations/{conversation}/notes", new { body = "Look at this", mentions = new[] { seller.UserId } });
        await colleague.Send(HttpMethod.Patch, $"/api/conversations/{conversation}", new { assignee = new { id = seller.UserId } });
        await seller.UploadPicture();
        await product.Meta.Write(shop, $"{mark}maya", $"{mark} hello");
        await Conversation(seller, $"{mark} hello");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from notifications where user_id = '{seller.UserId}'") > 0, what: "A notification");
        var files = product.Files().Count;
        string[] words = [mark], ids = [seller.UserId.ToString()];
        Assert.True((await product.Find(words, ids)).Count > 10);

        var left = await seller.Send(HttpMethod.Delete, "/api/users/me", new { password = "Correct-Horse-7", confirm = "DELETE" });
        await product.Database.Execute($"update erasures set begins_at = now(), promised_at = now() + interval '3 days', next_at = now() where subject_id = '{seller.UserId}'");
        await Done(left.GetProperty("confirmationId").GetString()!);

        await Gone(words, ids);
        Assert.True(product.Files().Count < files);
        Assert.Equal("active", (await colleague.Account(theirs)).GetProperty("status").GetString());
        Assert.Contains(await colleague.Messages(conversation), m => m.GetProperty("text").GetString() == "Written by the one who leaves");
        using var http = new HttpClient { BaseAddress = product.Api.Url };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("/api/auth/login", new { email, password = "Correct-Horse-7" })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsJsonAsync("/api/auth/register", new { email, password = "Correct-Horse-7", name = "Somebody new", termsVersion = "1", privacyVersion = "1" })).StatusCode);
    }

    [Fact]
    public async Task Of_a_deleted_workspace_nothing_is_left_and_its_people_go_on_elsewhere()
    {
        var mark = Mark();
        var (seller, shop, account) = await Shop($"{mark}shop");
        await using var _ = seller;
        await using var colleague = await Seller.SignUp(product.Api.Url);
        var workspace = (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await product.Database.Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{colleague.UserId}', 'agent')");
        await seller.Patch($"/api/workspaces/{workspace}", new { name = "Corner shop" });
        await product.Meta.Write(shop, $"{mark}maya", $"{mark} hello");
        var conversation = (await Conversation(seller, $"{mark} hello")).GetProperty("id").GetGuid();
        await colleague.Post($"/api/conversations/{conversation}/notes", new { body = $"{mark} note" });
        await seller.Post($"/api/workspaces/{workspace}/labels", new { scope = "contact", name = mark, color = "#112233" });
        await seller.UploadPicture();
        await seller.Post("/api/reply-templates", new { workspaceId = workspace, name = mark, text = $"{mark} Hi" });
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from contacts where client_account_id = '{account}' and picture_key is not null") == 1, what: "The picture");
        var files = product.Files().Count;
        string[] words = [mark], ids = [account.ToString(), conversation.ToString()];
        Assert.True((await product.Find(words, ids)).Count > 10);

        var erasure = await seller.Send(HttpMethod.Delete, $"/api/workspaces/{workspace}", new { password = "Correct-Horse-7" });
        await Done(erasure.GetProperty("code").GetString()!);

        await Gone(words, ids);
        Assert.True(product.Files().Count < files);
        Assert.Equal(0, await product.Database.Scalar($"select count(*) from workspaces where id = '{workspace}'"));
        Assert.False(await product.Meta.IsSubscribed(shop));
        foreach (var person in (Seller[])[seller, colleague]) Assert.NotEqual(workspace, Assert.Single((await person.Get("/api/workspaces")).GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        // The account is free for another workspace.
        Assert.Equal(account, await seller.Connect(product.Meta, shop));
    }

    private async Task<HttpClient> LoggedIn(string email)
    {
        var http = new HttpClient { BaseAddress = product.Api.Url };
        using var answer = await http.PostAsJsonAsync("/api/auth/login", new { email, password = "Correct-Horse-7" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        return http;
    }

    /// <param name="texts">One of which its last message has; a picture has none.</param>
    private static Task<JsonElement> Conversation(Seller seller, params string[] texts) => Eventually.Value(async () => (await seller.Conversations())
        .Where(c => texts.Contains(c.GetProperty("lastMessage").GetProperty("text").GetString()) || (texts.Contains("[image]") && c.GetProperty("lastMessage").GetProperty("kind").GetString() == "image"))
        .Cast<JsonElement?>().FirstOrDefault(), $"'{texts[0]}' in the inbox");

    /// <summary>Ids of our own may stand where something of the kind happened: in the numbered events, until those are past keeping.</summary>
    private async Task Gone(string[] words, string[] ids)
    {
        var found = await product.Find(words, ids, Tombstones);
        found.RemoveAll(place => ids.Any(id => place.StartsWith(id, StringComparison.Ordinal)) && place.Contains("account_events", StringComparison.Ordinal));
        Assert.True(found.Count == 0, string.Join('\n', [.. found, .. await product.Database.Column<string>($"select kind || ' ' || payload::text from account_events where payload::text ilike '%{words[0]}%'")]));
    }

    private Task Done(string code) => Eventually.True(async () =>
    {
        await product.Hurry();
        if (product.Api.Lines().FirstOrDefault(line => line.Contains("broke off at", StringComparison.Ordinal)) is { } broken) Assert.Fail(broken);
        return (await Status(code)).GetProperty("state").GetString() == "done";
    }, Limit, "The erasure");

    private async Task<JsonElement> Status(string code)
    {
        using var http = new HttpClient { BaseAddress = product.Api.Url };
        return await http.GetFromJsonAsync<JsonElement>($"/api/data-deletion/{code}");
    }
}
