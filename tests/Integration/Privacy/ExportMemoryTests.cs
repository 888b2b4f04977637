using Microsoft.Extensions.Options;
using Npgsql;
using SocialSelling.Infrastructure;
using SocialSelling.Publishing;

namespace SocialSelling.Privacy;

/// <summary>An export goes through the process row by row, whoever has however much.</summary>
[Collection(Alone.Name)]
public sealed class ExportMemoryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Memory_does_not_grow_with_what_is_exported()
    {
        const int rows = 60_000, bytes = 3_000;
        var (seller, workspace, account, contact, conversation) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await database.Execute($"""
            insert into users (id, email, password_hash, name) values ('{seller}', 'ana@example.com', '-', 'Ana');
            insert into workspaces (id, name, owner_id) values ('{workspace}', 'Shop', '{seller}');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username, status)
                values ('{account}', '{workspace}', '{seller}', 'instagram', '{account}', 'large', 'disconnected');
            insert into contacts (id, client_account_id, platform_contact_id) values ('{contact}', '{account}', '1');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction) values ('{conversation}', '{account}', '{contact}', 1, now(), 'text', 'inbound');
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, status, sent_at)
                select gen_random_uuid(), '{account}', '{conversation}', n, 'instagram', '1', 'inbound', 'text', repeat('w', {bytes}), 'delivered', now() from generate_series(1, {rows}) n
            """);
        await using var source = NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);
        var folder = Directory.CreateTempSubdirectory("ssell-export");
        try
        {
            var options = Options.Create(new MediaOptions { Root = folder.FullName, SigningSecret = new string('k', 40) });
            var archive = new ExportArchive(new ExportedRows(new Sql(source)), new DiskMediaStore(options, new SignedMediaUrls(options, TimeProvider.System), TimeProvider.System), TimeProvider.System);
            var job = new ExportRow(Guid.NewGuid(), ExportSubject.Contact, contact, null, [contact], seller, "running", TimeProvider.System.GetUtcNow());
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var peak = new PeakStream();
            await archive.Write(job, peak, CancellationToken.None);
            Assert.True(peak.Highest - before < 64L * 1024 * 1024, $"{(peak.Highest - before) / 1024 / 1024} MB for {(long)rows * bytes / 1024 / 1024} MB of text");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Takes what is written, and looks how much memory is in use meanwhile.</summary>
    private sealed class PeakStream : MemoryStream
    {
        public long Highest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Highest = Math.Max(Highest, GC.GetTotalMemory(forceFullCollection: false));
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
