using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using SocialSelling.Accounts;

namespace SocialSelling.Bench;

/// <summary>A shop of the data set. The ids are those of the ingestion benchmark, so that its load goes to shops with a past.</summary>
internal sealed record Shop(int Number, string PlatformId, Guid Id)
{
    public static IReadOnlyList<Shop> All { get; } = [.. Enumerable.Range(0, Dataset.Shops).Select(i => new Shop(i, $"178414{i:D10}", AccountId.For("instagram", $"178414{i:D10}")))];

    public static string PlatformContactId(int customer) => $"90011122{customer:D8}";
}

/// <summary>
/// Two years of 1,000 shops in 100 workspaces: 200 customers and 10,000 messages each, stored in the order of time, so that a shop's rows lie as scattered as they would.
/// Loads in slices, and goes on where it stopped.
/// </summary>
internal sealed class Dataset(NpgsqlDataSource database, TimeProvider clock)
{
    public const int Shops = 1_000, Workspaces = 100, Customers = 200, MessagesPerShop = 10_000;
    private const int Slices = 50, MessagesPerSlice = MessagesPerShop / Slices;
    private static readonly TimeSpan Age = TimeSpan.FromDays(730);

    /// <returns>False when <paramref name="limit"/> ended the work before the data set was whole.</returns>
    public async Task<bool> Load(TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        await Execute("create table if not exists bench_slices (slice integer primary key, ends_at timestamptz not null)");
        var ends = await Scalar<DateTime?>("select min(ends_at) from bench_slices") is { } known ? new DateTimeOffset(known, TimeSpan.Zero) : clock.GetUtcNow();
        var done = (int)(await Scalar<long?>("select count(*) from bench_slices") ?? 0);
        if (done == 0) await Frame();
        for (; done < Slices; done++)
        {
            if (watch.Elapsed > limit) return Report(done, whole: false);
            await Slice(done, ends - Age, ends);
            Report(done + 1, whole: false);
        }
        if (await Scalar<bool?>("select exists (select from conversations)") is not true) await Conversations();
        return Report(done, whole: true);

        bool Report(int slices, bool whole)
        {
            Console.WriteLine($"{slices * MessagesPerSlice * Shops:N0} messages, {watch.Elapsed.TotalSeconds:F0} s{(whole ? ": the data set is whole" : "")}");
            return whole;
        }
    }

    /// <summary>What messages hang from: users, workspaces, accounts, contacts.</summary>
    private async Task Frame()
    {
        await Execute($"""
            with u as (insert into users (email, password_hash, name) select 'bench-owner-' || n || '@example.com', '-', 'Bench' from generate_series(1, {Workspaces}) n returning id)
            insert into workspaces (name, owner_id) select 'Bench ' || row_number() over (), id from u
            """);
        await using var connection = await database.OpenConnectionAsync();
        await using (var accounts = new NpgsqlCommand("""
            with w as (select row_number() over (order by created_at, id) - 1 as n, id, owner_id from workspaces where name like 'Bench %')
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username)
            select a.id, w.id, w.owner_id, 'instagram', a.pid, 'shop' || a.n from unnest(@ids, @pids) with ordinality as a (id, pid, n) join w on w.n = a.n % 100 on conflict (id) do nothing
            """, connection))
        {
            accounts.Parameters.AddWithValue("ids", Shop.All.Select(s => s.Id).ToArray());
            accounts.Parameters.AddWithValue("pids", Shop.All.Select(s => s.PlatformId).ToArray());
            await accounts.ExecuteNonQueryAsync();
        }
        // Who is there for two years has been set up: otherwise the product would begin with that as soon as it sees them.
        await Execute("""
            insert into account_history (account_id, run_id, kind, state, started_at, finished_at, complete_until)
            select id, gen_random_uuid(), 'backfill', 'done', now(), now(), now() from client_accounts on conflict do nothing
            """);
        var random = new Random(1);
        await using var contacts = await connection.BeginBinaryImportAsync(
            "copy contacts (id, client_account_id, platform_contact_id, username, name, profile_fetched_at) from stdin (format binary)");
        foreach (var shop in Shop.All)
            for (var customer = 0; customer < Customers; customer++)
            {
                var (first, last) = (Vocabulary.FirstNames[random.Next(Vocabulary.FirstNames.Length)], Vocabulary.LastNames[random.Next(Vocabulary.LastNames.Length)]);
                await contacts.StartRowAsync();
                await contacts.WriteAsync(AccountId.Contact(shop.Id, Shop.PlatformContactId(customer)));
                await contacts.WriteAsync(shop.Id);
                await contacts.WriteAsync(Shop.PlatformContactId(customer), NpgsqlDbType.Varchar);
                await contacts.WriteAsync($"{first}.{last}{customer}".ToLowerInvariant(), NpgsqlDbType.Varchar);
                await contacts.WriteAsync($"{first} {last}", NpgsqlDbType.Varchar);
                await contacts.WriteAsync(clock.GetUtcNow(), NpgsqlDbType.TimestampTz);
            }
        await contacts.CompleteAsync();
    }

