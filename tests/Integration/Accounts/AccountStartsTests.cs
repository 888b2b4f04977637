using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Infrastructure;

namespace SocialSelling.Accounts;

public sealed class AccountStartsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Accounts_that_start_together_each_start_from_what_is_theirs()
    {
        var browser = await api.SignedIn();
        var (quiet, busy, stranger) = (await api.AccountOf(browser), await api.AccountOf(browser), Guid.NewGuid());
        await api.Database.Execute($$"""
            insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
            select '{{busy}}', n, now(), 'message.sent', gen_random_uuid(), '{}' from generate_series(1, 7) n;
            insert into contacts (id, client_account_id, platform_contact_id) values ('{{busy}}', '{{busy}}', 'maya');
            insert into conversations (id, client_account_id, contact_id, status, snoozed_until, snoozed_at, snoozed_sequence, last_sequence, last_message_at, last_message_kind, last_message_direction)
            values ('{{busy}}', '{{busy}}', '{{busy}}', 'snoozed', '2031-01-01', now(), 1, 7, now(), 'text', 'inbound');
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, recipient_id, direction, message_type, content, status, sent_at, next_attempt_at)
            select gen_random_uuid(), '{{busy}}', '{{busy}}', n, 'instagram', 'shop', 'maya', 'outbound', 'text', n || '. line', case n when 3 then 'sent' else 'queued' end, now(), '2031-01-01'::timestamptz
              from generate_series(1, 4) n;
            insert into scheduled_messages (id, client_account_id, conversation_id, client_message_id, content, send_at, created_at)
            values (gen_random_uuid(), '{{busy}}', '{{busy}}', 'later', 'Later', '2032-01-01', now()), (gen_random_uuid(), '{{busy}}', '{{busy}}', 'much later', 'Later', '2033-01-01', now());
            insert into erased_contacts (client_account_id, contact_id, erased_at) values ('{{busy}}', '{{quiet}}', '2030-01-01');
            insert into auto_reply_settings (client_account_id, enabled, time_zone, decided_sequence) values ('{{busy}}', true, 'UTC', 0)
            """);
        var starts = api.Services.GetRequiredService<AccountStarts>();

        var found = await Task.WhenAll(new[] { quiet, busy, stranger, busy }.Select(starts.Find));

        Assert.Equal(AccountStart.Unknown with { Account = found[0].Account, Sends = found[0].Sends, Answers = found[0].Answers, ErasedContacts = found[0].ErasedContacts }, found[0]);
        Assert.Equal(quiet, found[0].Account!.Id);
        Assert.Empty(found[0].Sends);
        Assert.Empty(found[0].ErasedContacts);
        foreach (var start in (AccountStart[])[found[1], found[3]])
        {
            Assert.Equal(busy, start.Account!.Id);
            Assert.Equal(7, start.LastSequence);
            Assert.Equal(["1. line", "2. line", "4. line"], start.Sends.Select(send => send.Message.Content));
            Assert.Equal(Year(2031), start.NextWakeAt);
            Assert.Equal(Year(2032), start.NextScheduledAt);
            Assert.True(start.AutoReplies);
            Assert.Equal((quiet, Year(2030)), Assert.Single(start.ErasedContacts) is var (erased, at) ? (erased, at) : default);
        }
        Assert.Equal(AccountStart.Unknown, found[2]);
    }

    private static DateTimeOffset Year(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
