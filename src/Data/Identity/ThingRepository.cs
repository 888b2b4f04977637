using System.Collections.Frozen;

namespace SocialSelling.Identity;

/// <summary>Which workspace a thing belongs to, by the name that its kind has in the API.</summary>
public sealed class ThingRepository(Sql db)
{
    private static readonly FrozenDictionary<string, string> OfAccounts = new Dictionary<string, string>
    {
        ["conversations"] = "conversations",
        ["contacts"] = "contacts",
        ["notes"] = "notes",
        ["comments"] = "comments",
        ["comments/posts"] = "comment_posts",
        ["posts"] = "scheduled_posts",
        ["post-series"] = "post_series",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> OfWorkspaces = new Dictionary<string, string>
    {
        ["accounts"] = "client_accounts",
        ["account-choices"] = "account_choices",
        ["labels"] = "labels",
        ["media"] = "media_assets",
        ["media/uploads"] = "media_uploads",
        ["reply-templates"] = "reply_templates",
        ["post-templates"] = "post_templates",
    }.ToFrozenDictionary();

    public static bool Knows(string kind) => kind == "workspaces" || OfAccounts.ContainsKey(kind) || OfWorkspaces.ContainsKey(kind);

    /// <summary>Things that are not there have none.</summary>
    public async Task<IReadOnlyCollection<Guid>> WorkspacesOf(string kind, Guid[] ids, CancellationToken ct)
    {
        if (kind == "workspaces") return ids;
        var sql = OfWorkspaces.TryGetValue(kind, out var own) ? $"select distinct t.workspace_id from {own} t where t.id = any(@ids)"
            : OfAccounts.TryGetValue(kind, out var table) ? $"select distinct a.workspace_id from {table} t join client_accounts a on a.id = t.client_account_id where t.id = any(@ids)"
            : throw new InvalidOperationException($"Say in {nameof(ThingRepository)} where '{kind}' belong.");
        return await db.Query(sql, r => r.GetGuid(0), ct, ("ids", ids));
    }
}
