namespace SocialSelling.Bench;

/// <summary>100,000 posts planned for the coming months: how long a silo takes to start, and what a look for the next one costs.</summary>
internal static class ManyPosts
{
    private const int Accounts = 2_000, Posts = 100_000;

    public static async Task<int> Measure(Machine machine, BenchDatabase database)
    {
        await machine.StartSandbox();
        await Fill(database);
        var silo = await machine.StartSilo();
        Console.WriteLine($"silo ready          {silo.ReadyAfter.TotalSeconds:N1} s after its start, with {await database.Scalar<long>("select count(*) from scheduled_posts where next_attempt_at is not null"):N0} posts planned");
        await Explain(database, "next of an account", "select min(next_attempt_at) from scheduled_posts where client_account_id = (select id from client_accounts limit 1) and next_attempt_at is not null");
        await Explain(database, "due of all         ", "select id from scheduled_posts where next_attempt_at <= now() + interval '5 seconds' and (swept_until is null or swept_until <= now()) order by next_attempt_at limit 1000 for update skip locked");
        return 0;
    }

    private static async Task Fill(BenchDatabase database)
    {
        await using var command = database.Source.CreateCommand($"""
            with u as (insert into users (id, email, password_hash, name) values (gen_random_uuid(), 'bench@example.com', '', 'Bench') returning id),
                 w as (insert into workspaces (id, name, owner_id) select gen_random_uuid(), 'Bench', id from u returning id, owner_id),
                 a as (insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
                       select gen_random_uuid(), w.id, w.owner_id, 'instagram', n::text, 'shop.' || n from w, generate_series(1, {Accounts}) n returning id)
            insert into scheduled_posts (id, client_account_id, post_type, caption, status, scheduled_time, next_attempt_at)
            select gen_random_uuid(), a.id, 'feed', 'Planned', 'scheduled', t, t - interval '15 minutes'
              from a, generate_series(1, {Posts / Accounts}) n, lateral (select now() + interval '1 hour' + n * interval '1 day' + random() * interval '1 day' as t) times
            """);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
        await database.Scalar<string>("analyze scheduled_posts; select ''");
    }

    private static async Task Explain(BenchDatabase database, string what, string sql)
    {
        await using var command = database.Source.CreateCommand("explain (analyze, timing off) " + sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        Console.WriteLine($"{what} {lines[^1].Trim()}, by {lines.Find(l => l.Contains("scheduled_posts", StringComparison.Ordinal))?.Trim()}");
    }
}
