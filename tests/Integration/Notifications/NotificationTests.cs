using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Inbox;

namespace SocialSelling.Notifications;

/// <summary>From what happens to what people are told of it, through the product's front door.</summary>
[Collection(InboxProduct.Name)]
public sealed class NotificationTests(SingleProcess product)
{
    [Fact]
    public async Task Messages_of_a_conversation_are_one_notification_until_somebody_reads_them()
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        var talk = Id(await team.Hears("maya", "One"));
        await team.Hears("maya", "Two");

        var told = await Told(colleague, n => Kind(n) == "message.received" && n.GetProperty("count").GetInt32() == 2);
        Assert.Equal((talk, team.Account), (told.GetProperty("conversationId").GetGuid(), told.GetProperty("accountId").GetGuid()));
        await Eventually.True(async () => (await Items(colleague))[0].GetProperty("contact").GetProperty("username").GetString() == "maya", what: "Her name, once it is known");
        Assert.Equal((1, 1), (await Unread(team.Seller), await Unread(colleague)));

        await team.Seller.Send(HttpMethod.Post, $"/api/conversations/{talk}/read");
        await Told(colleague, n => IsRead(n));
        Assert.Equal((0, 0), (await Unread(team.Seller), await Unread(colleague)));

        await team.Hears("maya", "Three");
        var again = await Told(colleague, n => !IsRead(n) && n.GetProperty("count").GetInt32() == 1 && n.GetProperty("occurredAt").GetDateTimeOffset() > told.GetProperty("occurredAt").GetDateTimeOffset());
        Assert.Equal(Id(told), Id(again));
    }

    [Fact]
    public async Task Messages_of_an_assigned_conversation_are_told_to_the_assignee_alone_who_is_told_of_it_by_whom()
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        var talk = Id(await team.Hears("maya", "One"));
        await Told(team.Seller, n => Kind(n) == "message.received");

        await team.Seller.Patch($"/api/conversations/{talk}", new { assignee = new { id = colleague.UserId }, read = true });
        var assigned = await Told(colleague, n => Kind(n) == "conversation.assigned");
        Assert.Equal((talk, team.Seller.UserId), (assigned.GetProperty("conversationId").GetGuid(), Id(assigned.GetProperty("actor"))));
        await team.Hears("maya", "Two");
        await Told(colleague, n => Kind(n) == "message.received" && !IsRead(n) && n.GetProperty("occurredAt").GetDateTimeOffset() > assigned.GetProperty("occurredAt").GetDateTimeOffset());

        Assert.Equal(0, await Unread(team.Seller));
        Assert.Equal(["message.received", "conversation.assigned"], await Kinds(colleague));
        // Taking it on oneself is no news to oneself.
        await team.Seller.Patch($"/api/conversations/{talk}", new { assignee = new { id = team.Seller.UserId } });
        await team.Hears("maya", "Three");
        await Told(team.Seller, n => Kind(n) == "message.received" && !IsRead(n) && n.GetProperty("count").GetInt32() == 1);
        Assert.DoesNotContain("conversation.assigned", await Kinds(team.Seller));
    }

    [Fact]
    public async Task Who_does_not_want_a_kind_is_not_told_of_it()
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        var changed = await colleague.Patch("/api/notifications/preferences", new { items = new[] { new { kind = "message.received", inApp = false } } });
        Assert.Equal("message.received", Assert.Single(changed.GetProperty("items").EnumerateArray(), p => !p.GetProperty("inApp").GetBoolean()).GetProperty("kind").GetString());

        var talk = Id(await team.Hears("maya", "One"));
        await Told(team.Seller, n => Kind(n) == "message.received");
        await team.Seller.Post($"/api/conversations/{talk}/notes", new { body = "@Ana look", mentions = new[] { colleague.UserId } });
        var mention = await Told(colleague, n => Kind(n) == "note.mention");

        Assert.Equal(("@Ana look", team.Seller.UserId), (mention.GetProperty("facts").GetProperty("text").GetString(), Id(mention.GetProperty("actor"))));
        Assert.Equal(["note.mention"], await Kinds(colleague));
        Assert.DoesNotContain("note.mention", await Kinds(team.Seller));
        Assert.Equal((HttpStatusCode.BadRequest, "validation-failed"), await colleague.Try(HttpMethod.Patch, "/api/notifications/preferences", new { items = new[] { new { kind = "weather", inApp = false } } }));
    }

    [Fact]
    public async Task A_hundred_comments_are_one_notification_for_their_post()
    {
        await using var team = await Team.Start(product);
        var post = await team.Meta.AddPost(team.Shop, "New colours");

        for (var i = 0; i < 100; i++) await team.Meta.Comment(team.Shop, post, $"fan{i}", $"Number {i}");
        await Eventually.True(async () => await Items(team.Seller) is [var only] && only.GetProperty("count").GetInt32() == 100, what: "A hundred, in one");

        var told = Assert.Single(await Items(team.Seller));
        Assert.Equal("comment.received", Kind(told));
        await Eventually.True(async () => (await Items(team.Seller))[0].GetProperty("postCaption").GetString() == "New colours", what: "The post's caption");
        await team.Seller.Send(HttpMethod.Post, $"/api/comments/posts/{told.GetProperty("subjectId").GetGuid()}/read");
        await Eventually.True(async () => await Unread(team.Seller) == 0, what: "Read under the post is read at the bell");
    }

    [Fact]
    public async Task A_login_that_has_died_is_told_to_everybody()
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        var talk = Id(await team.Hears("maya", "One"));

        await team.Meta.Revoke(team.Shop);
        await team.Seller.Reply(talk, "Hello");

        foreach (var person in (Seller[])[team.Seller, colleague])
            Assert.Equal(team.Account, (await Told(person, n => Kind(n) == "account.token-expired")).GetProperty("subjectId").GetGuid());
    }

    [Fact]
    public async Task The_list_is_paged_and_read_one_by_one_or_up_to_a_time()
    {
        await using var team = await Team.Start(product);
        foreach (var customer in (string[])["a", "b", "c", "d"]) await team.Hears(customer, $"Hello from {customer}");
        await Eventually.True(async () => await Unread(team.Seller) == 4, what: "All four");

        var first = await team.Seller.Get("/api/notifications?limit=3");
        var second = await team.Seller.Get($"/api/notifications?limit=3&cursor={first.GetProperty("nextCursor").GetString()}");
        var all = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).ToList();
        Assert.Equal(4, all.Select(Id).Distinct().Count());
        Assert.Equal((4, JsonValueKind.Null), (second.GetProperty("unreadCount").GetInt32(), second.GetProperty("nextCursor").ValueKind));

        Assert.True(IsRead(await team.Seller.Send(HttpMethod.Post, $"/api/notifications/{Id(all[0])}/read")));
        Assert.Equal(3, (await team.Seller.Get("/api/notifications?unread=true")).GetProperty("items").GetArrayLength());
        var until = Uri.EscapeDataString(all[2].GetProperty("occurredAt").GetString()!);
        Assert.Equal(1, (await team.Seller.Send(HttpMethod.Post, $"/api/notifications/read-all?until={until}")).GetProperty("unreadCount").GetInt32());
        await Eventually.True(() => Task.FromResult(team.Seller.ReadUntil.Contains(all[2].GetProperty("occurredAt").GetDateTimeOffset())), what: "The person's other windows hear of it");
        Assert.Equal(0, (await team.Seller.Send(HttpMethod.Post, "/api/notifications/read-all")).GetProperty("unreadCount").GetInt32());
        Assert.Equal((HttpStatusCode.NotFound, "notification-not-found"), await (await team.Colleague()).Try(HttpMethod.Post, $"/api/notifications/{Id(all[0])}/read", null));
    }

    [Fact]
    public async Task Who_has_left_the_workspace_is_told_nothing_and_sees_nothing_any_more()
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        await team.Hears("maya", "One");
        await Told(colleague, n => Kind(n) == "message.received");

        await team.Execute($"delete from workspace_members where user_id = '{colleague.UserId}' and role = 'agent'");
        await team.Hears("ben", "Two");
        await Eventually.True(async () => await Unread(team.Seller) == 2, what: "Both, told to who is left");

        Assert.Empty(await Items(colleague));
        Assert.Equal(0, await Unread(colleague));
    }

    private static Task<JsonElement> Told(Seller person, Func<JsonElement, bool> isIt) =>
        Eventually.Value(() => Task.FromResult(person.Told.Where(isIt).Cast<JsonElement?>().LastOrDefault()), "The live notification");

    private static async Task<List<JsonElement>> Items(Seller person) => [.. (await person.Get("/api/notifications")).GetProperty("items").EnumerateArray()];

    private static async Task<IEnumerable<string>> Kinds(Seller person) => (await Items(person)).Select(Kind);

    private static async Task<int> Unread(Seller person) => (await person.Get("/api/notifications")).GetProperty("unreadCount").GetInt32();

    private static Guid Id(JsonElement thing) => thing.GetProperty("id").GetGuid();

    private static string Kind(JsonElement notification) => notification.GetProperty("kind").GetString()!;

    private static bool IsRead(JsonElement notification) => notification.GetProperty("readAt").ValueKind != JsonValueKind.Null;
}

