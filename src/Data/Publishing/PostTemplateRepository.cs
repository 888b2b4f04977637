using Npgsql;

namespace SocialSelling.Publishing;

/// <summary>A caption that a workspace writes often. Hashtags and mentions stand without their marks.</summary>
public sealed record PostTemplateRow(
    Guid Id, Guid WorkspaceId, Guid? UserId, string Name, string? Category, string? Type, string Caption, IReadOnlyList<string> Hashtags, IReadOnlyList<string> Mentions, int UsageCount,
    DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Post templates of workspaces. Every query that serves a user names that user.</summary>
public sealed class PostTemplateRepository(Sql db)
{
    private const string Columns = """
        t.id, t.workspace_id, t.user_id, t.name, t.category, t.post_type, t.caption, t.hashtags, t.mentions, t.usage_count, t.last_used_at, t.created_at, t.updated_at
        """;

    /// <summary>Nothing happens when the template is there already.</summary>
    public Task Add(PostTemplateRow row, CancellationToken ct) => db.Execute("""
        insert into post_templates (id, workspace_id, user_id, name, category, post_type, caption, hashtags, mentions, created_at)
        values (@id, @workspaceId, @userId::uuid, @name, @category::text, @type::text, @caption, @hashtags, @mentions, @createdAt)
        on conflict (id) do nothing
        """, ct, [.. Content(row), ("workspaceId", row.WorkspaceId), ("userId", row.UserId), ("createdAt", row.CreatedAt)]);

    /// <summary>The template, if <paramref name="userId"/> is a member of its workspace.</summary>
    public Task<PostTemplateRow?> FindFor(Guid userId, Guid id, CancellationToken ct) => db.Find($"""
        select {Columns} from post_templates t join workspace_members w on w.workspace_id = t.workspace_id where t.id = @id and w.user_id = @userId
        """, Read, ct, ("id", id), ("userId", userId));

    /// <summary>A page of the templates of the user's workspaces, newest first.</summary>
    /// <param name="search">Part of name or caption; null for all.</param>
    public Task<List<PostTemplateRow>> Page(Guid userId, Guid? workspaceId, string? category, string? search, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query($"""
        select {Columns} from post_templates t join workspace_members w on w.workspace_id = t.workspace_id
         where w.user_id = @userId and (@workspaceId::uuid is null or t.workspace_id = @workspaceId) and (@category::text is null or t.category = @category)
           and (@search::text is null or position(lower(@search) in lower(t.name || ' ' || t.caption)) > 0)
           and (@at::timestamptz is null or (t.created_at, t.id) < (@at, @id::uuid))
         order by t.created_at desc, t.id desc limit @limit
        """, Read, ct, ("userId", userId), ("workspaceId", workspaceId), ("category", category), ("search", search), ("at", before?.At), ("id", before?.Id), ("limit", limit));

    public Task Replace(PostTemplateRow row, CancellationToken ct) => db.Execute("""
        update post_templates set name = @name, category = @category::text, post_type = @type::text, caption = @caption, hashtags = @hashtags, mentions = @mentions where id = @id
        """, ct, Content(row));

    public Task Delete(Guid id, CancellationToken ct) => db.Execute("delete from post_templates where id = @id", ct, ("id", id));

    /// <summary>Counts one use. Nothing happens when the template is gone.</summary>
    public Task CountUse(Guid id, DateTimeOffset at, CancellationToken ct) =>
        db.Execute("update post_templates set usage_count = usage_count + 1, last_used_at = @at where id = @id", ct, ("id", id), ("at", at));

    private static (string, object?)[] Content(PostTemplateRow row) =>
        [("id", row.Id), ("name", row.Name), ("category", row.Category), ("type", row.Type), ("caption", row.Caption), ("hashtags", row.Hashtags.ToArray()), ("mentions", row.Mentions.ToArray())];

    private static PostTemplateRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.Optional<Guid>(2), r.GetString(3), r.OptionalText(4), r.OptionalText(5), r.GetString(6), r.GetFieldValue<string[]>(7), r.GetFieldValue<string[]>(8),
        r.GetInt32(9), r.Optional<DateTimeOffset>(10), r.GetFieldValue<DateTimeOffset>(11), r.GetFieldValue<DateTimeOffset>(12));
}
