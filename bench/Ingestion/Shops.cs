using Npgsql;
using SocialSelling.Accounts;

namespace SocialSelling.Bench;

/// <summary>The accounts that the load goes to, ten to a workspace.</summary>
internal sealed record Shops(IReadOnlyList<string> PlatformIds, Guid[] AccountIds)
{
    public static async Task<Shops> Create(NpgsqlDataSource database, int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => $"178414{i:D10}").ToList();
        var accounts = ids.ConvertAll(id => AccountId.For("instagram", id)).ToArray();
        await using var command = database.CreateCommand("""
            with missing as (
                     select a.id, a.pid, (row_number() over () - 1) / 10 as team from unnest(@ids, @pids) as a (id, pid) where not exists (select from client_accounts c where c.id = a.id)
                 ),
                 u as (insert into users (email, password_hash, name) select 'bench-' || gen_random_uuid() || '@example.com', '-', 'Bench' from (select distinct team from missing) as teams returning id),
                 w as (insert into workspaces (name, owner_id) select 'Bench', id from u returning id, owner_id),
                 shops as (
                     insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
                     select m.id, w.id, w.owner_id, 'instagram', m.pid, 'bench' from missing m join (select *, row_number() over () - 1 as team from w) as w using (team) on conflict (id) do nothing returning id
                 )
            -- They have been set up: otherwise the product would begin with that in the middle of the load.
            insert into account_history (account_id, run_id, kind, state, started_at, finished_at, complete_until) select id, gen_random_uuid(), 'backfill', 'done', now(), now(), now() from shops
            """);
        command.Parameters.AddWithValue("ids", accounts);
        command.Parameters.AddWithValue("pids", ids.ToArray());
        await command.ExecuteNonQueryAsync();
        return new Shops(ids, accounts);
    }
}
