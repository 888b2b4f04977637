using Npgsql;

namespace SocialSelling.Inbox;

/// <summary>A text that a workspace writes often. <see cref="Shortcut"/> is lower case, without its slash.</summary>
public sealed record ReplyTemplateRow(
    Guid Id, Guid WorkspaceId, Guid? UserId, string Name, string? Shortcut, string Category, string? Language, string Content, int UsageCount, DateTimeOffset? LastUsedAt,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Reply templates of workspaces. Every query that serves a user names that user.</summary>
public sealed class ReplyTemplateRepository(Sql db)
{
    private const string Columns = """
        t.id, t.workspace_id, t.user_id, t.name, t.shortcut, t.category, t.language, t.content, t.usage_count, t.last_used_at, t.created_at, t.updated_at
        """;

    /// <returns>False when the template is there already, or the workspace has another under this shortcut.</returns>
    public async Task<bool> Add(ReplyTemplateRow row, CancellationToken ct) => await db.Execute("""
        insert into reply_templates (id, workspace_id, user_id, name, shortcut, category, language, content, created_at)
        values (@id, @workspaceId, @userId::uuid, @name, @shortcut::text, @category, @language::text, @content, @createdAt)
        on conflict do nothing
        """, ct,
        ("id", row.Id), ("workspaceId", row.WorkspaceId), ("userId", row.UserId), ("name", row.Name), ("shortcut", row.Shortcut), ("category", row.Category),
        ("language", row.Language), ("content", row.Content), ("createdAt", row.CreatedAt)) == 1;

    /// <summary>The template, if <paramref name="userId"/> is a member of its workspace.</summary>
    public Task<ReplyTemplateRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns} from reply_templates t join workspace_members w on w.workspace_id = t.workspace_id where t.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page of the templates of the user's workspaces, newest first.</summary>
    /// <param name="search">Part of name, shortcut or text; null for all.</param>
    public Task<List<ReplyTemplateRow>> Page(
        Guid userId, Guid? workspaceId, string? category, string? language, string? search, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from reply_templates t join workspace_members w on w.workspace_id = t.workspace_id
         where w.user_id = @userId and (@workspaceId::uuid is null or t.workspace_id = @workspaceId) and (@category::text is null or t.category = @category)
           and (@language::text is null or t.language = @language)
           and (@search::text is null or position(lower(@search) in lower(t.name || ' ' || coalesce(t.shortcut, '') || ' ' || t.content)) > 0)
           and (@at::timestamptz is null or (t.created_at, t.id) < (@at, @id::uuid))
         order by t.created_at desc, t.id desc limit @limit
        """, Read, ct, ("userId", userId), ("workspaceId", workspaceId), ("category", category), ("language", language), ("search", search), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    /// <returns>False when the workspace has another template under this shortcut.</returns>
    public async Task<bool> Replace(ReplyTemplateRow row, CancellationToken ct)
    {
        try
        {
            await db.Execute("""
                update reply_templates set name = @name, shortcut = @shortcut::text, category = @category, language = @language::text, content = @content where id = @id
                """, ct, ("id", row.Id), ("name", row.Name), ("shortcut", row.Shortcut), ("category", row.Category), ("language", row.Language), ("content", row.Content));
            return true;
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ux_reply_templates_shortcut" })
        {
            return false;
        }
    }

    public Task Delete(Guid id, CancellationToken ct) => db.Execute("delete from reply_templates where id = @id", ct, ("id", id));

    /// <summary>Counts one use. Nothing happens when the template is gone.</summary>
    public Task CountUse(Guid workspaceId, Guid id, DateTimeOffset at, CancellationToken ct) => db.Execute(
        "update reply_templates set usage_count = usage_count + 1, last_used_at = @at where id = @id and workspace_id = @workspaceId", ct, ("workspaceId", workspaceId), ("id", id), ("at", at));

    private static ReplyTemplateRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.Optional<Guid>(2), r.GetString(3), r.OptionalText(4), r.GetString(5), r.OptionalText(6), r.GetString(7), r.GetInt32(8), r.Optional<DateTimeOffset>(9),
        r.GetFieldValue<DateTimeOffset>(10), r.GetFieldValue<DateTimeOffset>(11));
}
