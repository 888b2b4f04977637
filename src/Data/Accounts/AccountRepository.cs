using System.Text.Json;
using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Identity;
using SocialSelling.Mail;

namespace SocialSelling.Accounts;

/// <summary>Accounts and their tokens. Grains write; API hosts read, always as a user who is a member of the account's workspace.</summary>
public sealed class AccountRepository(Sql db)
{
    internal const string Columns = """
        a.id, a.workspace_id, a.user_id, a.platform, a.platform_account_id, a.app_scoped_id, a.username, a.display_name, a.profile_picture_url, a.account_type,
        a.follower_count, a.following_count, a.media_count, a.biography, a.website, a.status, a.status_reason, a.permissions, a.webhook_subscribed_at,
        (select e.occurred_at from account_events e where e.account_id = a.id order by e.sequence desc limit 1), a.connected_at, a.page_id
        """;

    public Task<AccountRow?> Find(Guid id, CancellationToken ct) =>
        db.Find($"select {Columns} from client_accounts a where a.id = @id and a.deleted_at is null", Read, ct, ("id", id));

    public Task<TokenRow?> FindToken(Guid accountId, CancellationToken ct) => db.Find(
        "select access_token_encrypted, key_id, issued_at, expires_at from oauth_tokens where client_account_id = @accountId and expires_at is not null",
        r => new TokenRow(r.GetFieldValue<byte[]>(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2), r.GetFieldValue<DateTimeOffset>(3)), ct, ("accountId", accountId));

    /// <summary>
    /// Stores the account, or brings it back, with its token, in one transaction. Looking for its comments is due with it, and reading its past is not planned: should nobody
    /// be left to go on, the sweeper wakes an account that sees by that what is missing.
    /// </summary>
    /// <param name="mail">To whoever connected it and to the owner of the workspace, when it was not connected before: a login that is renewed is no news.</param>
    /// <returns>Not stored when the account is connected in another workspace, or the tier of the workspace's owner has no room for it; nothing is changed then.</returns>
    public Task<(bool Stored, TierExcess? Excess)> Connect(
        AccountRow account, TokenRow token, TierOptions tiers, Func<ConnectedReader, MailMessage?> mail, AuditSource by, CancellationToken ct) => db.Transaction<(bool, TierExcess?)>(async connection =>
    {
        var was = await connection.Scalar<string>("select status from client_accounts where id = @id and workspace_id = @workspaceId and deleted_at is null", ct, ("id", account.Id), ("workspaceId", account.WorkspaceId));
        // What counts already may be connected again, even where there is more than the tier allows by now.
        if (was is null or "disconnected" && await (await TierRoom.Hold(connection, account.WorkspaceId, tiers, ct)).OneMoreAccount(account.Id, ct) is { } excess) return (false, excess);
        if (!await Store(connection, account, token, ct)) return (false, null);
        var entry = new AuditEntry(was is null ? AuditAction.AccountConnected : AuditAction.AccountReconnected, by) { WorkspaceId = account.WorkspaceId }.To("account", account.Id, account.Username);
        await AuditLog.Add(connection, (was is null ? entry : entry.Was(("status", was))).Is(("status", "active"), ("permissions", account.Scopes)), account.ConnectedAt, ct);
        if (was is null or "disconnected")
            foreach (var reader in await Readers(connection, account, ct)) await MailOutbox.Add(connection, mail(reader), account.ConnectedAt, ct);
        return (true, null);
    }, ct);

    /// <summary>People whose address is theirs for sure: the mail names a workspace.</summary>
    private static Task<List<ConnectedReader>> Readers(NpgsqlConnection connection, AccountRow account, CancellationToken ct) => connection.Query("""
        select u.id, u.email, u.name, u.language, u.timezone, w.name, coalesce(c.name, '') from workspaces w left join users c on c.id = @userId
          join users u on u.id in (@userId, w.owner_id) and u.kind = 'person' and u.email_verified and u.deleted_at is null where w.id = @workspaceId order by u.id
        """, r => new ConnectedReader(new UserRow { Id = r.GetGuid(0), Email = r.GetString(1), Name = r.GetString(2), Language = r.GetString(3), TimeZone = r.GetString(4) }, r.GetString(5), r.GetString(6)), ct,
        ("userId", account.UserId), ("workspaceId", account.WorkspaceId));

