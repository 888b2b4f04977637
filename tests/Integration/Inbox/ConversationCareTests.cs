using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;

namespace SocialSelling.Inbox;

[Collection(InboxProduct.Name)]
public sealed class ConversationCareTests(SingleProcess product)
{
    [Fact]
    public async Task What_one_colleague_changes_the_other_sees_at_once()
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        var id = Id(await team.Hears("maya", "Is it there?"));
        var label = await Label(team, "conversation", "Wholesale");

        var changed = await team.Seller.Patch($"/api/conversations/{id}", new { assignee = new { id = colleague.UserId }, priority = "urgent", addLabelIds = new[] { label }, read = true });

        Assert.Equal((colleague.UserId, "urgent", 0), (changed.GetProperty("assigneeId").GetGuid(), Text(changed, "priority"), changed.GetProperty("unreadCount").GetInt32()));
        Assert.Equal(label, Assert.Single(changed.GetProperty("labelIds").EnumerateArray()).GetGuid());
        var told = await Eventually.Value(() => Task.FromResult(colleague.Events.Where(e => Text(e, "kind") == "conversation.changed").Cast<JsonElement?>().FirstOrDefault()), "The live event");
        Assert.Equal((colleague.UserId, "urgent", team.Seller.UserId), (
            told.GetProperty("payload").GetProperty("assigneeId").GetGuid(), Text(told.GetProperty("payload"), "priority"), told.GetProperty("payload").GetProperty("changedBy").GetGuid()));
        Assert.Equal(JsonValueKind.Null, (await team.Seller.Patch($"/api/conversations/{id}", new { assignee = new { id = (Guid?)null } })).GetProperty("assigneeId").ValueKind);
    }

    [Fact]
    public async Task The_list_narrows_by_each_of_its_filters()
    {
        await using var team = await Team.Start(product);
        var (maya, ana) = (await team.Hears("maya", "One"), await team.Hears("ana", "Two"));
        var label = await Label(team, "conversation", "Wholesale");
        var stage = (await team.Seller.Get($"/api/workspaces/{await team.Workspace()}/pipeline")).GetProperty("items")[1].GetProperty("id").GetGuid();
        await team.Seller.Patch($"/api/conversations/{Id(maya)}", new { assignee = new { id = team.Seller.UserId }, priority = "high", labelIds = new[] { label }, read = true });
        await team.Seller.Patch($"/api/contacts/{maya.GetProperty("contact").GetProperty("id")}", new { stage = new { id = stage } });

        foreach (var query in (string[])["assigneeId=me", $"assigneeId={team.Seller.UserId}", "priority=high", $"label={label}", $"stage={stage}", $"status=open&label={label}&assigneeId=me&priority=high&stage={stage}"])
            Assert.True(await team.Listed(query) is [var only] && only == Id(maya), query);
        await Eventually.True(async () => Text((await team.Conversation(Id(ana))).GetProperty("contact"), "username") == "ana", what: "The contact's name");
        foreach (var query in (string[])["assigneeId=none", "priority=normal", "unread=true", "q=ana&status=open"]) Assert.True(await team.Listed(query) is [var only] && only == Id(ana), query);
        Assert.Equal([Id(ana), Id(maya)], await team.Listed($"accountId={team.Account}"));
        Assert.Empty(await team.Listed("status=snoozed"));
        var first = await team.Seller.Get("/api/conversations?limit=1");
        Assert.Equal([Id(maya)], await team.Listed($"limit=1&cursor={Text(first, "nextCursor")}"));
    }

    [Fact]
    public async Task A_snoozed_conversation_wakes_by_itself()
    {
        await using var team = await Team.Start(product);
        var id = Id(await team.Hears("maya", "Later"));

        await team.Seller.Patch($"/api/conversations/{id}", new { snoozedUntil = TimeProvider.System.GetUtcNow().AddSeconds(2) });

        Assert.Equal([id], await team.Listed("status=snoozed"));
        await Eventually.True(async () => Text(await team.Conversation(id), "status") == "open", what: "Awake");
        Assert.Equal(JsonValueKind.Null, (await team.Conversation(id)).GetProperty("snoozedUntil").ValueKind);
    }

    [Fact]
    public async Task A_snoozed_conversation_wakes_when_the_contact_writes_and_not_when_we_do()
    {
        await using var team = await Team.Start(product);
        var id = Id(await team.Hears("maya", "Later"));
        await team.Seller.Patch($"/api/conversations/{id}", new { snoozedUntil = TimeProvider.System.GetUtcNow().AddDays(1) });

        await team.Seller.Reply(id, "I will look");
        await Eventually.True(async () => Text((await team.Seller.Messages(id))[0], "status") == "sent", what: "Sent");
        Assert.Equal("snoozed", Text(await team.Conversation(id), "status"));
        await team.Hears("maya", "And?");

        await Eventually.True(async () => Text(await team.Conversation(id), "status") == "open", what: "Awake");
    }

    [Fact]
    public async Task Unread_totals_follow_every_change()
    {
        await using var team = await Team.Start(product);
        var (maya, ana) = (Id(await team.Hears("maya", "One")), Id(await team.Hears("ana", "Two")));
        await team.Hears("maya", "Three");
        Assert.Equal((3, 2), await Unread(team));

        await team.Seller.Send(HttpMethod.Post, $"/api/conversations/{maya}/read");
        Assert.Equal((1, 1), await Unread(team));
        await team.Seller.Patch($"/api/conversations/{maya}", new { read = false });
        Assert.Equal((2, 2), await Unread(team));
        await team.Seller.Patch($"/api/conversations/{ana}", new { status = "spam" });
        Assert.Equal((1, 1), await Unread(team));
        await team.Seller.Patch($"/api/conversations/{ana}", new { status = "open" });

        Assert.Equal((2, 2), await Unread(team));
        Assert.Equal(2, (await team.Seller.Account(team.Account)).GetProperty("unreadCount").GetInt32());
    }

    [Fact]
    public async Task Many_change_at_once_and_each_has_its_own_answer()
    {
        await using var team = await Team.Start(product);
        var (maya, ana, nobody) = (Id(await team.Hears("maya", "One")), Id(await team.Hears("ana", "Two")), Guid.NewGuid());

        var results = (await team.Seller.Post("/api/conversations/bulk", new { ids = new[] { maya, nobody, ana }, change = new { status = "archived", read = true } })).GetProperty("items");

        Assert.Equal([(maya, null), (nobody, "conversation-not-found"), (ana, null)], results.EnumerateArray().Select(r => (Id(r), Text(r, "code"))));
        Assert.Equal([ana, maya], await team.Listed("status=archived"));
        using var wrong = await team.Seller.Ask(HttpMethod.Post, "/api/conversations/bulk", new { ids = new[] { maya }, change = new { status = "gone" } });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var tooMany = await team.Seller.Ask(HttpMethod.Post, "/api/conversations/bulk", new { ids = Enumerable.Range(0, 101).Select(_ => Guid.NewGuid()), change = new { read = true } });
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.StatusCode);
    }

    [Fact]
    public async Task A_note_reaches_colleagues_live_and_only_its_author_takes_it_away()
    {
        await using var team = await Team.Start(product);
        var colleague = await team.Colleague();
        var id = Id(await team.Hears("maya", "Hello"));

        var note = await team.Seller.Post($"/api/conversations/{id}/notes", new { body = "She is @Ana's friend", mentions = new[] { colleague.UserId } });

        var told = await Eventually.Value(() => Task.FromResult(colleague.Events.Where(e => e.GetProperty("payload").TryGetProperty("note", out var n) && n.ValueKind == JsonValueKind.Object).Cast<JsonElement?>().FirstOrDefault()), "The live event");
        Assert.Equal((Id(note), colleague.UserId), (Id(told.GetProperty("payload").GetProperty("note")), told.GetProperty("payload").GetProperty("note").GetProperty("mentions")[0].GetGuid()));
        Assert.Equal("Ana", Text((await colleague.Get($"/api/conversations/{id}/notes")).GetProperty("items")[0], "authorName"));
        Assert.Single(await team.Seller.Messages(id));
        using var refused = await colleague.Ask(HttpMethod.Delete, $"/api/notes/{Id(note)}");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await team.Seller.Send(HttpMethod.Delete, $"/api/notes/{Id(note)}");
        Assert.Equal(0, (await colleague.Get($"/api/conversations/{id}/notes")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_from_outside_is_assigned_or_called_on_and_foreign_labels_are_refused()
    {
        await using var team = await Team.Start(product);
        await using var others = await Team.Start(product);
        var id = Id(await team.Hears("maya", "Hello"));
        var foreign = await Label(others, "conversation", "Theirs");

        foreach (var (path, body) in new (string, object)[]
        {
            ($"/api/conversations/{id}", new { assignee = new { id = others.Seller.UserId } }),
            ($"/api/conversations/{id}", new { addLabelIds = new[] { foreign } }),
            ($"/api/conversations/{id}", new { snoozedUntil = TimeProvider.System.GetUtcNow().AddSeconds(-1) }),
        })
        {
            using var answer = await team.Seller.Ask(HttpMethod.Patch, path, body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
        using var note = await team.Seller.Ask(HttpMethod.Post, $"/api/conversations/{id}/notes", new { body = "Hm", mentions = new[] { others.Seller.UserId } });
        Assert.Equal(HttpStatusCode.BadRequest, note.StatusCode);
    }

    [Fact]
    public async Task Colleagues_see_who_looks_and_who_types_and_strangers_are_refused()
    {
        await using var team = await Team.Start(product);
        await using var others = await Team.Start(product);
        var colleague = await team.Colleague();
        var id = Id(await team.Hears("maya", "Hello"));

        await team.Seller.Tell("Look", team.Account, id, false);
        await team.Seller.Tell("Look", team.Account, id, true);
        await team.Seller.Tell("Leave");

        await Eventually.True(() => Task.FromResult(colleague.Presence.Count == 3), what: "Three signs");
        Assert.Equal(["looking", "typing", "left"], colleague.Presence.Select(p => Text(p, "state")));
        Assert.All(colleague.Presence, p => Assert.Equal((team.Seller.UserId, id), (p.GetProperty("userId").GetGuid(), p.GetProperty("conversationId").GetGuid())));
        Assert.Empty(team.Seller.Presence);
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => others.Seller.Tell("Look", team.Account, id, true));
        Assert.Empty(others.Seller.Presence);
    }

    private static async Task<(int Messages, int Conversations)> Unread(Team team)
    {
        var unread = await team.Seller.Get("/api/conversations/unread");
        Assert.Equal(unread.GetProperty("messages").GetInt32(), unread.GetProperty("workspaces")[0].GetProperty("messages").GetInt32());
        return (unread.GetProperty("messages").GetInt32(), unread.GetProperty("conversations").GetInt32());
    }

    private static async Task<Guid> Label(Team team, string scope, string name) => Id(await team.Seller.Post($"/api/workspaces/{await team.Workspace()}/labels", new { scope, name, color = "#1E9E5A" }));

    private static Guid Id(JsonElement thing) => thing.GetProperty("id").GetGuid();

    private static string? Text(JsonElement thing, string name) => thing.GetProperty(name).GetString();
}
