using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;

namespace SocialSelling.Inbox;

[Collection(InboxProduct.Name)]
public sealed class ContactCareTests(SingleProcess product)
{
    [Fact]
    public async Task A_contact_gets_its_name_its_facts_and_a_picture_of_our_own()
    {
        await using var team = await Team.Start(product);
        var contact = Contact(await team.Hears("maya", "Hello"));

        await Eventually.True(async () => Text(Of(await Detail(team, contact)), "username") == "maya", what: "The contact's name");

        var detail = await Detail(team, contact);
        Assert.True(detail.GetProperty("followerCount").GetInt32() > 0);
        Assert.Equal(JsonValueKind.False, detail.GetProperty("isVerified").ValueKind);
        var picture = Text(Of(detail), "pictureUrl")!;
        Assert.StartsWith("/media/", picture, StringComparison.Ordinal);
        using var served = await team.Seller.Ask(HttpMethod.Get, picture);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (served.StatusCode, served.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_profile_that_is_a_day_old_is_asked_for_again_while_the_contact_is_in_talk()
    {
        await using var team = await Team.Start(product);
        var contact = Contact(await team.Hears("first", "Hello"));
        await Eventually.True(async () => Text(Of(await Detail(team, contact)), "username") == "first", what: "The contact's name");

        await team.Execute($"update contacts set username = 'old', profile_fetched_at = now() - interval '25 hours' where id = '{contact}'");
        await team.Hears("somebody", "New here");

        await Eventually.True(async () => Text(Of(await Detail(team, contact)), "username") == "first", what: "The name of today");
    }

    [Fact]
    public async Task Stage_deal_tags_and_attributes_are_kept_and_each_can_be_taken_away()
    {
        await using var team = await Team.Start(product);
        var contact = Contact(await team.Hears("maya", "Hello"));
        var stages = (await team.Seller.Get($"/api/workspaces/{await team.Workspace()}/pipeline")).GetProperty("items");
        Assert.Equal(["lead", "interested", "customer", "lost"], stages.EnumerateArray().Select(s => Text(s, "key")));
        var (stage, tag) = (stages[2].GetProperty("id").GetGuid(), await Tag(team, "VIP"));

        var changed = await team.Seller.Patch($"/api/contacts/{contact}", new
        {
            stage = new { id = stage },
            deal = new { value = new { amount = 129.90, currency = "BRL" } },
            tagIds = new[] { tag },
            attributes = new Dictionary<string, string?> { ["Size"] = "M", ["City"] = "São Paulo" },
        });

        Assert.Equal((stage, 129.90m, "BRL", tag, "São Paulo"), (
            Of(changed).GetProperty("stageId").GetGuid(), changed.GetProperty("deal").GetProperty("amount").GetDecimal(), Text(changed.GetProperty("deal"), "currency"),
            changed.GetProperty("tagIds")[0].GetGuid(), Text(changed.GetProperty("attributes"), "City")));
        var less = await team.Seller.Patch($"/api/contacts/{contact}", new
        {
            stage = new { id = (Guid?)null },
            deal = new { value = (object?)null },
            tagIds = Array.Empty<Guid>(),
            attributes = new Dictionary<string, string?> { ["City"] = null },
        });
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 0, """{"Size":"M"}"""), (
            Of(less).GetProperty("stageId").ValueKind, less.GetProperty("deal").ValueKind, less.GetProperty("tagIds").GetArrayLength(), less.GetProperty("attributes").GetRawText()));
        foreach (var body in new object[] { new { deal = new { value = new { amount = 1.001, currency = "BRL" } } }, new { deal = new { value = new { amount = 1, currency = "reais" } } }, new { tagIds = new[] { Guid.NewGuid() } } })
        {
            using var refused = await team.Seller.Ask(HttpMethod.Patch, $"/api/contacts/{contact}", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_merge_across_accounts_joins_what_is_known_and_taking_it_back_parts_it_again()
    {
        await using var team = await Team.Start(product);
        var (secondShop, _) = await team.SecondShop();
        var here = Contact(await team.Hears("maya", "Here"));
        var there = await team.Hears("maya", "There", from: secondShop);
        var stage = (await team.Seller.Get($"/api/workspaces/{await team.Workspace()}/pipeline")).GetProperty("items")[2].GetProperty("id").GetGuid();
        await team.Seller.Patch($"/api/contacts/{here}", new { stage = new { id = stage } });
        await team.Seller.Patch($"/api/contacts/{Contact(there)}", new { attributes = new Dictionary<string, string?> { ["Size"] = "M" } });
        await team.Seller.Post($"/api/contacts/{Contact(there)}/notes", new { body = "Pays at once" });

        var merged = await team.Seller.Post($"/api/contacts/{here}/merge", new { contactId = Contact(there) });

        Assert.Equal([here, Contact(there)], merged.GetProperty("contacts").EnumerateArray().Select(c => Of(c).GetProperty("id").GetGuid()));
        Assert.Equal("M", Text(merged.GetProperty("attributes"), "Size"));
        Assert.Equal(stage, Of(await Detail(team, Contact(there))).GetProperty("stageId").GetGuid());
        Assert.Equal(2, (await team.Listed($"stage={stage}")).Count);
        Assert.Equal("Pays at once", Text((await team.Seller.Get($"/api/contacts/{here}/notes")).GetProperty("items")[0], "body"));
        await team.Seller.Post($"/api/contacts/{here}/merge", new { contactId = Contact(there) });

        await team.Seller.Post($"/api/contacts/{Contact(there)}/unmerge", new { });

        Assert.Equal(JsonValueKind.Null, Of(await Detail(team, Contact(there))).GetProperty("stageId").ValueKind);
        Assert.Equal(1, (await Detail(team, here)).GetProperty("contacts").GetArrayLength());
        Assert.Single(await team.Listed($"stage={stage}"));
        using var again = await team.Seller.Ask(HttpMethod.Post, $"/api/contacts/{Contact(there)}/unmerge");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Two_merges_at_once_in_both_directions_make_no_circle()
    {
        await using var team = await Team.Start(product);
        var (secondShop, _) = await team.SecondShop();
        var (one, two) = (Contact(await team.Hears("maya", "Here")), Contact(await team.Hears("maya", "There", from: secondShop)));

        var answers = await Task.WhenAll(
            team.Seller.Ask(HttpMethod.Post, $"/api/contacts/{one}/merge", new { contactId = two }), team.Seller.Ask(HttpMethod.Post, $"/api/contacts/{two}/merge", new { contactId = one }));

        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict));
        foreach (var contact in (Guid[])[one, two])
            Assert.Single((await Detail(team, contact)).GetProperty("contacts").EnumerateArray(), c => c.GetProperty("mergedInto").ValueKind == JsonValueKind.Null);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_pipeline_is_renamed_ordered_and_shortened_and_contacts_leave_a_stage_that_is_gone()
    {
        await using var team = await Team.Start(product);
        var contact = Contact(await team.Hears("maya", "Hello"));
        var path = $"/api/workspaces/{await team.Workspace()}/pipeline";
        var stages = (await team.Seller.Get(path)).GetProperty("items").EnumerateArray().ToList();
        await team.Seller.Patch($"/api/contacts/{contact}", new { stage = new { id = stages[3].GetProperty("id").GetGuid() } });

        var after = (await team.Seller.Send(HttpMethod.Put, path, new
        {
            stages = new object[]
            {
                new { id = stages[1].GetProperty("id").GetGuid(), name = "Lead", color = "#112233" },
                new { id = stages[0].GetProperty("id").GetGuid(), name = "Interested", color = "#445566" },
                new { name = "Paid", color = "#778899" },
            },
        })).GetProperty("items");

        Assert.Equal(["Lead", "Interested", "Paid"], after.EnumerateArray().Select(s => Text(s, "name")));
        Assert.All(after.EnumerateArray(), s => Assert.Equal(JsonValueKind.Null, s.GetProperty("key").ValueKind));
        Assert.Equal(JsonValueKind.Null, Of(await Detail(team, contact)).GetProperty("stageId").ValueKind);
        using var same = await team.Seller.Ask(HttpMethod.Put, path, new { stages = new object[] { new { name = "A", color = "#112233" }, new { name = "a", color = "#112233" } } });
        Assert.Equal(HttpStatusCode.BadRequest, same.StatusCode);
    }

    private static Task<JsonElement> Detail(Team team, Guid contact) => team.Seller.Get($"/api/contacts/{contact}");

    private static async Task<Guid> Tag(Team team, string name) =>
        (await team.Seller.Post($"/api/workspaces/{await team.Workspace()}/labels", new { scope = "contact", name, color = "#1e9e5a" })).GetProperty("id").GetGuid();

    private static Guid Contact(JsonElement conversation) => Of(conversation).GetProperty("id").GetGuid();

    private static JsonElement Of(JsonElement thing) => thing.GetProperty("contact");

    private static string? Text(JsonElement thing, string name) => thing.GetProperty(name).GetString();
}
