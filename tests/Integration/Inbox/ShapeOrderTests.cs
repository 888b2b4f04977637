using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Infrastructure;
using SocialSelling.Webhooks;

namespace SocialSelling.Inbox;

/// <summary>Meta promises neither order nor that a thing comes once. Through the real dispatcher, grains and PostgreSQL.</summary>
public sealed class ShapeOrderTests(InProcessHost host) : IClassFixture<InProcessHost>
{
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static int lastAccount;

    private Task Dispatch(params JournaledDelivery[] deliveries) => host.Grains.GetGrain<IWebhookDispatchGrain>(0).Dispatch(deliveries, TestContext.Current.CancellationToken);

    private async Task<string> Account()
    {
        var platformId = $"1784{Interlocked.Increment(ref lastAccount):D13}";
        await host.HasAccount(platformId);
        return platformId;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task What_happened_ends_the_same_however_it_is_delivered(int seed)
    {
        var random = new Random(seed);
        var reference = await Account();
        foreach (var entry in ShapeDeliveries.InOrder(reference)) await Dispatch(ShapeDeliveries.Body([entry], Received));
        var expected = await StateOf(reference);
        Assert.NotEmpty(expected);

        var accounts = new List<string>();
        for (var i = 0; i < 8; i++) accounts.Add(await Account());
        var entries = accounts.SelectMany(account => ShapeDeliveries.Shuffled(account, random)).ToArray();
        random.Shuffle(entries);
        foreach (var wave in Bodies(entries, random).Chunk(3))
            // Several bodies at once, from several dispatchers, of which each has several.
            await Task.WhenAll(wave.Select(body => Dispatch(body, ShapeDeliveries.Body([random.GetItems(entries, 1)[0]], Received))));

        foreach (var account in accounts)
        {
            var state = await StateOf(account);
            Assert.True(expected.SequenceEqual(state), $"Seed {seed}, account {account}:\nmissing {string.Join("\n        ", expected.Except(state))}\nwrong   {string.Join("\n        ", state.Except(expected))}");
            await EventsTellTheState(account);
        }
    }

    [Fact]
    public async Task A_body_of_a_thousand_entries_over_many_accounts_is_taken_whole()
    {
        var accounts = new List<string>();
        for (var i = 0; i < 20; i++) accounts.Add(await Account());
        var entries = Enumerable.Range(0, 1_000).Select(n => $$"""{"id":"{{accounts[n % 20]}}","time":1,"messaging":[{{(n % 10 == 9 ? $"\"broken {n}\"" : Message(accounts[n % 20], n))}}]}""");

        await Dispatch(ShapeDeliveries.Body(entries, Received));

        Assert.Equal("900", await Count("select count(*) from messages where platform_message_id like 'thousand_%'"));
        Assert.Equal("100", await Count("select count(*) from webhook_parked where reason = 'unknown-event' and convert_from(raw, 'UTF8') like '\"broken%' and platform_account_id = any($1)", (object)accounts.ToArray()));
    }

    [Fact]
    public async Task A_test_of_the_dashboard_leaves_nobody_behind_and_is_listed_for_operators()
    {
        var body = ShapeDeliveries.Body(ShapeDeliveries.InOrder(await Account()), Received);
        await Dispatch(body);
        await Dispatch(body);

        Assert.Equal("1", await Count("select count(*) from webhook_parked where reason = 'dashboard-test' and platform_account_id = '0' and delivery_id = $1", body.Id));
        Assert.Equal("0", await Count("select count(*) from contacts where platform_contact_id in ('12334', '23245')"));
    }

    private static string Message(string account, int n) =>
        $$$"""{"sender":{"id":"900{{{n % 50}}}"},"recipient":{"id":"{{{account}}}"},"timestamp":{{{1763632800000 + n}}},"message":{"mid":"thousand_{{{n}}}","text":"{{{n}}}"}}""";

    private async Task<string> Count(string sql, params object[] parameters) => (await host.Rows(sql, parameters))[0].Split('=')[1];

    private static IEnumerable<JournaledDelivery> Bodies(string[] entries, Random random)
    {
        for (var at = 0; at < entries.Length;)
        {
            var size = Math.Min(random.Next(4) switch { 0 => 1, 1 => random.Next(1, 5), 2 => random.Next(1, 40), _ => random.Next(1, 200) }, entries.Length - at);
            yield return ShapeDeliveries.Body(entries[at..(at + size)], Received.AddSeconds(at));
            at += size;
        }
    }

    /// <summary>
    /// All that an account has, without the ids and numbers that only tell in which order it came; and without whether a comment's thread is open, which depends on whether the
    /// account's own answer came after it.
    /// </summary>
    private async Task<List<string>> StateOf(string account)
    {
        var rows = new List<string>();
        foreach (var sql in (string[])
        [
            """
            select 'message', m.platform_message_id, m.mid_key, m.platform, k.platform_contact_id, m.sender_id, m.recipient_id, m.direction, m.message_type, m.content, m.media_urls, m.status, m.is_read,
                   m.automatic, m.reply_to_platform_id, m.sent_at, m.tag, m.client_message_id
              from messages m join conversations c on c.id = m.conversation_id join contacts k on k.id = c.contact_id join client_accounts a on a.id = m.client_account_id where a.platform_account_id = $1
            """,
            """
            select 'conversation', k.platform_contact_id, c.status, c.unread_count, c.unread_since, c.last_message_at, c.last_message_text, c.last_message_kind, c.last_message_direction, c.last_inbound_at,
                   c.last_sequence > 0
              from conversations c join contacts k on k.id = c.contact_id join client_accounts a on a.id = c.client_account_id where a.platform_account_id = $1
            """,
            "select 'contact', k.platform_contact_id from contacts k join client_accounts a on a.id = k.client_account_id where a.platform_account_id = $1",
            """
            select 'change', x.mid_key, x.deleted, x.edit_number, x.edited_text, x.edited_at, x.reaction, x.reaction_emoji, x.reacted_at
              from message_changes x join client_accounts a on a.id = x.client_account_id where a.platform_account_id = $1
            """,
            """
            select 'read', k.platform_contact_id, r.read_at from contact_reads r join client_accounts a on a.id = r.client_account_id left join conversations c on c.id = r.conversation_id
              left join contacts k on k.id = c.contact_id where a.platform_account_id = $1
            """,
            """
            select 'comment', m.platform_comment_id, m.comment_key, m.platform_parent_id, m.kind, m.direction, m.author_id, m.author_username, m.content, m.hidden, m.deleted_at, m.commented_at,
                   p.platform_media_id, p.product_type, p.last_comment_at
              from comments m join comment_posts p on p.id = m.post_id join client_accounts a on a.id = m.client_account_id where a.platform_account_id = $1
            """,
            "select 'story', s.platform_media_id, s.numbers, s.reported_at from story_insights s join client_accounts a on a.id = s.client_account_id where a.platform_account_id = $1",
            "select distinct 'parked', p.reason, p.detail, convert_from(p.raw, 'UTF8') from webhook_parked p where p.platform_account_id = $1",
        ]) rows.AddRange(await host.Rows(sql, account));
        return [.. rows.Select(r => r.Replace(account, "ACCOUNT", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Who has read every event from the first knows what a reload would show; and no number is missing or doubled.</summary>
    private async Task EventsTellTheState(string account)
    {
        var ct = TestContext.Current.CancellationToken;
        var id = Accounts.AccountId.For("instagram", account);
        var events = await host.Services.GetRequiredService<EventRepository>().After(id, 0, 10_000, ct);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Sequence));

        var told = new SortedDictionary<Guid, string>();
        foreach (var e in events.Where(e => e.Kind.StartsWith("message.", StringComparison.Ordinal) || e.Kind == EventKind.ReactionChanged))
            if (JsonNode.Parse(e.Payload)!["message"] is { } message) told[e.SubjectId] = Written(message);
        var shown = new SortedDictionary<Guid, string>();
        foreach (var conversation in await host.Rows("select id from conversations where client_account_id = $1", id))
            foreach (var row in await host.Services.GetRequiredService<MessageRepository>().Page(id, Guid.Parse(conversation.Split('=')[1]), null, 1_000, ct))
                shown[row.Id] = Written(JsonSerializer.SerializeToNode(row.ToView(host.Services.GetRequiredService<Publishing.SignedMediaUrls>()), WireJson.Options)!);

        Assert.Equal(shown, told);
    }

    /// <summary>JSON that went through jsonb has its members in another order.</summary>
    private static string Written(JsonNode node) => node switch
    {
        JsonObject members => "{" + string.Join(",", members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}:{(m.Value is null ? "null" : Written(m.Value))}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(i => i is null ? "null" : Written(i))) + "]",
        _ => node.ToJsonString(),
    };
}
