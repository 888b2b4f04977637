using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;
using SocialSelling.Privacy;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Publishing;

/// <summary>When originals go, and when not.</summary>
public sealed class PublishedOriginalTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private readonly MovableClock clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Root => api.Services.GetRequiredService<IOptions<MediaOptions>>().Value.Root;

    /// <summary>What stands beside a post that was published 200 days ago; {0} is the file, {1} its key, {2} the account.</summary>
    public static TheoryData<string, string> Reasons => new()
    {
        { "a draft", Post("draft", "200 days") },
        { "a post on its way", Post("scheduled", "200 days") },
        { "a post that failed", Post("failed", "200 days") },
        { "a post that was published since", Post("published", "182 days") },
        { "a post that was cancelled lately", "insert into scheduled_posts (id, client_account_id, post_type, status, media_keys, updated_at) values (gen_random_uuid(), '{2}', 'feed', 'cancelled', '[\"{1}\"]', now() - interval '1 day')" },
        { "a reel whose cover it is", "insert into scheduled_posts (id, client_account_id, post_type, status, cover_media_id) values (gen_random_uuid(), '{2}', 'reel', 'draft', '{0}')" },
        { "a variant that somebody has just made", Variant("now()") },
        { "a post with a variant of it", Variant("now() - interval '300 days'") + "; insert into scheduled_posts (id, client_account_id, post_type, status, media_keys) values (gen_random_uuid(), '{2}', 'feed', 'draft', '[\"{1}-variant\"]')" },
        { "a series that goes on", Series("active", "now()", """{ "mediaKeys": ["{1}"] }""") },
        { "a series whose cover it is", Series("active", "now()", """{ "mediaKeys": [], "coverMediaId": "{0}" }""") },
        { "a message for later", "with k as (insert into contacts (id, client_account_id, platform_contact_id) values (gen_random_uuid(), '{2}', '{0}') returning id), c as (insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction) select gen_random_uuid(), '{2}', id, 1, now(), 'text', 'inbound' from k returning id) insert into scheduled_messages (id, client_account_id, conversation_id, client_message_id, media_keys, send_at, created_at) select gen_random_uuid(), '{2}', id, 'c', '[\"{1}\"]', now() + interval '1 day', now() from c" },
        { "an upload of lately", "update media_assets set created_at = now() - interval '100 days' where id = '{0}'" },
        { "no thumbnail that would stay", "update media_assets set thumbnail_key = null where id = '{0}'" },
    };

    /// <summary>What does not keep it.</summary>
    public static TheoryData<string, string> NoReasons => new()
    {
        { "nothing", "select 1" },
        { "another old post", Post("published", "190 days") },
        { "a post that was cancelled long ago", "insert into scheduled_posts (id, client_account_id, post_type, status, media_keys, updated_at) values (gen_random_uuid(), '{2}', 'feed', 'cancelled', '[\"{1}\"]', now() - interval '200 days')" },
        { "a series that was stopped", Series("stopped", "null", """{ "mediaKeys": ["{1}"] }""") },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task What_may_still_be_used_stays(string because, string sql)
    {
        var item = await Published();
        await item.Has(api, sql);

        await Sweep();

        Assert.True(await api.Database.Scalar($"select count(*) from media_assets where id = '{item.Id}' and original_removed_at is null") == 1, because);
    }

    [Theory]
    [MemberData(nameof(NoReasons))]
    public async Task What_was_published_long_ago_goes_with_its_variants_and_leaves_its_pictures(string beside, string sql)
    {
        var item = await Published();
        await item.Has(api, Variant("now() - interval '300 days'"));
        await item.Has(api, sql);

        await Sweep();
        Assert.True(await api.Database.Scalar($"select count(*) from media_assets where (id = '{item.Id}' or variant_of = '{item.Id}') and original_removed_at is not null") == 2, beside);
        Assert.All(item.Files, key => Assert.True(Exists(key)));
        clock.Advance(PublishedOriginals.Notice + TimeSpan.FromSeconds(1));
        var gone = await Sweep();
        await Removal().Remove(Cancel);

        Assert.True(gone!.Files >= 2 && gone.Bytes >= item.OriginalBytes);
        Assert.Equal((false, false, true, true), (Exists(item.Key), Exists(item.SourceKey), Exists(item.ThumbnailKey), Exists(item.PreviewKey)));
        Assert.Equal(item.OriginalBytes, await api.Database.Scalar($"select freed_bytes from media_assets where id = '{item.Id}'"));
    }

    [Fact]
    public async Task What_was_never_published_stays_however_old_it_is()
    {
        var item = await Published();
        await api.Database.Execute($"delete from scheduled_posts where client_account_id = '{item.Account}'");

        await Sweep();

        Assert.Equal(1, await api.Database.Scalar($"select count(*) from media_assets where id = '{item.Id}' and original_removed_at is null"));
    }

    [Fact]
    public async Task A_post_that_was_being_written_while_its_file_was_marked_gets_it_back()
    {
        var item = await Published();
        await Sweep();

        await item.Has(api, Post("scheduled", "0 days"));
        clock.Advance(PublishedOriginals.Notice + TimeSpan.FromSeconds(1));
        await Sweep();
        await Removal().Remove(Cancel);

        Assert.All(item.Files, key => Assert.True(Exists(key)));
        Assert.Equal(1, await api.Database.Scalar($"select count(*) from media_assets where id = '{item.Id}' and original_removed_at is null and freed_bytes is null"));
    }

    [Fact]
    public async Task Nothing_leaves_before_the_notice_is_over()
    {
        var item = await Published();

        await Sweep();
        await Sweep();
        await Removal().Remove(Cancel);

        Assert.All(item.Files, key => Assert.True(Exists(key)));
    }

    [Fact]
    public async Task With_originals_kept_for_ever_nothing_is_marked_and_what_was_is_given_back()
    {
        var (marked, later) = (await Published(), await Published());
        await api.Database.Execute($"update media_assets set original_removed_at = now() - interval '1 day' where id = '{marked.Id}'");

        await Sweep(TimeSpan.Zero);

        Assert.Equal(2, await api.Database.Scalar($"select count(*) from media_assets where id in ('{marked.Id}', '{later.Id}') and original_removed_at is null"));
    }

    [Fact]
    public async Task A_process_that_dies_between_the_row_and_the_file_leaves_the_rest_to_the_next()
    {
        var item = await Published();
        await Sweep();
        clock.Advance(PublishedOriginals.Notice + TimeSpan.FromSeconds(1));
        await Sweep();
        var removed = api.Services.GetRequiredService<RemovedFileRepository>();

        // The rows are written; whoever was to remove the files has claimed them and is gone.
        Assert.Contains(item.Key, await removed.Claim(clock.GetUtcNow(), TimeSpan.FromMinutes(5), 1_000, Cancel));
        await Removal().Remove(Cancel);
        Assert.True(Exists(item.Key));
        clock.Advance(TimeSpan.FromMinutes(6));
        await Removal().Remove(Cancel);

        Assert.Equal((false, false), (Exists(item.Key), Exists(item.SourceKey)));
        Assert.Equal(0, await api.Database.Scalar($"select count(*) from removed_files where storage_key in ('{item.Key}', '{item.SourceKey}')"));
    }

    [Fact]
    public async Task An_original_that_lies_there_though_its_row_has_let_it_go_is_an_orphan()
    {
        var item = await Published();
        await Gone(item);
        await File.WriteAllBytesAsync(Path.Combine(Root, item.Key), [1], Cancel);
        foreach (var key in (string[])[item.Key, item.ThumbnailKey]) File.SetLastWriteTimeUtc(Path.Combine(Root, key), clock.GetUtcNow().UtcDateTime.AddDays(-3));

        await ActivatorUtilities.CreateInstance<OrphanFiles>(api.Services, clock).Sweep(int.MaxValue, () => Task.FromResult(true), Cancel);

        Assert.Equal([item.Key], await api.Database.Column<string>($"select storage_key from removed_files where storage_key in ('{item.Key}', '{item.ThumbnailKey}')"));
    }

    [Fact]
    public async Task The_workspace_has_its_room_back_and_the_file_can_be_uploaded_again()
    {
        var item = await Published();
        async Task<long> Stored() => (await Json(await item.Browser.GetAsync("/api/media/storage", Cancel))).GetProperty("bytes").GetInt64();
        var before = await Stored();
        await Gone(item);

        Assert.Equal(before - item.OriginalBytes, await Stored());
        var again = await Json(await item.Browser.Upload(item.Picture, "again.jpg", "image/jpeg"));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (again.GetProperty("duplicateOf").ValueKind, again.GetProperty("originalRemovedAt").ValueKind));
        Assert.Equal(HttpStatusCode.NoContent, (await item.Browser.DeleteAsync($"/api/media/{item.Id}", Cancel)).StatusCode);
        Assert.Equal(before, await Stored());
    }

    [Fact]
    public async Task Of_two_files_of_one_name_an_import_takes_the_one_that_can_be_posted()
    {
        var item = await Published();
        var other = (await Json(await item.Browser.Upload(Samples.Picture(300, 300), "wide.jpg", "image/jpeg"))).GetProperty("id").GetGuid();
        await api.Database.Execute($"update media_assets set created_at = now() - interval '500 days' where id = '{other}'");
        await Gone(item);

        var found = await api.Services.GetRequiredService<MediaRepository>().Named(item.Workspace, ["wide.jpg"], Cancel);

        Assert.Equal([other, item.Id], found.Select(m => m.Id));
    }

    [Fact]
    public async Task An_export_brings_what_is_left()
    {
        var item = await Published();
        await Gone(item);
        var user = (await Json(await item.Browser.GetAsync("/api/users/me", Cancel))).GetProperty("id").GetGuid();

        var files = await api.Services.GetRequiredService<ExportedRows>().Files(new ExportRow(Guid.NewGuid(), ExportSubject.User, user, null, [], user, "running", clock.GetUtcNow()), Cancel).ToListAsync(Cancel);

        Assert.Equal([(item.PreviewKey, $"media/{item.Id}.preview.jpg")], files.Select(f => (f.StorageKey, f.Name)));
    }

    private static string Post(string status, string ago) => $$"""
        insert into scheduled_posts (id, client_account_id, post_type, status, scheduled_time, published_at, media_keys)
        values (gen_random_uuid(), '{2}', 'feed', '{{status}}', now() - interval '{{ago}}', case when '{{status}}' = 'published' then now() - interval '{{ago}}' end, '["{1}"]')
        """;

    private static string Variant(string madeAt) => $$"""
        insert into media_assets (id, workspace_id, filename, kind, mime_type, file_size, storage_key, thumbnail_key, sha256, variant_of, created_at)
        select gen_random_uuid(), workspace_id, filename, kind, mime_type, file_size, storage_key || '-variant', thumbnail_key || '-variant', sha256, id, {{madeAt}} from media_assets where id = '{0}'
        """;

    private static string Series(string status, string lookAt, string content) => $$"""
        insert into post_series (id, client_account_id, content, rule, first_date, last_date, local_time, timezone, status, look_at)
        values (gen_random_uuid(), '{2}', '{{content}}', '{}', '2026-01-01', '2026-01-01', '10:00', 'UTC', '{{status}}', {{lookAt}})
        """;

    private Task<SweptFiles?> Sweep(TimeSpan? kept = null)
    {
        var options = Options.Create(new RetentionOptions { PublishedOriginals = kept ?? new RetentionOptions().PublishedOriginals });
        return ActivatorUtilities.CreateInstance<PublishedOriginals>(api.Services, options, clock).Sweep(() => Task.FromResult(true), Cancel);
    }

    private async Task Gone(Item item)
    {
        await Sweep();
        clock.Advance(PublishedOriginals.Notice + TimeSpan.FromSeconds(1));
        await Sweep();
        await Removal().Remove(Cancel);
        Assert.False(Exists(item.Key));
    }

    private FileRemoval Removal() => ActivatorUtilities.CreateInstance<FileRemoval>(api.Services, clock);

    private bool Exists(string key) => File.Exists(Path.Combine(Root, key));

    /// <summary>A large picture whose only post was published 200 days ago.</summary>
    private async Task<Item> Published()
    {
        var browser = await api.SignedIn();
        var account = await api.AccountOf(browser);
        var picture = Samples.Picture(2_000, 2_000);
        var media = await Json(await browser.Upload(picture, "wide.jpg", "image/jpeg"));
        var id = media.GetProperty("id").GetGuid();
        var keys = await api.Database.Column<string>($"select unnest(array[storage_key, source_key, thumbnail_key, preview_key]) from media_assets where id = '{id}'");
        var item = new Item(browser, account, media.GetProperty("workspaceId").GetGuid(), id, picture, keys[0], keys[1], keys[2], keys[3], keys.Take(2).Sum(key => new FileInfo(Path.Combine(Root, key)).Length));
        await item.Has(api, "update media_assets set created_at = now() - interval '300 days' where id = '{0}'");
        await item.Has(api, Post("published", "200 days"));
        return item;
    }

    private sealed record Item(HttpClient Browser, Guid Account, Guid Workspace, Guid Id, byte[] Picture, string Key, string SourceKey, string ThumbnailKey, string PreviewKey, long OriginalBytes)
    {
        public string[] Files => [Key, SourceKey, ThumbnailKey, PreviewKey];

        public Task Has(ApiFixture api, string sql) => api.Database.Execute(
            sql.Replace("{0}", Id.ToString(), StringComparison.Ordinal).Replace("{1}", Key, StringComparison.Ordinal).Replace("{2}", Account.ToString(), StringComparison.Ordinal));
    }
}
