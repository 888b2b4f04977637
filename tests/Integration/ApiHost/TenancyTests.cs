using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Infrastructure;
using static SocialSelling.Infrastructure.ApiFixture;

namespace SocialSelling.Hosting;

/// <summary>Nobody reaches what belongs to another workspace: asserted for every route of the OpenAPI document that names a thing by its id. A new route is covered, or fails here.</summary>
public sealed partial class TenancyTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    /// <summary>What the ids in their paths name is nobody's property.</summary>
    private static readonly string[] Free = ["/api/admin/", "/api/webhooks/", "/api/data-deletion/"];

    private static readonly string[] Kinds = ["accounts", "auto-replies/rules", "contacts", "conversations", "notes", "labels", "posts", "media", "media/uploads", "comments", "comments/posts", "messages", "scheduled-messages", "reply-templates", "slots", "post-series", "post-templates", "notifications", "auth/sessions", "webhooks", "deliveries", "invitations", "members", "api-keys", "account-choices"];

    private const string SeriesContent = """{"type":"feed","caption":"","mediaKeys":[],"details":{}}""", SeriesRule = """{"unit":"daily","every":1}""";

    /// <summary>Answered by grains, and no cluster runs here: for its owner the answer would not come.</summary>
    private static readonly string[] AskedOfGrains = ["/api/accounts/{id}/health"];

    /// <summary>Bodies whose rules the document does not tell. The others are made from their schemas.</summary>
    private static readonly Dictionary<string, object> Bodies = new()
    {
        ["POST /api/account-choices/{id}"] = new { accountIds = new[] { Guid.Empty } },
        ["POST /api/posts/{id}/schedule"] = new { scheduledAt = "2030-01-01T12:00:00Z" },
        ["POST /api/posts/{id}/reschedule"] = new { scheduledAt = "2030-01-01T12:00:00Z" },
        ["POST /api/media/{id}/variants"] = new { fit = "crop" },
        ["POST /api/accounts/{accountId}/auto-replies/rules"] = new { name = "New", eventType = "message", trigger = "question", response = "Hm" },
        ["POST /api/accounts/{accountId}/slots"] = new { weekday = "monday", time = "09:00:00", timeZone = "UTC" },
        ["PUT /api/workspaces/{workspaceId}/pipeline"] = new { stages = new[] { new { name = "New", color = "#112233" } } },
        ["POST /api/workspaces/{workspaceId}/invitations"] = new { email = "bia@example.com", role = "agent" },
        ["POST /api/workspaces/{workspaceId}/api-keys"] = new { name = "CRM", scopes = new[] { "accounts:read" } },
        ["POST /api/workspaces/{workspaceId}/labels"] = new { scope = "contact", name = "New", color = "#112233" },
    };

    [Fact]
    public async Task Every_route_answers_404_for_what_is_another_workspaces()
    {
        var owner = await api.SignedIn();
        var things = await Things(owner);
        var stranger = await api.SignedIn();
        var document = await owner.GetFromJsonAsync<JsonElement>("/api/docs/v1.json");

        var wrong = new List<string>();
        var asked = 0;
        foreach (var (method, path, operation) in Operations(document).Where(o => o.Path.Contains('{') && !Array.Exists(Free, f => o.Path.StartsWith(f, StringComparison.Ordinal))))
        {
            if (Fill(path, things) is not { } target)
            {
                wrong.Add($"{method} {path}: say in {nameof(Things)} which thing its id names");
                continue;
            }
            asked++;
            // The thing is there: what the stranger gets is a refusal, not an error in the test.
            if (method == "GET" && !AskedOfGrains.Contains(path) && await owner.GetAsync(target) is { IsSuccessStatusCode: false } own) wrong.Add($"{method} {path}: {(int)own.StatusCode} for its owner");
            using var request = new HttpRequestMessage(new HttpMethod(method), target);
            if (BodySchema(operation) is { } schema) request.Content = JsonContent.Create(Bodies.TryGetValue($"{method} {path}", out var body) ? body : Example(document, schema));
            using var answer = await stranger.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode != HttpStatusCode.NotFound || !text.Contains("-not-found\"", StringComparison.Ordinal)) wrong.Add($"{method} {path}: {(int)answer.StatusCode} {text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 25, $"Only {asked} routes were asked");
    }

    /// <summary>One of each thing, of the owner; by what stands before its id in the path.</summary>
    private async Task<Dictionary<string, Guid>> Things(HttpClient owner)
    {
        var user = (await Json(await owner.GetAsync("/api/users/me"))).GetProperty("id").GetGuid();
        var workspace = (await Json(await owner.GetAsync("/api/workspaces"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        var things = Kinds.ToDictionary(name => name, _ => Guid.NewGuid());
        (things["workspaces"], things["members"]) = (workspace, user);
        var choice = api.Services.GetRequiredService<Accounts.TokenCipher>().Seal(things["account-choices"], "[]");
        await api.Database.Execute($"""
            insert into client_accounts (id, workspace_id, user_id, platform, platform_account_id, username) values ('{things["accounts"]}', '{workspace}', '{user}', 'instagram', '{things["accounts"]}', 'shop');
            insert into contacts (id, client_account_id, platform_contact_id) values ('{things["contacts"]}', '{things["accounts"]}', '1');
            insert into conversations (id, client_account_id, contact_id, last_sequence, last_message_at, last_message_kind, last_message_direction)
            values ('{things["conversations"]}', '{things["accounts"]}', '{things["contacts"]}', 1, now(), 'text', 'inbound');
            insert into notes (id, client_account_id, contact_id, conversation_id, author_id, body, created_at)
            values ('{things["notes"]}', '{things["accounts"]}', '{things["contacts"]}', '{things["conversations"]}', '{user}', 'Hm', now());
            insert into comment_posts (id, client_account_id, platform_media_id, last_comment_at) values ('{things["comments/posts"]}', '{things["accounts"]}', '1', now());
            insert into comments (id, client_account_id, post_id, thread_id, sequence, kind, direction, status, commented_at)
            values ('{things["comments"]}', '{things["accounts"]}', '{things["comments/posts"]}', '{things["comments"]}', 2, 'comment', 'inbound', 'open', now());
            insert into messages (id, client_account_id, conversation_id, sequence, platform, sender_id, direction, message_type, status, sent_at)
            values ('{things["messages"]}', '{things["accounts"]}', '{things["conversations"]}', 1, 'instagram', '1', 'inbound', 'text', 'delivered', now());
            insert into scheduled_messages (id, client_account_id, conversation_id, client_message_id, send_at, created_at)
            values ('{things["scheduled-messages"]}', '{things["accounts"]}', '{things["conversations"]}', 'c', now(), now());
            insert into reply_templates (id, workspace_id, name, content) values ('{things["reply-templates"]}', '{workspace}', 'Hi', 'Hi');
            insert into post_templates (id, workspace_id, name, caption) values ('{things["post-templates"]}', '{workspace}', 'Hi', 'Hi');
            insert into auto_reply_rules (id, client_account_id, name, event_type, trigger, response) values ('{things["auto-replies/rules"]}', '{things["accounts"]}', 'Hm', 'message', 'question', 'Hm');
            insert into notifications (id, user_id, workspace_id, client_account_id, kind, subject_id, key, count, facts, occurred_at)
            values ('{things["notifications"]}', '{user}', '{workspace}', '{things["accounts"]}', 'message.received', '{things["conversations"]}', 'k', 1, '{"{}"}', now());
            insert into hooks (id, workspace_id, url, description, kinds, all_accounts, since, created_at)
            values ('{things["webhooks"]}', '{workspace}', 'https://example.com', '', array['message.received'], true, now(), now());
            insert into hook_deliveries (id, hook_id, kind, state, created_at, next_try_at, ended_at) values ('{things["deliveries"]}', '{things["webhooks"]}', 'webhook.test', 'failed', now(), now(), now());
            insert into sessions (id, user_id, session_token, expires_at) values ('{things["auth/sessions"]}', '{user}', 'x', now() + interval '1 day');
            insert into account_choices (id, user_id, workspace_id, session_id, accounts, key_id, expires_at)
            select '{things["account-choices"]}', '{user}', '{workspace}', id, '\x{Convert.ToHexString(choice.Encrypted)}', '{choice.KeyId}', now() + interval '10 minutes' from sessions where user_id = '{user}' and session_token <> 'x';
            insert into invitations (id, workspace_id, email, role, token_hash, created_at, sent_at, expires_at)
            values ('{things["invitations"]}', '{workspace}', 'bia@example.com', 'agent', '\x00', now(), now(), now() + interval '1 day');
            insert into users (id, kind, email, password_hash, name) values ('{things["api-keys"]}', 'key', '{things["api-keys"]}@key.invalid', '', 'CRM');
            insert into api_keys (id, workspace_id, prefix, secret_hash, scopes, created_at) values ('{things["api-keys"]}', '{workspace}', 'ssk_', '\x00', array['accounts:read'], now());
            insert into labels (id, workspace_id, scope, name, color) values ('{things["labels"]}', '{workspace}', 'contact', 'VIP', '#112233');
            insert into scheduled_posts (id, client_account_id, user_id, post_type, status) values ('{things["posts"]}', '{things["accounts"]}', '{user}', 'feed', 'draft');
            insert into post_series (id, client_account_id, content, rule, first_date, last_date, local_time, timezone, status, look_at)
            values ('{things["post-series"]}', '{things["accounts"]}', '{SeriesContent}', '{SeriesRule}', '2030-01-01', '2030-01-01', '09:00', 'UTC', 'active', '2030-01-01');
            insert into posting_slots (id, client_account_id, weekday, local_time, timezone) values ('{things["slots"]}', '{things["accounts"]}', 1, '09:00', 'UTC');
            insert into media_uploads (id, workspace_id, user_id, filename, mime_type, file_size, expires_at)
            values ('{things["media/uploads"]}', '{workspace}', '{user}', 'a.jpg', 'image/jpeg', 1, now() + interval '1 hour');
            insert into media_assets (id, workspace_id, user_id, filename, kind, mime_type, file_size, storage_key, sha256)
            values ('{things["media"]}', '{workspace}', '{user}', 'a.jpg', 'image', 'image/jpeg', 1, '{things["media"]}', '\x00');
            """);
        return things;
    }

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject() from operation in path.Value.EnumerateObject() select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    /// <returns>Null when the path names a thing that is not known.</returns>
    private static string? Fill(string path, Dictionary<string, Guid> things)
    {
        var known = true;
        var filled = IdInPath().Replace(path, id =>
        {
            known &= things.TryGetValue(id.Groups[1].Value.Trim('/'), out var thing);
            return id.Value[..id.Value.IndexOf('{')] + thing;
        });
        return known ? filled : null;
    }

    private static JsonElement? BodySchema(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) ? json.GetProperty("schema") : null;

    /// <summary>The least that a schema takes.</summary>
    private static object? Example(JsonElement document, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference)) return Example(document, document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]));
        if (schema.TryGetProperty("enum", out var values)) return values[0].Clone();
        var type = !schema.TryGetProperty("type", out var named) ? "object" : named.ValueKind == JsonValueKind.Array ? named.EnumerateArray().Select(t => t.GetString()).First(t => t != "null") : named.GetString();
        var format = schema.TryGetProperty("format", out var f) ? f.GetString() : null;
        return type switch
        {
            "string" => format switch { "uuid" => Guid.NewGuid().ToString(), "date-time" => TimeProvider.System.GetUtcNow().AddHours(1).ToString("O"), _ => "x" },
            "integer" or "number" => 1,
            "boolean" => true,
            "array" => schema.TryGetProperty("minItems", out var least) && least.GetInt32() > 0 ? new[] { Example(document, schema.GetProperty("items")) } : Array.Empty<object>(),
            _ => schema.TryGetProperty("required", out var required)
                ? required.EnumerateArray().Select(r => r.GetString()!).ToDictionary(name => name, name => Example(document, schema.GetProperty("properties").GetProperty(name)))
                : new Dictionary<string, object?>(),
        };
    }

    [GeneratedRegex(@"(?:^/api)?(/[a-z/-]+/)\{\w+\}")]
    private static partial Regex IdInPath();
}