/// <summary>Over Redis: a person is told at whichever host their browser is connected to.</summary>
public sealed class NotificationReachTests(Infrastructure.TestDatabase database) : IClassFixture<Infrastructure.TestDatabase>
{
    [Fact]
    public async Task A_person_is_told_at_another_host_than_where_it_happened()
    {
        await using var cluster = new ProcessCluster(database);
        await cluster.StartSilo();
        var hosts = await Task.WhenAll(cluster.StartApiHost(), cluster.StartApiHost());
        await using var ana = await Seller.SignUp(hosts[0].Url);
        await using var bia = await Seller.SignUp(hosts[1].Url);
        var (account, contact, talk) = (Accounts.AccountId.For("instagram", "1784"), Guid.NewGuid(), Guid.NewGuid());
        var workspace = (await ana.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{workspace}', '{ana.UserId}', 'instagram', '1784', 'shop');
            insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{bia.UserId}', 'agent');
            insert into contacts (id, client_account_id, platform_contact_id, username) values ('{contact}', '{account}', '1', 'maya');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction) values ('{talk}', '{account}', '{contact}', 1, now(), 'text', 'inbound');
            """);

        await ana.Patch($"/api/conversations/{talk}", new { assignee = new { id = bia.UserId } });

        var told = await Eventually.Value(() => Task.FromResult(bia.Told.Cast<JsonElement?>().FirstOrDefault()), "Bia's notification");
        Assert.Equal(("conversation.assigned", "maya", ana.UserId), (
            told.GetProperty("kind").GetString(), told.GetProperty("contact").GetProperty("username").GetString(), told.GetProperty("actor").GetProperty("id").GetGuid()));
        Assert.Empty(ana.Told);
    }
}