    private static async Task<bool> Store(NpgsqlConnection connection, AccountRow account, TokenRow token, CancellationToken ct) => await connection.Scalar<bool>("""
        with account as (
            insert into client_accounts as a (id, workspace_id, user_id, platform, platform_account_id, app_scoped_id, username, display_name, profile_picture_url, account_type,
                follower_count, following_count, media_count, biography, website, status, permissions, connected_at, page_id)
            select @id, @workspaceId, @userId, @platform, @platformAccountId, @appScopedId::text, @username, @displayName::text, @picture::text, @accountType::text,
                @followers, @following, @media, @biography::text, @website::text, 'active', @permissions::jsonb, @connectedAt, @pageId::text
             where not exists (select from erasures e where e.subject_id = @id and e.subject = 'account' and e.state in ('waiting', 'running'))
            on conflict (id) do update set workspace_id = excluded.workspace_id, user_id = excluded.user_id, app_scoped_id = excluded.app_scoped_id, username = excluded.username,
                display_name = excluded.display_name, profile_picture_url = excluded.profile_picture_url, account_type = excluded.account_type,
                follower_count = excluded.follower_count, following_count = excluded.following_count, media_count = excluded.media_count, biography = excluded.biography,
                website = excluded.website, status = 'active', status_reason = null, permissions = excluded.permissions, connected_at = excluded.connected_at, page_id = excluded.page_id, deleted_at = null
            where a.workspace_id = excluded.workspace_id or a.status = 'disconnected' or a.deleted_at is not null
            returning id
        ), token as (
            insert into oauth_tokens (client_account_id, platform, access_token_encrypted, key_id, issued_at, expires_at, scope)
            select id, @platform, @encrypted, @keyId, @issuedAt, @expiresAt, @scope from account
            on conflict (client_account_id) do update set access_token_encrypted = excluded.access_token_encrypted, key_id = excluded.key_id,
                issued_at = excluded.issued_at, expires_at = excluded.expires_at, scope = excluded.scope
            returning client_account_id
        ), scan as (
            insert into comment_scans as s (account_id, step, next_step_at) select id, 1, @connectedAt from account
            on conflict (account_id) do update set step = s.step + 1, cursor = null, pages = 0, attempts = 0, next_step_at = excluded.next_step_at
        ), past as (
            update account_history h set step = h.step + 1, next_step_at = null from account where h.account_id = account.id and h.state <> 'running'
        )
        select exists (select from token)
        """, ct,
        ("id", account.Id), ("workspaceId", account.WorkspaceId), ("userId", account.UserId), ("platform", account.Platform), ("platformAccountId", account.PlatformAccountId),
        ("appScopedId", account.AppScopedId), ("username", account.Username), ("displayName", account.DisplayName), ("picture", account.ProfilePictureUrl),
        ("accountType", account.AccountType), ("followers", account.FollowerCount), ("following", account.FollowingCount), ("media", account.MediaCount),
        ("biography", account.Biography), ("website", account.Website), ("permissions", JsonSerializer.Serialize(account.Scopes)), ("connectedAt", account.ConnectedAt), ("pageId", account.PageId),
        ("encrypted", token.Encrypted), ("keyId", token.KeyId), ("issuedAt", token.IssuedAt), ("expiresAt", token.ExpiresAt), ("scope", string.Join(',', account.Scopes)));

    /// <summary>Replaces the token unless a newer one is there already: a refresh that comes late must not undo a reconnect.</summary>
    public async Task<bool> ReplaceToken(Guid accountId, TokenRow token, DateTimeOffset replaces, CancellationToken ct) => await db.Execute("""
        update oauth_tokens set access_token_encrypted = @encrypted, key_id = @keyId, issued_at = @issuedAt, expires_at = @expiresAt
         where client_account_id = @accountId and issued_at = @replaces
        """, ct, ("accountId", accountId), ("encrypted", token.Encrypted), ("keyId", token.KeyId), ("issuedAt", token.IssuedAt), ("expiresAt", token.ExpiresAt), ("replaces", replaces)) == 1;

    public async Task<WebhookRow> FindWebhook(Guid accountId, CancellationToken ct) => await db.Find(
        "select webhook_subscribed_at, webhook_fields, webhook_checked_at, webhook_failure from client_accounts where id = @accountId",
        r => new WebhookRow(r.Optional<DateTimeOffset>(0), JsonSerializer.Deserialize<string[]>(r.GetString(1)) ?? [], r.Optional<DateTimeOffset>(2), r.OptionalText(3)), ct, ("accountId", accountId))
        ?? new WebhookRow(null, [], null, null);

    public Task MarkSubscribed(Guid accountId, IReadOnlyList<string> fields, DateTimeOffset at, CancellationToken ct) => db.Execute(
        "update client_accounts set webhook_subscribed_at = @at, webhook_fields = @fields::jsonb, webhook_checked_at = @at, webhook_failure = null where id = @accountId", ct,
        ("accountId", accountId), ("at", at), ("fields", JsonSerializer.Serialize(fields)));

    /// <param name="fields">Null when Meta did not say.</param>
    public Task MarkWebhook(Guid accountId, IReadOnlyList<string>? fields, DateTimeOffset at, string? failure, CancellationToken ct) => db.Execute(
        "update client_accounts set webhook_fields = coalesce(@fields::jsonb, webhook_fields), webhook_checked_at = @at, webhook_failure = left(@failure::text, 64) where id = @accountId", ct,
        ("accountId", accountId), ("at", at), ("failure", failure), ("fields", fields is null ? null : JsonSerializer.Serialize(fields)));

    public Task MarkUnsubscribed(Guid accountId, CancellationToken ct) => db.Execute("update client_accounts set webhook_subscribed_at = null, webhook_fields = '[]', webhook_failure = null where id = @accountId", ct, ("accountId", accountId));

    public Task EraseToken(Guid accountId, CancellationToken ct) => db.Execute("delete from oauth_tokens where client_account_id = @accountId", ct, ("accountId", accountId));

