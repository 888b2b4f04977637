using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using SocialSelling.Cluster;

namespace SocialSelling.Privacy;

/// <summary>People who want to have what is kept of them: it is all there, nobody else's is, and the file goes when its time is over.</summary>
[Collection(SharedPrivacyProduct.Name)]
public sealed class ExportTests(PrivacyProduct product)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly object Proof = new { password = "Correct-Horse-7" };

    /// <summary>Tables that hold nothing of a user that they would not know from the others, and why.</summary>
    private static readonly Dictionary<string, string> NotOfUsers = new()
    {
        ["account_events account_history comment_scans notification_cursors notification_mails hook_cursors hook_deliveries unread_totals removed_files listed_files file_sweeps"] = "follows from other rows",
        ["oauth_tokens oauth_states account_choices mfa_challenges hook_secrets"] = "secrets",
        ["idempotency_keys mail_caught"] = "copies of what was answered or mailed, kept for a day",
        ["contacts message_changes contact_reads attachment_copies erased_contacts"] = "customers' data",
        ["analytics_snapshots story_insights engagement_samples comment_posts publish_attempts"] = "what Meta says of an account",
        ["labels pipeline_stages auto_reply_settings auto_reply_rules auto_reply_logs posting_slots slot_bookings hooks hook_accounts"] = "a workspace's settings, which name nobody",
        ["webhook_deliveries webhook_parked"] = "what Meta sent of customers",
        ["pg_migrations"] = "ours",
    };

    private static readonly Dictionary<string, string> NotOfContacts = new()
    {
        ["account_events notifications webhook_deliveries webhook_parked hook_deliveries idempotency_keys"] = "copies of messages and comments on their way, for days",
        ["account_history comment_scans notification_cursors hook_cursors unread_totals removed_files listed_files file_sweeps"] = "follows from other rows",
        ["users workspaces workspace_members member_accounts sessions refresh_tokens logins consents former_emails mailed_tokens user_mfa recovery_codes mfa_challenges invitations api_keys notification_preferences notification_mailing notification_mails audit_entries"] = "users' data",
        ["mail_outbox mail_events mail_suppressions mail_caught webhook_replays exports erasures"] = "users' data",
        ["oauth_tokens oauth_states account_choices hook_secrets"] = "secrets",
        ["media_assets media_uploads scheduled_posts publish_attempts post_templates post_series reply_templates posting_slots slot_bookings auto_reply_settings auto_reply_rules hooks hook_accounts"] = "the workspace's own",
        ["analytics_snapshots story_insights engagement_samples"] = "numbers without names",
        ["erased_contacts"] = "that somebody was erased",
        ["pg_migrations"] = "ours",
    };

    [Theory]
    [InlineData(ExportSubject.User)]
    [InlineData(ExportSubject.Contact)]
    public async Task Every_table_is_exported_or_named_as_not_concerning_the_person(string subject)
    {
        var tables = await product.Database.Column<string>("select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition");
        var exported = ExportedRows.KindsOf(subject).SelectMany(kind => kind.Tables).Distinct().ToList();
        var named = (subject == ExportSubject.User ? NotOfUsers : NotOfContacts).Keys.SelectMany(names => names.Split(' ')).ToList();

        Assert.Empty(tables.Except(exported).Except(named));
        Assert.Empty(exported.Concat(named).Except(tables));
        Assert.Empty(exported.Intersect(named));
    }

    [Fact]
    public async Task Everything_of_a_user_is_in_the_file_and_nothing_of_others()
    {
        await using var seller = await Seller.SignUp(product.Api.Url);
        var (mark, others) = (Mark(), Mark());
        await seller.UploadPicture();
        var planted = await PlantUser(seller, mark, others);

        // A session that was stolen does not have the password.
        Assert.Equal((HttpStatusCode.Forbidden, "wrong-password"), await seller.Try(HttpMethod.Post, "/api/users/me/export", new { password = "Wrong-Horse-7" }));
        Assert.Equal(HttpStatusCode.BadRequest, (await seller.Try(HttpMethod.Post, "/api/users/me/export", new { })).Status);
        Assert.Equal(JsonValueKind.Null, (await seller.Get("/api/users/me/export")).GetProperty("export").ValueKind);
        var asked = await seller.Post("/api/users/me/export", Proof);
        var export = await Ready(seller, "/api/users/me/export");
        planted["exports"] = asked.GetProperty("id").GetString()!;

        using var zip = await Download(export);
        Holds(zip, ExportedUser.Kinds, planted);
        Assert.StartsWith("media/", Assert.Single(zip.Entries, e => e.FullName.StartsWith("media/", StringComparison.Ordinal)).FullName, StringComparison.Ordinal);
        Assert.True(zip.Entries.Single(e => e.FullName.StartsWith("media/", StringComparison.Ordinal)).Length > 100);
        var everything = string.Concat(zip.Entries.Where(e => !e.FullName.StartsWith("media/", StringComparison.Ordinal)).Select(Text));
        foreach (var foreign in (string[])[others, "$2a$", "$2b$", "secret-of-"]) Assert.DoesNotContain(foreign, everything, StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(Text(zip.GetEntry("export.json")!)).RootElement.GetProperty("mediaFiles").GetInt64());

        Assert.Equal(1, await product.Database.Scalar($"select count(*) from mail_outbox where template = 'export-ready' and idempotency_key like '%{asked.GetProperty("id").GetGuid():N}'"));
        Assert.Equal(1, await product.Database.Scalar($"select count(*) from notifications where kind = 'export.ready' and user_id = '{seller.UserId}'"));
        Assert.Equal(1, await product.Database.Scalar($"select count(*) from audit_entries where action = 'export.asked' and actor_id = '{seller.UserId}'"));
        await Eventually.True(() => Task.FromResult(seller.Told.Any(n => n.GetProperty("kind").GetString() == "export.ready")), what: "The notification");
        await Expires(seller, "/api/users/me/export", export);
    }

    [Fact]
    public async Task Whoever_asks_again_while_a_file_is_to_be_made_is_told_of_the_same_one()
    {
        await using var seller = await Seller.SignUp(product.Api.Url);
        var waiting = Guid.NewGuid();
        await product.Database.Execute($"""
            insert into exports (id, subject, subject_id, requested_by, state, requested_at, next_at) values ('{waiting}', 'user', '{seller.UserId}', '{seller.UserId}', 'waiting', now(), now() + interval '1 hour')
            """);

        Assert.Equal(waiting, (await seller.Post("/api/users/me/export", Proof)).GetProperty("id").GetGuid());
        Assert.Equal(1, await product.Database.Scalar($"select count(*) from exports where subject_id = '{seller.UserId}'"));
    }

    [Fact]
    public async Task Everything_of_a_contact_is_in_the_file_and_goes_with_the_contact()
    {
        var (mark, others) = (Mark(), Mark());
        var shop = $"{mark}-client_accounts";
        await product.Meta.AddShop(shop);
        await using var seller = await Seller.SignUp(product.Api.Url);
        var account = await seller.Connect(product.Meta, shop);
        await product.Meta.Write(shop, "ben", $"{others} hello");
        await product.Meta.Write(shop, "maya", $"{mark}-messages");
        await product.Meta.Shape(shop, "maya", "image");
        var contact = await Eventually.Value(async () => (await seller.Conversations()).Where(c => c.GetProperty("contact").GetProperty("username").GetString() == "maya")
            .Select(c => (Guid?)c.GetProperty("contact").GetProperty("id").GetGuid()).FirstOrDefault(), "Maya");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from attachment_copies where client_account_id = '{account}' and state = 'kept'") == 1, what: "The copy of the file");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from contacts where client_account_id = '{account}' and picture_key is not null") == 2, what: "The pictures");
        var planted = await PlantContact(account, contact, mark, others);

        await using var stranger = await Seller.SignUp(product.Api.Url);
        Assert.Equal((HttpStatusCode.NotFound, "contact-not-found"), await stranger.Try(HttpMethod.Post, $"/api/contacts/{contact}/export", null));
        await seller.Post($"/api/contacts/{contact}/export", new { });
        var export = await Ready(seller, $"/api/contacts/{contact}/export");

        using (var zip = await Download(export))
        {
            Holds(zip, ExportedContact.Kinds, planted);
            Assert.Equal(2, zip.Entries.Count(e => e.FullName.StartsWith("media/", StringComparison.Ordinal) && e.Length > 50));
            Assert.DoesNotContain(others, string.Concat(zip.Entries.Where(e => !e.FullName.StartsWith("media/", StringComparison.Ordinal)).Select(Text)), StringComparison.Ordinal);
        }
        Assert.Equal(0, await product.Database.Scalar($"select count(*) from audit_entries where action = 'export.asked' and actor_id = '{seller.UserId}' and (subject_id is not null or after::text like '%{contact}%')"));

        await seller.Send(HttpMethod.Delete, $"/api/contacts/{contact}/data");
        await Eventually.True(async () => await product.Database.Scalar($"select count(*) from exports where contact_ids @> array['{contact}'::uuid]") == 0, Limit, "The end of the export");
        await Gone(export);
    }

    [Fact]
    public async Task Nobody_waits_for_more_than_a_few_at_once()
    {
        await using var seller = await Seller.SignUp(product.Api.Url);
        await product.Database.Execute($"""
            insert into exports (id, subject, subject_id, requested_by, requested_at, next_at) select gen_random_uuid(), 'user', gen_random_uuid(), '{seller.UserId}', now(), '2100-01-01' from generate_series(1, 5)
            """);

        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many-exports"), await seller.Try(HttpMethod.Post, "/api/users/me/export", Proof));
        await product.Database.Execute($"delete from exports where requested_by = '{seller.UserId}'");
        Assert.Equal(JsonValueKind.Null, (await seller.Get("/api/users/me/export")).GetProperty("export").ValueKind);
    }

    [Fact]
    public async Task An_export_that_ends_whoever_makes_it_is_given_up()
    {
        await using var seller = await Seller.SignUp(product.Api.Url);
        // Eight processes have claimed it, and none has said what became of it.
        await product.Database.Execute($"""
            insert into exports (id, subject, subject_id, requested_by, state, requested_at, next_at, attempts, storage_key)
                values (gen_random_uuid(), 'user', '{seller.UserId}', '{seller.UserId}', 'running', now(), now(), 8, '{Mark()}')
            """);

        await Eventually.True(async () => (await seller.Get("/api/users/me/export")).GetProperty("export").GetProperty("state").GetString() == "failed", Limit, "The end of trying");
    }

    /// <returns>By table, what stands in it.</returns>
    private async Task<Dictionary<string, string>> PlantUser(Seller seller, string mark, string others)
    {
        var (user, account, workspace) = (seller.UserId, Guid.NewGuid(), (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid());
        var (contact, conversation, post, mail, session) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var (colleague, key) = (Guid.NewGuid(), Guid.NewGuid());
        await product.Database.Execute($$"""
            update users set name = '{{mark}}-users' where id = '{{user}}';
            update workspaces set name = '{{mark}}-workspaces' where id = '{{workspace}}';
            update workspace_members set created_at = '2003-04-05 06:07:08Z' where user_id = '{{user}}';
            insert into users (id, email, password_hash, name) values ('{{colleague}}', '{{others}}@example.com', 'x', '{{others}}');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username, status) values
                ('{{account}}', '{{workspace}}', '{{user}}', 'instagram', '{{account}}', '{{mark}}-client_accounts', 'disconnected');
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username, status)
                select gen_random_uuid(), '{{workspace}}', '{{colleague}}', 'instagram', gen_random_uuid()::text, '{{mark}}-member_accounts', 'disconnected';
            insert into member_accounts (workspace_id, user_id, account_id) select workspace_id, '{{user}}', id from client_accounts where username = '{{mark}}-member_accounts';
            insert into user_mfa (user_id, secret, key_id, created_at) values ('{{user}}', convert_to('secret-of-mfa', 'UTF8'), 'k', '2001-02-03 04:05:06Z');
            insert into recovery_codes (user_id, code_hash, used_at) values ('{{user}}', '\x00', '2002-03-04 05:06:07Z');
            insert into sessions (id, user_id, session_token, expires_at, user_agent) values ('{{session}}', '{{user}}', 'secret-of-{{session}}', now() + interval '1 day', '{{mark}}-sessions');
            insert into refresh_tokens (user_id, family_id, token_hash, expires_at, user_agent) values ('{{user}}', '{{session}}', convert_to('secret-of-{{session}}', 'UTF8'), now() + interval '1 day', '{{mark}}-refresh_tokens');
            insert into consents (id, user_id, purpose, given, version, language, at) values (gen_random_uuid(), '{{user}}', 'marketing', true, '{{mark}}-consents', 'pt', now());
            insert into logins (id, user_id, occurred_at, outcome, user_agent) values (gen_random_uuid(), '{{user}}', now(), 'signed-in', '{{mark}}-logins');
            insert into mailed_tokens (token_hash, user_id, purpose, email, created_at, expires_at) values (convert_to('secret-of-{{session}}', 'UTF8'), '{{user}}', 'verify-email', '{{mark}}-mailed_tokens', now(), now());
            insert into former_emails (user_id, email, replaced_at) values ('{{user}}', '{{mark}}-former_emails', now());
            insert into mail_outbox (id, idempotency_key, template, recipient, language, priority, status, created_at, next_try_at, detail)
                select '{{mail}}', '{{mark}}', 'welcome', email, 'en', 10, 'sent', now(), now(), '{{mark}}-mail_outbox' from users where id = '{{user}}';
            insert into mail_events (id, mail_id, kind, occurred_at, detail) values ('{{mark}}', '{{mail}}', 'open', now(), '{{mark}}-mail_events');
            insert into mail_suppressions (address, reason, detail, created_at) select lower(email), 'unsubscribed', '{{mark}}-mail_suppressions', now() from users where id = '{{user}}';
            insert into invitations (id, workspace_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
                values (gen_random_uuid(), '{{workspace}}', '{{mark}}-invitations', 'agent', convert_to('secret-of-{{mark}}', 'UTF8'), '{{user}}', now(), now(), now()), (gen_random_uuid(), '{{workspace}}', '{{others}}-invitation', 'agent', convert_to('secret-of-{{others}}', 'UTF8'), '{{colleague}}', now(), now(), now());
            insert into users (id, kind, email, password_hash, name) values ('{{key}}', 'key', '{{key}}@key.invalid', '', '{{mark}}-api_keys');
            insert into api_keys (id, workspace_id, prefix, secret_hash, scopes, created_by, created_at) values ('{{key}}', '{{workspace}}', 'ssk_', convert_to('secret-of-key-{{mark}}', 'UTF8'), array['messages:read'], '{{user}}', now());
            insert into contacts (id, client_account_id, platform_contact_id, username) values ('{{contact}}', '{{account}}', '1', '{{others}}-customer');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction, last_message_text, assignee_id)
                values ('{{conversation}}', '{{account}}', '{{contact}}', 1, '2004-05-06 07:08:09Z', 'text', 'inbound', '{{others}}', '{{user}}');
            insert into notifications (user_id, workspace_id, client_account_id, kind, subject_id, key, count, facts, occurred_at)
                values ('{{user}}', '{{workspace}}', '{{account}}', 'note.mention', '{{contact}}', '{{mark}}', 1, '{"text":"{{mark}}-notifications"}', now());
            insert into notification_preferences (user_id, kind) values ('{{user}}', '{{mark}}-notification_preferences');
            insert into notification_mailing (user_id, mailed_at) values ('{{user}}', '2005-06-07 08:09:10Z');
            insert into audit_entries (id, at, actor_kind, actor_id, actor_label, action, subject_kind, subject_id, subject_label, ip)
                values (gen_random_uuid(), now(), 'user', '{{user}}', 'A', 'post.created', 'post', '{{post}}', '{{mark}}-audit_entries', '10.0.0.1'),
                       (gen_random_uuid(), now(), 'user', '{{colleague}}', '{{others}}', 'member.changed', 'user', '{{user}}', 'A', '{{others}}');
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, content, status, sent_at, sent_by_user_id)
                values (gen_random_uuid(), '{{account}}', '{{conversation}}', 1, 'instagram', '1', 'outbound', 'text', '{{mark}}-messages', 'sent', now(), '{{user}}'),
                       (gen_random_uuid(), '{{account}}', '{{conversation}}', 2, 'instagram', '1', 'inbound', 'text', '{{others}}', 'delivered', now(), null);
            insert into comment_posts (id, client_account_id, platform_media_id, last_comment_at) values ('{{post}}', '{{account}}', '1', now());
            insert into comments (id, client_account_id, post_id, thread_id, sequence, kind, direction, content, status, commented_at, sent_by_user_id)
                values (gen_random_uuid(), '{{account}}', '{{post}}', gen_random_uuid(), 3, 'comment', 'outbound', '{{mark}}-comments', 'closed', now(), '{{user}}'),
                       (gen_random_uuid(), '{{account}}', '{{post}}', gen_random_uuid(), 4, 'comment', 'inbound', '{{others}}', 'open', now(), null);
            insert into scheduled_messages (id, client_account_id, conversation_id, client_message_id, user_id, content, send_at, created_at) values (gen_random_uuid(), '{{account}}', '{{conversation}}', 'c', '{{user}}', '{{mark}}-scheduled_messages', '2100-01-01', now());
            insert into notes (id, client_account_id, contact_id, author_id, body, created_at) values (gen_random_uuid(), '{{account}}', '{{contact}}', '{{user}}', '{{mark}}-notes', now()), (gen_random_uuid(), '{{account}}', '{{contact}}', '{{colleague}}', '{{others}}', now());
            insert into scheduled_posts (id, client_account_id, user_id, post_type, caption, status) values (gen_random_uuid(), '{{account}}', '{{user}}', 'feed', '{{mark}}-scheduled_posts', 'draft'), (gen_random_uuid(), '{{account}}', '{{colleague}}', 'feed', '{{others}}', 'draft');
            insert into post_series (id, client_account_id, user_id, content, rule, first_date, last_date, local_time, timezone, status)
                values (gen_random_uuid(), '{{account}}', '{{user}}', '{"caption":"{{mark}}-post_series"}', '{}', '2030-01-01', '2030-01-01', '09:00', 'UTC', 'ended');
            insert into post_templates (id, workspace_id, user_id, name, caption) values (gen_random_uuid(), '{{workspace}}', '{{user}}', 'T', '{{mark}}-post_templates'), (gen_random_uuid(), '{{workspace}}', '{{colleague}}', 'T', '{{others}}');
            insert into reply_templates (id, workspace_id, user_id, name, content) values (gen_random_uuid(), '{{workspace}}', '{{user}}', 'T', '{{mark}}-reply_templates');
            update media_assets set filename = '{{mark}}-media_assets' where user_id = '{{user}}';
            insert into media_uploads (id, workspace_id, user_id, filename, mime_type, file_size, expires_at) values (gen_random_uuid(), '{{workspace}}', '{{user}}', '{{mark}}-media_uploads', 'image/jpeg', 1, now() + interval '1 hour');
            insert into webhook_replays (id, kind, state, received_from, received_to, reason, total, requested_by, created_at) values (gen_random_uuid(), 'parked', 'done', now() - interval '1 day', now(), '{{mark}}-webhook_replays', 0, '{{user}}', now());
            insert into erasures (id, code, subject, subject_id, asked_by, facts, received_at, begins_at, promised_at, next_at)
                values (gen_random_uuid(), '{{mark}}', 'user', '{{user}}', 'person', '{"Ids":[],"Reason":"{{mark}}-erasures"}', now(), '2100-01-01', '2100-01-01', '2100-01-01');
            """);
        var planted = ExportedUser.Kinds.SelectMany(k => k.Tables).ToDictionary(table => table, table => $"{mark}-{table}");
        (planted["user_mfa"], planted["recovery_codes"], planted["workspace_members"], planted["conversations"], planted["notification_mailing"]) =
            ("2001-02-03T04:05:06", "2002-03-04T05:06:07", "2003-04-05T06:07:08", "2004-05-06T07:08:09", "2005-06-07T08:09:10");
        return planted;
    }

    private async Task<Dictionary<string, string>> PlantContact(Guid account, Guid contact, string mark, string others)
    {
        var (label, stage, post, comment, merged) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await product.Database.Execute($$"""
            insert into labels (id, workspace_id, scope, name, color) select '{{label}}', workspace_id, 'contact', '{{mark}}-labels', '#112233' from client_accounts where id = '{{account}}';
            insert into pipeline_stages (id, workspace_id, name, color, position) select '{{stage}}', workspace_id, '{{mark}}-pipeline_stages', '#112233', 9 from client_accounts where id = '{{account}}';
            update contacts set tag_ids = array['{{label}}'::uuid], stage_id = '{{stage}}', attributes = '{"City":"{{mark}}-contacts"}' where id = '{{contact}}';
            insert into contacts (id, client_account_id, platform_contact_id, username, attributes, merged_into, profile_due_at) values ('{{merged}}', '{{account}}', '{{merged}}', 'maya.two', '{"City":"{{mark}}-merged"}', '{{contact}}', null);
            update conversations set created_at = '2004-05-06 07:08:09Z' where contact_id = '{{contact}}';
            insert into contact_reads (conversation_id, client_account_id, read_at) select id, client_account_id, '2005-06-07 08:09:10Z' from conversations where contact_id = '{{contact}}'
                on conflict (conversation_id) do update set read_at = excluded.read_at;
            insert into message_changes (client_account_id, mid_key, edit_number, edited_text, edited_at) select client_account_id, mid_key, 1, '{{mark}}-message_changes', now() from messages where client_account_id = '{{account}}' and content = '{{mark}}-messages';
            update attachment_copies set source_url = 'https://example.com/{{mark}}-attachment_copies' where client_account_id = '{{account}}';
            insert into comment_posts (id, client_account_id, platform_media_id, permalink, last_comment_at) values ('{{post}}', '{{account}}', '1', 'https://example.com/{{mark}}-comment_posts', now());
            insert into comments (id, client_account_id, post_id, thread_id, sequence, kind, direction, author_id, author_username, content, status, commented_at, in_reply_to)
                select '{{comment}}'::uuid, '{{account}}'::uuid, '{{post}}'::uuid, '{{comment}}'::uuid, 1000, 'comment', 'inbound', platform_contact_id, 'maya', '{{mark}}-comments', 'open', now(), null::uuid from contacts where id = '{{contact}}'
                 union all select gen_random_uuid(), '{{account}}', '{{post}}', '{{comment}}', 1001, 'comment', 'outbound', null, null, '{{mark}}-answer', 'closed', now(), '{{comment}}'
                 union all select gen_random_uuid(), '{{account}}', '{{post}}', gen_random_uuid(), 1002, 'comment', 'inbound', 'b', 'ben', '{{others}}', 'open', now(), null;
            insert into scheduled_messages (id, client_account_id, conversation_id, client_message_id, content, send_at, created_at)
                select gen_random_uuid(), '{{account}}', id, 'c', '{{mark}}-scheduled_messages', '2100-01-01', now() from conversations where contact_id = '{{contact}}';
            insert into notes (id, client_account_id, contact_id, body, created_at) values (gen_random_uuid(), '{{account}}', '{{contact}}', '{{mark}}-notes', now());
            insert into auto_reply_logs (client_account_id, subject_id, sequence, rule_name, outcome, response, decided_at) values ('{{account}}', '{{comment}}', 1000, 'R', 'replied', '{{mark}}-auto_reply_logs', now()),
                ('{{account}}', gen_random_uuid(), 1002, 'R', 'replied', '{{others}}', now());
            """);
        var planted = ExportedContact.Kinds.SelectMany(k => k.Tables).Distinct().ToDictionary(table => table, table => $"{mark}-{table}");
        (planted["conversations"], planted["contact_reads"]) = ("2004-05-06T07:08:09", "2005-06-07T08:09:10");
        return planted;
    }

    /// <summary>What was planted in each table stands in both files of the kinds that come from it.</summary>
    private static void Holds(ZipArchive zip, IReadOnlyList<ExportedKind> kinds, Dictionary<string, string> planted)
    {
        var wrong = from kind in kinds
                    from end in (string[])[".json", ".csv"]
                    let text = Text(zip.GetEntry(kind.Name + end)!)
                    from table in kind.Tables
                    where !text.Contains(planted[table], StringComparison.Ordinal)
                    select $"{planted[table]} in {kind.Name}{end}";
        Assert.Empty(wrong);
        Assert.All(kinds, kind => Assert.True(JsonDocument.Parse(Text(zip.GetEntry(kind.Name + ".json")!)).RootElement.GetArrayLength() > 0));
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Task<JsonElement> Ready(Seller seller, string path) => Eventually.Value(async () => (await seller.Get(path)).GetProperty("export") is { ValueKind: JsonValueKind.Object } export
        && export.GetProperty("state").GetString() == "ready" ? export : (JsonElement?)null, "The export");

    private async Task<ZipArchive> Download(JsonElement export)
    {
        using var http = new HttpClient { BaseAddress = product.Api.Url };
        using var answer = await http.GetAsync(new Uri(export.GetProperty("downloadUrl").GetString()!, UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "application/zip", "no-store"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.ToString()));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(export.GetProperty("size").GetInt64(), bytes.Length);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(new Uri(export.GetProperty("downloadUrl").GetString()!.Split("&sig=")[0] + "&sig=00", UriKind.Relative))).StatusCode);
        return new ZipArchive(new MemoryStream(bytes));
    }

    private async Task Expires(Seller seller, string path, JsonElement export)
    {
        Assert.InRange(export.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        await product.Database.Execute($"update exports set expires_at = now() - interval '1 second' where id = '{export.GetProperty("id").GetGuid()}'");
        Assert.Equal(JsonValueKind.Null, (await seller.Get(path)).GetProperty("export").ValueKind);
        await Gone(export);
    }

    private async Task Gone(JsonElement export)
    {
        using var http = new HttpClient { BaseAddress = product.Api.Url };
        await Eventually.True(async () =>
        {
            await product.Hurry();
            return (await http.GetAsync(new Uri(export.GetProperty("downloadUrl").GetString()!, UriKind.Relative))).StatusCode == HttpStatusCode.NotFound;
        }, Limit, "The end of the file");
    }

    private static string Mark() => $"zq{Guid.NewGuid():N}"[..10];
}
