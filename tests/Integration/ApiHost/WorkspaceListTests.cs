using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Hosting;

/// <summary>Who works in several workspaces looks at all of them together, or at one.</summary>
public sealed class WorkspaceListTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string SeriesContent = """{"type":"feed","caption":"","mediaKeys":[],"details":{}}""", SeriesRule = """{"unit":"daily","every":1}""";
    /// <summary>As far as series are looked ahead.</summary>
    private static readonly string Range = $"from={TimeProvider.System.GetUtcNow().UtcDateTime.Date:yyyy-MM-dd}T00:00:00Z&to={TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(20):yyyy-MM-dd}T00:00:00Z";

    /// <summary>What lists what is in accounts, each with where the account stands in an item.</summary>
    private static readonly (string Path, Func<JsonElement, IEnumerable<JsonElement>> Items)[] Lists =
    [
        ("/api/conversations?", ItemsOf), ("/api/comments/posts?", ItemsOf), ("/api/comments?", ItemsOf), ("/api/contacts?", ItemsOf), ("/api/posts?", ItemsOf), ("/api/post-series?", ItemsOf),
        ($"/api/post-series/planned?{Range}&", ItemsOf), ("/api/messages/search?q=mugs&", page => ItemsOf(page).Select(hit => hit.GetProperty("message"))),
        ($"/api/calendar?view=list&{Range}&", calendar => calendar.GetProperty("days").EnumerateArray().SelectMany(day => day.GetProperty("items").EnumerateArray().Concat(day.GetProperty("planned").EnumerateArray()))),
    ];

    [Fact]
    public async Task Every_list_of_what_is_in_accounts_can_be_narrowed_to_a_workspace()
    {
        var browser = await api.SignedIn();
        var first = (await Json(await browser.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        var second = (await Json(await browser.PostAsJsonAsync("/api/workspaces", new { name = "Client B" }))).GetProperty("id").GetGuid();
        var empty = (await Json(await browser.PostAsJsonAsync("/api/workspaces", new { name = "Client C" }))).GetProperty("id").GetGuid();
        var foreign = (await Json(await (await api.SignedIn()).GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        var user = (await Json(await browser.GetAsync("/api/users/me"))).GetProperty("id").GetGuid();
        var (here, there) = (await Filled(first, user), await Filled(second, user));

        var wrong = new List<string>();
        foreach (var (path, items) in Lists)
        {
            async Task<Guid[]> Accounts(string narrowed)
            {
                var answer = await browser.GetAsync(path + narrowed);
                return answer.IsSuccessStatusCode ? [.. items(await Json(answer)).Select(item => item.GetProperty("accountId").GetGuid()).Distinct().Order()] : throw new InvalidOperationException($"{path}{narrowed}: {answer.StatusCode}");
            }

            if (!(await Accounts("")).SequenceEqual(new[] { here, there }.Order())) wrong.Add($"{path} is not of all together");
            if (!(await Accounts($"workspaceId={first}")).SequenceEqual([here]) || !(await Accounts($"workspaceId={second}")).SequenceEqual([there])) wrong.Add($"{path} is not of the one");
            if ((await Accounts($"workspaceId={empty}")).Length + (await Accounts($"workspaceId={foreign}")).Length > 0) wrong.Add($"{path} is not empty");
            var elsewhere = await browser.GetAsync($"{path}workspaceId={first}&{(path.StartsWith("/api/calendar", StringComparison.Ordinal) ? "accountIds" : "accountId")}={there}");
            if (elsewhere.StatusCode != HttpStatusCode.NotFound) wrong.Add($"{path} has an account of another workspace: {elsewhere.StatusCode}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static List<JsonElement> ItemsOf(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    /// <returns>An account with one of everything.</returns>
    private async Task<Guid> Filled(Guid workspace, Guid user)
    {
        var (account, contact, conversation, post, comment) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await api.Database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{workspace}', '{user}', 'instagram', '{account}', 'shop');
            insert into contacts (id, client_account_id, platform_contact_id) values ('{contact}', '{account}', '1');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction) values ('{conversation}', '{account}', '{contact}', 1, now(), 'text', 'inbound');
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, status, sent_at)
            values (gen_random_uuid(), '{account}', '{conversation}', 1, 'instagram', '1', 'inbound', 'text', 'Any mugs left?', 'delivered', now());
            insert into comment_posts (id, client_account_id, platform_media_id, last_comment_at) values ('{post}', '{account}', '1', now());
            insert into comments (id, client_account_id, post_id, thread_id, sequence, kind, direction, status, commented_at) values ('{comment}', '{account}', '{post}', '{comment}', 2, 'comment', 'inbound', 'open', now());
            insert into scheduled_posts (id, client_account_id, user_id, post_type, status, scheduled_time) values (gen_random_uuid(), '{account}', '{user}', 'feed', 'scheduled', now() + interval '5 days');
            insert into post_series (id, client_account_id, content, rule, first_date, last_date, local_time, timezone, status, look_at)
            values (gen_random_uuid(), '{account}', '{SeriesContent}', '{SeriesRule}', current_date, current_date, '09:00', 'UTC', 'active', now() + interval '1 day');
            """);
        return account;
    }
}
