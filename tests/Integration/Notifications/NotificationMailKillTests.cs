using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Notifications;

/// <summary>Two silos share the work; one of them is killed in the middle.</summary>
public sealed class NotificationMailKillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int People = 1_200;

    [Fact]
    public async Task Whoever_is_killed_everybody_is_mailed_once()
    {
        await using var cluster = new ProcessCluster(database, new Dictionary<string, string> { ["MAIL_TRANSPORT"] = "catcher" });
        var silos = await Task.WhenAll(cluster.StartSilo(), cluster.StartSilo());
        var (workspace, account) = (Guid.NewGuid(), Guid.NewGuid());
        await database.Execute($"""
            insert into users (id, email, password_hash, name, email_verified) select md5('person' || i)::uuid, 'person' || i || '@example.com', '-', 'Ana', true from generate_series(1, {People}) i;
            insert into workspaces (id, name, owner_id) values ('{workspace}', 'Shop', md5('person1')::uuid);
            insert into workspace_members (workspace_id, user_id, role) select '{workspace}', md5('person' || i)::uuid, case i when 1 then 'owner' else 'viewer' end from generate_series(1, {People}) i;
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{account}', '{workspace}', md5('person1')::uuid, 'instagram', '1', 'shop');
            insert into notifications (id, user_id, workspace_id, client_account_id, kind, subject_id, key, count, facts, occurred_at)
                select md5('told' || i)::uuid, md5('person' || i)::uuid, '{workspace}', '{account}', 'post.failed', '{account}', 'k', 1, '{"{}"}', now() from generate_series(1, {People}) i;
            insert into notification_mails (notification_id, user_id, queued_at) select md5('told' || i)::uuid, md5('person' || i)::uuid, now() - interval '5 minutes' from generate_series(1, {People}) i;
            insert into notification_mailing (user_id, look_at) select md5('person' || i)::uuid, now() from generate_series(1, {People}) i;
            """);

        await Eventually.True(async () => await database.Scalar("select count(*) from mail_outbox") > 0, what: "The first mails");
        silos[0].Kill();
        await silos[0].Gone();

        await Eventually.True(async () => await database.Scalar("select count(*) from notification_mails") == 0, TimeSpan.FromMinutes(2), "The end of the queue");
        Assert.Equal(People, await database.Scalar("select count(*) from mail_outbox where template = 'notifications'"));
        Assert.Equal(People, await database.Scalar("select count(distinct recipient) from mail_outbox"));
        Assert.Equal(0, await database.Scalar("select count(*) from notification_mailing where look_at is not null or mailed_at is null"));
    }
}