    /// <summary>Takes the account away from everybody, and its login for good.</summary>
    public Task Retire(Guid accountId, DateTimeOffset at, CancellationToken ct) => db.Execute("""
        with login as (delete from oauth_tokens where client_account_id = @accountId)
        update client_accounts set status = 'disconnected', status_reason = null, deleted_at = coalesce(deleted_at, @at) where id = @accountId
        """, ct, ("accountId", accountId), ("at", at));

    /// <summary>Whom a signed request of Meta's means: it names the account by either of its numbers.</summary>
    /// <param name="issuedAt">When Meta said it: of an account that has been connected anew since then, another connection was meant.</param>
    public Task<List<Guid>> ListByMetaId(string id, DateTimeOffset issuedAt, CancellationToken ct) => db.Query("""
        select id from client_accounts where platform = 'instagram' and (platform_account_id = @id or app_scoped_id = @id) and connected_at < @issuedAt::timestamptz + interval '1 minute'
        """, r => r.GetGuid(0), ct, ("id", id), ("issuedAt", issuedAt));

    /// <summary>The statement that changes an account's status beside its event.</summary>
    public static Guarded StatusChange(Guid accountId, string status, string? reason) => new(
        "update client_accounts set status = @status, status_reason = @reason::text where id = @accountId",
        [("accountId", accountId), ("status", status), ("reason", reason)]);

    /// <summary>The login has died, unless it has been replaced meanwhile.</summary>
    /// <param name="issuedAt">Of the login that died.</param>
    /// <param name="connectedAt">Of the connection it belongs to: PostgreSQL, having waited for a connect that was under way, looks again at the account's row, and not at the token's.</param>
    public static Guarded Expire(Guid accountId, string status, string reason, DateTimeOffset issuedAt, DateTimeOffset connectedAt) => new("""
        update client_accounts a set status = @status, status_reason = @reason from oauth_tokens t
         where a.id = @accountId and a.status = 'active' and a.connected_at = @connectedAt and t.client_account_id = a.id and t.issued_at = @issuedAt
        """, [("accountId", accountId), ("status", status), ("reason", reason), ("issuedAt", issuedAt), ("connectedAt", connectedAt)]);

    /// <summary>The account, if <paramref name="userId"/> is a member of its workspace.</summary>
    public Task<AccountListRow?> FindFor(Guid userId, Guid accountId, CancellationToken ct) => db.Find(List + " and a.id = @accountId", ReadList, ct, ("userId", userId), ("accountId", accountId));

    /// <summary>The accounts of all workspaces of a user, by name.</summary>
    public Task<List<AccountListRow>> ListFor(Guid userId, Guid? workspaceId, CancellationToken ct) => db.Query(
        List + " and (@workspaceId::uuid is null or a.workspace_id = @workspaceId) order by a.username, a.id", ReadList, ct, ("userId", userId), ("workspaceId", workspaceId));

    /// <summary>The ids alone: what every other read of the user is scoped by.</summary>
    public Task<List<Guid>> IdsFor(Guid userId, CancellationToken ct) => db.Query("""
        select account_id from account_access where user_id = @userId
        """, r => r.GetGuid(0), ct, ("userId", userId));

    /// <summary>The same for a list that is narrowed to a workspace, an account, or both; what is null narrows nothing.</summary>
    /// <returns>Null when <paramref name="accountId"/> is not the user's, or not in that workspace.</returns>
    public async Task<List<Guid>?> IdsFor(Guid userId, Guid? workspaceId, Guid? accountId, CancellationToken ct)
    {
        var ids = await db.Query("""
            select account_id from account_access
             where user_id = @userId and (@workspaceId::uuid is null or workspace_id = @workspaceId) and (@accountId::uuid is null or account_id = @accountId)
            """, r => r.GetGuid(0), ct, ("userId", userId), ("workspaceId", workspaceId), ("accountId", accountId));
        return accountId is not null && ids.Count == 0 ? null : ids;
    }

    private const string List = $"""
        select {Columns}, t.expires_at,
               coalesce((select u.messages from unread_totals u where u.client_account_id = a.id), 0)::int
          from client_accounts a
          join account_access m on m.account_id = a.id
          left join oauth_tokens t on t.client_account_id = a.id
         where m.user_id = @userId
        """;

    internal static AccountRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetString(3), r.GetString(4), r.OptionalText(5), r.GetString(6), r.OptionalText(7), r.OptionalText(8), r.OptionalText(9),
        r.GetInt32(10), r.GetInt32(11), r.GetInt32(12), r.OptionalText(13), r.OptionalText(14), r.GetString(15), r.OptionalText(16),
        JsonSerializer.Deserialize<string[]>(r.GetString(17)) ?? [], r.Optional<DateTimeOffset>(18), r.Optional<DateTimeOffset>(19), r.GetFieldValue<DateTimeOffset>(20), r.OptionalText(21));

    private static AccountListRow ReadList(NpgsqlDataReader r) => new(Read(r), r.Optional<DateTimeOffset>(22), r.GetInt32(23));
}
