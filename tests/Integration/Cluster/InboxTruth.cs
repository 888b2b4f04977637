using SocialSelling.Infrastructure;

namespace SocialSelling.Cluster;

/// <summary>What has to hold of an inbox, whatever happened on the way.</summary>
internal static class InboxTruth
{
    /// <summary>Waits for the journal to be worked off, then: every message once, numbers without a gap, counters and order right, nothing set aside.</summary>
    /// <param name="mids">What was sent, one inbound message each, in any order.</param>
    public static async Task Complete(TestDatabase database, IReadOnlyList<string> mids, TimeSpan limit)
    {
        await Eventually.True(async () => await database.Scalar("select count(*) from webhook_deliveries where finished_at is null") == 0, limit, "An empty journal");
        Assert.Equal(mids.Order(StringComparer.Ordinal), await database.Column<string>("select platform_message_id from messages order by platform_message_id collate \"C\""));
        Assert.Equal(0, await database.Scalar("select count(*) from webhook_parked"));

        // The numbers of an account are 1, 2, 3 … and a message has the number of its event.
        Assert.Equal(0, await database.Scalar("select count(*) from (select max(sequence) highest, count(*) numbers from account_events group by account_id) s where highest <> numbers"));
        Assert.Equal(0, await database.Scalar("""
            select count(*) from messages m left join account_events e on e.account_id = m.client_account_id and e.sequence = m.sequence and e.subject_id = m.id and e.kind = 'message.received' where e.subject_id is null
            """));

        // What the list shows is what the threads hold.
        Assert.Equal(0, await database.Scalar("""
            select count(*) from conversations c cross join lateral (
                select count(*) as messages, max(m.sequence) as last_sequence, (array_agg(m.content order by m.sent_at desc, m.sequence desc))[1] as last_text, max(m.sent_at) as last_at
                  from messages m where m.client_account_id = c.client_account_id and m.conversation_id = c.id) t
             where (c.unread_count, c.last_sequence, c.last_message_text, c.last_message_at) is distinct from (t.messages::int, t.last_sequence, t.last_text, t.last_at)
            """));
    }
}