    private async Task Slice(int slice, DateTimeOffset from, DateTimeOffset ends)
    {
        var random = new Random(slice + 2);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var import = await connection.BeginBinaryImportAsync("""
            copy messages (id, client_account_id, conversation_id, sequence, platform, platform_message_id, mid_key, sender_id, recipient_id, direction, message_type, content, media_urls,
                status, is_read, sent_at, created_at) from stdin (format binary)
            """))
        {
            for (var turn = slice * MessagesPerSlice; turn < (slice + 1) * MessagesPerSlice; turn++)
                foreach (var shop in Shop.All) await Message(import, shop, turn, from + (Age * ((turn + (double)shop.Number / Shops) / MessagesPerShop)), random);
            await import.CompleteAsync();
        }
        await using (var mark = new NpgsqlCommand("insert into bench_slices (slice, ends_at) values ($1, $2)", connection) { Parameters = { new() { Value = slice }, new() { Value = ends } } })
            await mark.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static async Task Message(NpgsqlBinaryImporter row, Shop shop, int turn, DateTimeOffset at, Random random)
    {
        // Some customers write a lot, most a little.
        var customer = Shop.PlatformContactId((int)(Customers * Math.Pow(random.NextDouble(), 2)));
        var inbound = random.Next(10) < 6;
        var story = inbound && random.Next(20) == 0;
        await row.StartRowAsync();
        await row.WriteAsync(Guid.CreateVersion7(at));
        await row.WriteAsync(shop.Id);
        await row.WriteAsync(AccountId.Conversation(shop.Id, customer));
        await row.WriteAsync((long)turn + 1);
        await row.WriteAsync("instagram", NpgsqlDbType.Varchar);
        await row.WriteAsync($"aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDAwMDAwMDAwMDAxOjM0MDI4MjM2Njg0MTcxMDMw{Guid.NewGuid():N}{turn:D12}");
        await row.WriteAsync(Guid.NewGuid());
        await row.WriteAsync(inbound ? customer : shop.PlatformId, NpgsqlDbType.Varchar);
        await row.WriteAsync(inbound ? shop.PlatformId : customer, NpgsqlDbType.Varchar);
        await row.WriteAsync(inbound ? "inbound" : "outbound", NpgsqlDbType.Varchar);
        await row.WriteAsync(story ? "story_reply" : "text", NpgsqlDbType.Varchar);
        await row.WriteAsync(Vocabulary.Message(random), NpgsqlDbType.Text);
        if (story) await row.WriteAsync("""[{"type":"story","url":"https://lookaside.fbsbx.com/story","previewUrl":null}]""", NpgsqlDbType.Jsonb);
        else await row.WriteNullAsync();
        await row.WriteAsync(inbound ? "delivered" : "sent", NpgsqlDbType.Varchar);
        await row.WriteAsync(inbound);
        await row.WriteAsync(at, NpgsqlDbType.TimestampTz);
        await row.WriteAsync(at, NpgsqlDbType.TimestampTz);
    }

    /// <summary>What the messages make of their conversations, one in twenty with something unread; and the events that are still kept, the last thousand of each shop.</summary>
    private async Task Conversations()
    {
        await using (var conversations = database.CreateCommand("""
            insert into conversations (id, client_account_id, contact_id, unread_count, unread_since, last_sequence, last_message_at, last_message_text, last_message_kind, last_message_direction, last_inbound_at)
            select pair.id, k.client_account_id, k.id, case when pair.n % 20 = 0 then 2 else 0 end, case when pair.n % 20 = 0 then m.sent_at end, m.sequence, m.sent_at, left(m.content, 200),
                   m.message_type, m.direction, m.sent_at
              from unnest(@ids, @contacts) with ordinality as pair (id, contact_id, n) join contacts k on k.id = pair.contact_id
             cross join lateral (
                select * from messages m where m.client_account_id = k.client_account_id and m.conversation_id = pair.id order by m.sent_at desc, m.sequence desc limit 1
              ) m
            """))
        {
            conversations.Parameters.AddWithValue("ids", Pairs().Select(p => AccountId.Conversation(p.Shop.Id, p.Customer)).ToArray());
            conversations.Parameters.AddWithValue("contacts", Pairs().Select(p => AccountId.Contact(p.Shop.Id, p.Customer)).ToArray());
            await conversations.ExecuteNonQueryAsync();
        }
        await Execute($"""
            insert into account_events (account_id, sequence, occurred_at, kind, subject_id, payload)
            select m.client_account_id, m.sequence, m.sent_at, case m.direction when 'inbound' then 'message.received' else 'message.sent' end, m.id,
                   jsonb_build_object('message', jsonb_build_object('id', m.id, 'text', m.content, 'conversationId', m.conversation_id, 'platformMessageId', m.platform_message_id, 'sentAt', m.sent_at))
              from messages m where m.sequence > {MessagesPerShop - 1_000}
            """);
        // As autovacuum leaves it.
        foreach (var table in (string[])["messages", "conversations", "contacts", "account_events", "client_accounts", "workspace_members"]) await Execute($"vacuum (analyze) {table}");
    }

    private static IEnumerable<(Shop Shop, string Customer)> Pairs() =>
        from shop in Shop.All from customer in Enumerable.Range(0, Customers) select (shop, Shop.PlatformContactId(customer));

    private async Task Execute(string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 1_200;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T?> Scalar<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }
}
