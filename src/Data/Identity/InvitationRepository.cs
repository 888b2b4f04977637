using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Identity;

/// <summary>Open invitations. Whoever brings the secret of one reads the mail of the address that it was sent to.</summary>
public sealed class InvitationRepository(Sql db)
{
    /// <summary>Of one workspace: whoever got hold of an account here shall not write to the whole world with it.</summary>
    public const int MostOpen = 50;

    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(30);

    private const string Select = """
        select i.id, i.workspace_id, w.name, i.email, i.role, i.invited_by, u.name, i.created_at, i.sent_at, i.expires_at
          from invitations i join workspaces w on w.id = i.workspace_id left join users u on u.id = i.invited_by
        """;

    /// <summary>Of a workspace, the newest first; those past their time too, because they can be sent again.</summary>
    public Task<List<InvitationRow>> List(Guid workspaceId, CancellationToken ct) =>
        db.Query(Select + " where i.workspace_id = @workspaceId order by i.created_at desc, i.id desc", Read, ct, ("workspaceId", workspaceId));

    public Task<InvitationRow?> Find(Guid workspaceId, Guid id, CancellationToken ct) =>
        db.Find(Select + " where i.workspace_id = @workspaceId and i.id = @id", Read, ct, ("workspaceId", workspaceId), ("id", id));

    /// <returns>Null when it is unknown, over, or was accepted or revoked.</returns>
    public Task<InvitationRow?> FindByToken(byte[] hash, DateTimeOffset now, CancellationToken ct) =>
        db.Find(Select + " where i.token_hash = @hash and i.expires_at > @now", Read, ct, ("hash", hash), ("now", now));

    /// <summary>Stores an invitation with the mail that carries it.</summary>
    public Task<Invited> Add(NewInvitation invitation, MailMessage mail, TierOptions tiers, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction<Invited>(async connection =>
    {
        // Two at once would both find room.
        var room = await TierRoom.Hold(connection, invitation.WorkspaceId, tiers, ct);
        await connection.Execute("delete from invitations where workspace_id = @id and expires_at < @before", ct, ("id", invitation.WorkspaceId), ("before", now - KeptAfterExpiry));
        var isMember = await connection.Scalar<bool>("""
            select exists (select from workspace_members m join users u on u.id = m.user_id where m.workspace_id = @id and lower(u.email) = lower(@email) and u.deleted_at is null)
            """, ct, ("id", invitation.WorkspaceId), ("email", invitation.Email));
        if (isMember) return InvitationOutcome.IsMember;
        if (await connection.Scalar<long>("select count(*) from invitations where workspace_id = @id", ct, ("id", invitation.WorkspaceId)) >= MostOpen) return InvitationOutcome.TooMany;
        if (await room.OneMoreMember(invitation.Email, now, ct) is { } excess) return new(InvitationOutcome.NoRoom, excess);
        var added = await connection.Execute("""
            insert into invitations (id, workspace_id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
            values (@id, @workspaceId, @email, @role, @hash, @by, @now, @now, @expiresAt) on conflict (workspace_id, lower(email)) do nothing
            """, ct, ("id", invitation.Id), ("workspaceId", invitation.WorkspaceId), ("email", invitation.Email), ("role", invitation.Role), ("hash", invitation.TokenHash), ("by", invitation.InvitedBy),
            ("now", now), ("expiresAt", invitation.ExpiresAt));
        if (added == 0) return InvitationOutcome.IsInvited;
        await MailOutbox.Add(connection, mail, now, ct);
        await AuditLog.Add(connection, entry, now, ct);
        return InvitationOutcome.Invited;
    }, ct);

    /// <summary>Sends it once more, with another secret: the former counts no more. One that is over needs room again.</summary>
    /// <param name="notSince">When it was sent after this, nothing is done.</param>
    public Task<Invited> SendAgain(InvitationRow invitation, byte[] tokenHash, DateTimeOffset expiresAt, MailMessage mail, DateTimeOffset notSince, TierOptions tiers, DateTimeOffset now, CancellationToken ct) => db.Transaction<Invited>(async connection =>
    {
        if (invitation.ExpiresAt <= now && await (await TierRoom.Hold(connection, invitation.WorkspaceId, tiers, ct)).OneMoreMember(invitation.Email, now, ct) is { } excess) return new(InvitationOutcome.NoRoom, excess);
        if (await connection.Execute("update invitations set token_hash = @hash, sent_at = @now, expires_at = @expiresAt where id = @id and sent_at <= @notSince", ct,
            ("hash", tokenHash), ("now", now), ("expiresAt", expiresAt), ("id", invitation.Id), ("notSince", notSince)) == 0) return InvitationOutcome.TooSoon;
        await MailOutbox.Add(connection, mail, now, ct);
        return InvitationOutcome.Invited;
    }, ct);

    /// <returns>False when there is none: accepted in the very moment, perhaps.</returns>
    public Task<bool> Revoke(Guid workspaceId, Guid id, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        if (await connection.Execute("delete from invitations where workspace_id = @workspaceId and id = @id", ct, ("workspaceId", workspaceId), ("id", id)) == 0) return false;
        await AuditLog.Add(connection, entry, now, ct);
        return true;
    }, ct);

    /// <summary>Uses an invitation up: its person is a member, and reads the mail of their address. Who is a member already keeps the role they have.</summary>
    /// <param name="entry">The workspace's is filled in.</param>
    /// <returns>The workspace; null when the invitation counts no more, or is for another address than the person has.</returns>
    public Task<Guid?> Accept(byte[] hash, Guid userId, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Transaction(async connection =>
    {
        var workspaceId = await connection.Scalar<Guid?>("""
            with used as (
                delete from invitations i using users u
                 where i.token_hash = @hash and i.expires_at > @now and u.id = @userId and lower(u.email) = lower(i.email) and u.deleted_at is null
                returning i.workspace_id, i.role
            ), joined as (
                insert into workspace_members (workspace_id, user_id, role, created_at) select workspace_id, @userId, role, @now from used on conflict do nothing
            )
            select workspace_id from used
            """, ct, ("hash", hash), ("now", now), ("userId", userId));
        if (workspaceId is null) return null;
        await connection.Execute("update users set email_verified = true where id = @userId and not email_verified", ct, ("userId", userId));
        await AuditLog.Add(connection, entry.In(workspaceId), now, ct);
        return workspaceId;
    }, ct);

    private static InvitationRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.Optional<Guid>(5), r.OptionalText(6), r.GetFieldValue<DateTimeOffset>(7), r.GetFieldValue<DateTimeOffset>(8),
        r.GetFieldValue<DateTimeOffset>(9));
}

public sealed record NewInvitation(Guid Id, Guid WorkspaceId, string Email, string Role, byte[] TokenHash, Guid InvitedBy, DateTimeOffset ExpiresAt);

/// <param name="InvitedBy">Null once that person is gone.</param>
public sealed record InvitationRow(
    Guid Id, Guid WorkspaceId, string Workspace, string Email, string Role, Guid? InvitedBy, string? Inviter, DateTimeOffset CreatedAt, DateTimeOffset SentAt, DateTimeOffset ExpiresAt);

public enum InvitationOutcome { Invited, IsMember, IsInvited, TooMany, TooSoon, NoRoom }

/// <param name="Excess">Why there is no room.</param>
public sealed record Invited(InvitationOutcome Outcome, TierExcess? Excess = null)
{
    public static implicit operator Invited(InvitationOutcome outcome) => new(outcome);
}
