using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocialSelling.Inbox;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Publishing;

/// <summary>Files that nobody knows of, in a folder.</summary>
public sealed class OrphanFileTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly TimeSpan Old = OrphanFiles.Age + TimeSpan.FromHours(1);
    private static int fence;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => api.Services.GetRequiredService<IOptions<MediaOptions>>().Value.Root;
    private IMediaStore Store => api.Services.GetRequiredService<IMediaStore>();
    private ContactRepository Contacts => api.Services.GetRequiredService<ContactRepository>();

    [Fact]
    public async Task Old_files_that_no_row_knows_leave_after_a_week_and_all_others_stay()
    {
        var (workspace, media) = await Library();
        var mine = await FilesOf(workspace);
        string[] orphans = [$"{workspace}/lost.jpg", $"{workspace}/messages/lost-0.mp4", $"{Guid.NewGuid():N}/of-a-workspace-that-is-gone.jpg", $"incoming/{Guid.NewGuid():N}", "exports/data-1.zip"];
        string[] others = ["backup.tar", "other-product/picture.jpg"];
        var announced = $"{workspace}/on-its-way.jpg";
        foreach (var key in (string[])[.. orphans, .. others, announced, $"{workspace}/fresh.jpg"]) await Store.Put(key, new byte[10], "image/jpeg", Cancel);
        await api.Services.GetRequiredService<RemovedFileRepository>().Announce([announced], TimeProvider.System.GetUtcNow().AddHours(1), Cancel);
        Age([.. mine, .. orphans, .. others, announced]);

        var found = await Sweep();
        await Removal().Remove(Cancel);

        Assert.Equal((orphans.Length, orphans.Length * 10L), (found!.Files, found.Bytes));
        Assert.All(orphans, key => Assert.True(Exists(key)));
        var again = await Sweep();
        Assert.Equal(0, again!.Files);
        Assert.Equal(orphans.Length, await api.Database.Scalar($"select count(*) from removed_files where storage_key = any('{{{string.Join(',', orphans)}}}') and remove_at between now() + interval '167 hours' and now() + interval '169 hours'"));
        await Due(orphans);
        await Removal().Remove(Cancel);
        Assert.All(orphans, key => Assert.False(Exists(key)));
        Assert.All((string[])[.. mine, .. others, announced, $"{workspace}/fresh.jpg"], key => Assert.True(Exists(key), key));
        Assert.Equal(0, await api.Database.Scalar("select count(*) from listed_files"));
        Assert.True((await api.Browser().GetAsync(media.Text("url"), Cancel)).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Every_column_that_names_a_file_is_looked_at()
    {
        var columns = await api.Database.Column<string>("""
            select c.table_name || '.' || c.column_name from information_schema.columns c join pg_class t on t.relname = c.table_name and t.relkind in ('r', 'p')
             where c.table_schema = 'public' and c.column_name ~ '^(storage|thumbnail|preview|source|picture|file)_key$' and c.table_name not in ('removed_files', 'listed_files') order by 1
            """);
        var looked = await api.Database.Column<string>("select table_name || '.' || column_name from information_schema.view_column_usage where view_name = 'named_files' and column_name like '%\\_key' order by 1");

        Assert.Equal(columns, looked);
        Assert.Equal(7, looked.Count);
    }

    [Fact]
    public async Task A_row_whose_file_is_lost_is_counted_and_stays()
    {
        var (workspace, media) = await Library();
        var before = (await Sweep())!.Missing;
        File.Delete(Path.Combine(Root, (await FilesOf(workspace)).First(key => key.EndsWith(".small.jpg", StringComparison.Ordinal))));

        var swept = await Sweep();

        Assert.Equal(before + 1, swept!.Missing);
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from media_assets where id = '{media.Text("id")}' and original_removed_at is null"));
    }

    [Fact]
    public async Task A_picture_that_arrives_where_an_orphan_lies_stays()
    {
        var (contact, key) = await Contact();
        await Store.Put(key, new byte[1], "image/jpeg", Cancel);
        Age(key);
        Assert.Equal(1, (await Sweep())!.Files);

        Assert.True(await Contacts.AnnouncePicture(contact.AccountId, contact.Id, key, TimeProvider.System.GetUtcNow().AddHours(1), Cancel));
        await Store.Put(key, new byte[2], "image/jpeg", Cancel);
        await SetPicture(contact, key);

        Assert.Equal(0, await api.Database.Scalar($"select count(*) from removed_files where storage_key = '{key}'"));
        Assert.True(await Contacts.AnnouncePicture(contact.AccountId, contact.Id, key, TimeProvider.System.GetUtcNow().AddHours(1), Cancel));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from removed_files where storage_key = '{key}'"));
        Age(key);
        Assert.Equal(0, (await Sweep())!.Files);
    }

    [Fact]
    public async Task No_picture_is_written_where_one_is_being_removed_or_for_a_contact_who_is_gone()
    {
        var (contact, key) = await Contact();
        Task<bool> Announce() => Contacts.AnnouncePicture(contact.AccountId, contact.Id, key, TimeProvider.System.GetUtcNow().AddHours(1), Cancel);

        Assert.True(await Announce());
        await Due(key);
        Assert.Contains(key, await api.Services.GetRequiredService<RemovedFileRepository>().Claim(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5), 100, Cancel));

        Assert.False(await Announce());
        await api.Database.Execute($"delete from removed_files where storage_key = '{key}'; delete from contacts where id = '{contact.Id}'");
        Assert.False(await Announce());
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from removed_files where storage_key = '{key}'"));
    }

    [Fact]
    public async Task Whoever_was_overtaken_ends_and_takes_nothing()
    {
        var (workspace, _) = await Library();
        var orphan = $"{workspace}/overtaken.jpg";
        await Store.Put(orphan, new byte[1], "image/jpeg", Cancel);
        Age(orphan);
        var steps = 0;

        Assert.Null(await Sweep(() => Task.FromResult(++steps < 2)));

        Assert.Equal(0, await api.Database.Scalar($"select count(*) from removed_files where storage_key = '{orphan}'"));
        Assert.NotNull(await Sweep());
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from removed_files where storage_key = '{orphan}'"));
    }

    [Fact]
    public async Task A_look_is_one_silos_at_a_time_and_not_due_before_its_time()
    {
        var sweeps = api.Services.GetRequiredService<FileSweepRepository>();
        var wanted = new Dictionary<string, TimeSpan> { [FileSweepKind.Orphans] = TimeSpan.FromDays(30) };
        var now = TimeProvider.System.GetUtcNow();
        Task<FileSweepRow?> Claim(DateTimeOffset at) => sweeps.Claim(wanted, at, TimeSpan.FromSeconds(45), Cancel);
        await api.Database.Execute("update file_sweeps set finished_at = now(), lease_until = null, again_at = null");

        Assert.Null(await Claim(now.AddDays(29)));
        var due = now.AddDays(31);
        var first = await Claim(due);
        Assert.Null(await Claim(due.AddSeconds(44)));
        var second = await Claim(due.AddSeconds(46));

        Assert.Equal((FileSweepKind.Orphans, first!.Fence + 1), (second!.Kind, second.Fence));
        Assert.False(await sweeps.Hold(first, due.AddMinutes(9), Cancel));
        Assert.False(await sweeps.Finish(first, new SweptFiles(1, 1), due, Cancel));
        await sweeps.Rest(second, due.AddHours(1), Cancel);
        Assert.Null(await Claim(due.AddMinutes(59)));
        var third = await Claim(due.AddHours(1));
        Assert.True(await sweeps.Finish(third!, new SweptFiles(3, 4, 5), due.AddHours(1), Cancel));
        Assert.Null(await Claim(due.AddDays(30)));
        Assert.Equal(1, await api.Database.Scalar("select count(*) from file_sweeps where kind = 'orphans' and (files, bytes, missing) = (3, 4, 5) and again_at is null"));
        await api.Database.Execute("update file_sweeps set finished_at = now()");
    }

    private Task<SweptFiles?> Sweep(Func<Task<bool>>? hold = null) =>
        ActivatorUtilities.CreateInstance<OrphanFiles>(api.Services).Sweep(Interlocked.Increment(ref fence), hold ?? (() => Task.FromResult(true)), Cancel);

    private FileRemoval Removal() => ActivatorUtilities.CreateInstance<FileRemoval>(api.Services);

    private bool Exists(string key) => File.Exists(Path.Combine(Root, key));

    private void Age(params string[] keys)
    {
        foreach (var key in keys) File.SetLastWriteTimeUtc(Path.Combine(Root, key), TimeProvider.System.GetUtcNow().UtcDateTime - Old);
    }

    private Task Due(params string[] keys) => api.Database.Execute($"update removed_files set remove_at = now() - interval '1 second' where storage_key = any('{{{string.Join(',', keys)}}}')");

    private async Task<(string Workspace, JsonElement Media)> Library()
    {
        var browser = await api.SignedIn();
        var media = await Json(await browser.Upload(Samples.Picture(900, 900), "a.jpg", "image/jpeg"));
        return ($"{media.GetProperty("workspaceId").GetGuid():N}", media);
    }

    private async Task<string[]> FilesOf(string workspace) =>
        [.. (await api.Database.Column<string>($"select unnest(array_remove(array[storage_key, thumbnail_key, preview_key, source_key], null)) from media_assets where workspace_id = '{workspace}'"))];

    private async Task<(ContactRow Contact, string Key)> Contact()
    {
        var browser = await api.SignedIn();
        var (account, contact) = (await api.AccountOf(browser), Guid.NewGuid());
        await api.Database.Execute($"insert into contacts (id, client_account_id, platform_contact_id) values ('{contact}', '{account}', '{contact}')");
        var workspace = (await Json(await browser.GetAsync("/api/workspaces", Cancel))).GetProperty("items")[0].GetProperty("id").GetGuid();
        return ((await Contacts.Find(account, contact, Cancel))!, $"{workspace:N}/contacts/{contact:N}.jpg");
    }

    private async Task SetPicture(ContactRow contact, string key)
    {
        var statement = ContactRepository.SetProfile(contact with { PictureKey = key }, TimeProvider.System.GetUtcNow());
        Assert.Equal(statement.Rows, await api.Services.GetRequiredService<Sql>().Execute(statement.Sql, Cancel, [.. statement.Parameters]));
    }
}
