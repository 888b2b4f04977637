using Npgsql;
using SocialSelling.Infrastructure;

namespace SocialSelling.Notifications;

/// <summary>Where an account was left off moves with what people are told, or not at all.</summary>
public sealed class NotificationLedgerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Many_who_follow_at_once_tell_everything_once()
    {
        await using var source = Source();
        var (account, user) = await HasAccount();
        await HasEvents(account, 1, 50);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var ledger = new NotificationLedger(new Sql(source));
            for (var i = 0; i < 20; i++) await ledger.Follow([account], ["notice"], 10, Each, Noon, Cancel);
        }));

        Assert.Equal(50, await database.Scalar($"select count(*) from notifications where user_id = '{user}'"));
        Assert.Equal(1, await database.Scalar($"select max(count)::bigint from notifications where user_id = '{user}'"));
        Assert.Empty(await new NotificationLedger(new Sql(source)).ListBehind(10, Cancel));
    }

    [Fact]
    public async Task An_api_key_is_told_of_nothing()
    {
        await using var source = Source();
        var ((account, user), key) = (await HasAccount(), Guid.NewGuid());
        await database.Execute($"""
            insert into users (id, kind, email, password_hash, name) values ('{key}', 'key', '{key}@key.invalid', '', 'CRM');
            insert into workspace_members (workspace_id, user_id, role) select workspace_id, '{key}', 'key' from client_accounts where id = '{account}'
            """);
        await HasEvents(account, 1, 1);

        await new NotificationLedger(new Sql(source)).Follow([account], ["notice"], 10, Each, Noon, Cancel);

        Assert.Equal([user], await database.Column<Guid>($"select user_id from notifications where client_account_id = '{account}'"));
    }

    [Fact]
    public async Task What_concerns_an_api_key_is_told_to_who_answers_for_it_or_else_to_those_who_may_publish()
    {
        await using var source = Source();
        var ((account, owner), (maker, publisher, viewer, key)) = (await HasAccount(), (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()));
        await database.Execute($"""
            insert into users (id, email, password_hash, name) select id, id || '@example.com', '', 'Ana' from unnest(array['{maker}', '{publisher}', '{viewer}']::uuid[]) id;
            insert into users (id, kind, email, password_hash, name) values ('{key}', 'key', '{key}@key.invalid', '', 'CRM');
            insert into workspace_members (workspace_id, user_id, role) select a.workspace_id, m.id, m.role from client_accounts a,
                (values ('{maker}'::uuid, 'admin'), ('{publisher}', 'publisher'), ('{viewer}', 'viewer'), ('{key}', 'key')) m (id, role) where a.id = '{account}';
            insert into api_keys (id, workspace_id, prefix, secret_hash, scopes, created_by, created_at)
            select '{key}', workspace_id, 'ssk_', '{key}'::text::bytea, array['content:publish'], '{maker}', now() from client_accounts where id = '{account}'
            """);
        async Task<IReadOnlyList<Guid>> Told(string notice)
        {
            await new NotificationLedger(new Sql(source)).Follow([account], ["notice"], 10, events => new([], [.. events.Select(e => Notice(e, notice, collapses: false) with { To = [key], ActorId = viewer })]), Noon, Cancel);
            return [.. await database.Column<Guid>($"select user_id from notifications where client_account_id = '{account}' and key = '{notice}'")];
        }

        await HasEvents(account, 1, 1);
        Assert.Equal([maker], await Told("a"));
        await database.Execute($"delete from workspace_members where user_id = '{maker}'");
        await HasEvents(account, 2, 2);
        Assert.Equal(new[] { owner, publisher }.Order(), (await Told("b")).Order());
    }

    [Fact]
    public async Task What_was_not_written_is_followed_again()
    {
        await using var source = Source();
        var ledger = new NotificationLedger(new Sql(source));
        var (account, user) = await HasAccount();
        await HasEvents(account, 1, 3);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ledger.Follow([account], ["notice"], 10, _ => throw new InvalidOperationException("The process died"), Noon, Cancel));
        Assert.Equal([account], await ledger.ListBehind(10, Cancel));
        await ledger.Follow([account], ["notice"], 10, Each, Noon, Cancel);

        Assert.Equal(3, await database.Scalar($"select count(*) from notifications where user_id = '{user}'"));
        Assert.Empty(await ledger.ListBehind(10, Cancel));
    }

    [Fact]
    public async Task An_account_that_another_process_follows_is_asked_for_again()
    {
        await using var source = Source();
        var ledger = new NotificationLedger(new Sql(source));
        var (held, _) = await HasAccount();
        var (free, _) = await HasAccount();
        await HasEvents(held, 1, 1);
        await HasEvents(free, 1, 1);
        await ledger.Follow([held, free], ["notice"], 10, Each, Noon, Cancel);
        await HasEvents(held, 2, 2);
        await using var other = await source.OpenConnectionAsync(Cancel);
        await using var following = await other.BeginTransactionAsync(Cancel);
        await using (var locking = new NpgsqlCommand($"select 1 from notification_cursors where account_id = '{held}' for update", other)) await locking.ExecuteNonQueryAsync(Cancel);

        var step = await ledger.Follow([held, free, Guid.NewGuid()], ["notice"], 10, Each, Noon, Cancel);
        await following.RollbackAsync(Cancel);
        var next = await ledger.Follow(step.Unfinished, ["notice"], 10, Each, Noon, Cancel);

        Assert.Equal([held], step.Unfinished);
        Assert.Equal((1, 0), (next.Events, next.Unfinished.Count));
    }

    [Fact]
    public async Task Nobody_is_told_twice_under_one_key_also_after_reading_it()
    {
        await using var source = Source();
        var (ledger, notifications) = (new NotificationLedger(new Sql(source)), new NotificationRepository(new Sql(source)));
        var (account, user) = await HasAccount();
        NoticeWrite Same(IReadOnlyList<FollowedEventRow> events) => new([], [.. events.Select(e => Notice(e, "one", collapses: false))]);

        await HasEvents(account, 1, 1);
        await ledger.Follow([account], ["notice"], 10, Same, Noon, Cancel);
        await notifications.MarkAllRead(user, Noon.AddDays(1), Noon, Cancel);
        await HasEvents(account, 2, 2);
        var again = await ledger.Follow([account], ["notice"], 10, Same, Noon, Cancel);

        Assert.Empty(again.Changed);
        Assert.Equal(0, await notifications.CountUnread(user, Cancel));
    }

    [Fact]
    public async Task What_collapses_counts_until_it_is_read_and_then_comes_back_with_one()
    {
        await using var source = Source();
        var (ledger, notifications) = (new NotificationLedger(new Sql(source)), new NotificationRepository(new Sql(source)));
        var (account, user) = await HasAccount();
        NoticeWrite Same(IReadOnlyList<FollowedEventRow> events) => new([], [Notice(events[^1], "post", collapses: true)]);
        async Task<(int Count, bool Read)> Follow(int sequence)
        {
            await HasEvents(account, sequence, sequence);
            await ledger.Follow([account], ["notice"], 10, Same, Noon, Cancel);
            return Assert.Single(await notifications.Page(user, false, null, 10, Cancel)) is var row ? (row.Count, row.ReadAt is not null) : default;
        }

        Assert.Equal((1, false), await Follow(1));
        Assert.Equal((2, false), await Follow(2));
        await notifications.MarkAllRead(user, Noon.AddDays(1), Noon, Cancel);
        Assert.Equal((1, false), await Follow(3));
    }

    [Fact]
    public async Task Old_ones_are_taken_away_in_bounded_steps()
    {
        await using var source = Source();
        var notifications = new NotificationRepository(new Sql(source));
        var (account, user) = await HasAccount();
        await HasEvents(account, 1, 5);
        await new NotificationLedger(new Sql(source)).Follow([account], ["notice"], 10, Each, Noon, Cancel);

        Assert.Equal(2, await notifications.Prune(Noon.AddSeconds(4), limit: 2, Cancel));
        while (await notifications.Prune(Noon.AddSeconds(4), limit: 2, Cancel) > 0) { }

        Assert.Equal([Noon.AddSeconds(5), Noon.AddSeconds(4)], (await notifications.Page(user, false, null, 10, Cancel)).Select(n => n.OccurredAt));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Source() => NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);

    private static NoticeWrite Each(IReadOnlyList<FollowedEventRow> events) => new([], [.. events.Select(e => Notice(e, $"{e.AccountId}:{e.Sequence}", collapses: false))]);

    private static NewNotice Notice(FollowedEventRow e, string key, bool collapses) =>
        new(e.AccountId, NotificationKind.PostFailed, e.SubjectId, key, collapses, 1, "{}", ConversationId: null, To: null, ActorId: null, e.OccurredAt);

    private async Task<(Guid Account, Guid User)> HasAccount()
    {
        var (user, workspace, account) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await database.Execute($"""
            insert into users (id, email, password_hash, name) values ('{user}', '{user}@example.com', '-', 'Ana');
            insert into workspaces (id, name, owner_id) values ('{workspace}', 'Shop', '{user}');
            insert into workspace_members (workspace_id, user_id, role) values ('{workspace}', '{user}', 'owner');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{workspace}', '{user}', 'instagram', '{account}', 'shop');
            """);
        return (account, user);
    }

    private Task HasEvents(Guid account, int first, int last) => database.Execute($"""
        insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
        select '{account}', i, '{Noon:O}'::timestamptz + i * interval '1 second', 'notice', gen_random_uuid(), '{"{}"}' from generate_series({first}, {last}) i
        """);
}
