namespace SocialSelling.Privacy;

/// <summary>What is kept of a user: who they are, what they did, and what they made. Not the conversations of their customers, whose data that is (<see cref="ExportedContact"/>).</summary>
public static class ExportedUser
{
    /// <summary>Accounts of the workspaces that the person is in: every question about large tables names them.</summary>
    private const string Mine = "(select a.id from client_accounts a join workspace_members m on m.workspace_id = a.workspace_id where m.user_id = @user)";

    public static IReadOnlyList<ExportedKind> Kinds { get; } =
    [
        new("profile", """
            select id, email, name, language, timezone, subscription_tier, role, preferences, email_verified, mfa_enabled, failed_logins, locked_until, last_login_at, created_at, updated_at
              from users where id = @user
            """, "users"),
        new("second-factor", """
            select f.created_at, f.confirmed_at, (select count(*) from recovery_codes c where c.user_id = f.user_id and c.used_at is null) as recovery_codes_left,
                   (select max(c.used_at) from recovery_codes c where c.user_id = f.user_id) as recovery_code_last_used_at
              from user_mfa f where f.user_id = @user
            """, "user_mfa", "recovery_codes"),
        new("workspaces", """
            select w.id, w.name, w.owner_id = @user as is_owner, m.role, m.created_at as member_since, m.restricted,
                   array(select a.username from member_accounts r join client_accounts a on a.id = r.account_id where r.workspace_id = w.id and r.user_id = @user order by 1) as restricted_to_accounts
              from workspaces w left join workspace_members m on m.workspace_id = w.id and m.user_id = @user
             where m.user_id is not null or w.owner_id = @user order by w.created_at, w.id
            """, "workspaces", "workspace_members", "member_accounts"),
        new("connected-accounts", """
            select id, workspace_id, platform, platform_account_id, username, display_name, biography, website, account_type, status, connected_at from client_accounts where user_id = @user order by connected_at, id
            """, "client_accounts"),
        new("consents", "select purpose, given, version, language, at, ip from consents where user_id = @user order by at, id", "consents"),
        new("sessions", "select id, ip, user_agent, created_at, last_used_at, expires_at, revoked_at, ended_because from sessions where user_id = @user order by created_at, id", "sessions"),
        new("session-renewals", "select family_id as session_id, ip, user_agent, created_at, expires_at, revoked_at from refresh_tokens where user_id = @user order by created_at, id", "refresh_tokens"),
        new("logins", "select id, occurred_at, outcome, session_id, ip, user_agent from logins where user_id = @user order by occurred_at, id", "logins"),
        new("mailed-codes", "select purpose, email, created_at, expires_at, used_at from mailed_tokens where user_id = @user order by created_at", "mailed_tokens"),
        new("former-emails", "select email, replaced_at from former_emails where user_id = @user order by replaced_at, email", "former_emails"),
        new("mails", $"""
            select m.template, m.recipient, m.language, m.status, m.created_at, m.sent_at, m.ended_at, m.reason, m.detail,
                   (select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.occurred_at, 'detail', e.detail) order by e.occurred_at) from mail_events e where e.mail_id = m.id) as events
              from mail_outbox m where m.user_id = @user or m.user_id is null and lower(m.recipient) in {PersonAddresses.Of("@user")} order by m.created_at, m.id
            """, "mail_outbox", "mail_events"),
        new("mail-suppressions", $"select address, reason, detail, created_at from mail_suppressions where address in {PersonAddresses.Of("@user")}", "mail_suppressions"),
        new("invitations", $"""
            select i.workspace_id, i.email, i.role, i.invited_by = @user as by_me, i.created_at, i.sent_at, i.expires_at
              from invitations i where i.invited_by = @user or lower(i.email) in {PersonAddresses.Of("@user")} order by i.created_at, i.id
            """, "invitations"),
        new("api-keys", """
            select k.id, k.workspace_id, u.name, k.prefix, k.scopes, k.created_at, k.expires_at, k.last_used_at, k.revoked_at from api_keys k join users u on u.id = k.id where k.created_by = @user order by k.created_at, k.id
            """, "api_keys"),
        new("notifications", "select id, workspace_id, client_account_id as account_id, kind, subject_id, count, facts, conversation_id, occurred_at, read_at from notifications where user_id = @user order by occurred_at, id", "notifications"),
        new("notification-preferences", "select kind, in_app, mail_by from notification_preferences where user_id = @user order by kind", "notification_preferences"),
        new("notification-mail", """
            select digest_at::text as digest_at, quiet, quiet_from::text as quiet_from, quiet_until::text as quiet_until, quiet_days, mailed_at, weekly, weekly_for::text as weekly_for from notification_mailing where user_id = @user
            """, "notification_mailing"),
        // Of what others did to the person, who and from where is theirs.
        new("activity", """
            select at, action, workspace_id, actor_id is not distinct from @user as by_me, actor_kind, subject_kind, subject_id, subject_label, before, after, result,
                   case when actor_id = @user then ip end as ip, case when actor_id = @user then request_id end as request_id
              from audit_entries where actor_id = @user or subject_id = @user order by at, id
            """, "audit_entries"),
        new("messages-written", $"""
            select id, client_account_id as account_id, conversation_id, message_type as kind, content as text, media_urls as attachments, status, sent_at
              from messages where client_account_id in {Mine} and sent_by_user_id = @user order by sent_at, id
            """, "messages"),
        new("comments-written", $"""
            select id, client_account_id as account_id, post_id, kind, content as text, delivery, commented_at from comments where client_account_id in {Mine} and sent_by_user_id = @user order by commented_at, id
            """, "comments"),
        new("scheduled-messages", """
            select id, client_account_id as account_id, conversation_id, content as text, quick_replies, send_at, held_at, held_because, created_at from scheduled_messages where user_id = @user order by created_at, id
            """, "scheduled_messages"),
        new("notes", $"""
            select id, client_account_id as account_id, contact_id, conversation_id, author_id is not distinct from @user as by_me, body, created_at
              from notes where author_id = @user or (client_account_id in {Mine} and mentions @> array[@user]) order by created_at, id
            """, "notes"),
        new("assigned-conversations", "select id, client_account_id as account_id, status, priority, last_message_at from conversations where assignee_id = @user order by last_message_at, id", "conversations"),
        new("posts", """
            select id, client_account_id as account_id, user_id is not distinct from @user as by_me, post_type as type, caption, first_comment, details, status, scheduled_time, local_time::text as local_time, timezone, published_at,
                   permalink, submitted_by is not distinct from @user as submitted_by_me, submitted_at, decided_by is not distinct from @user as decided_by_me, decided_at, rejection_reason, created_at
              from scheduled_posts where user_id = @user or submitted_by = @user or decided_by = @user order by created_at, id
            """, "scheduled_posts"),
        new("post-series", """
            select id, client_account_id as account_id, content, rule, first_date::text as first_date, last_date::text as last_date, local_time::text as local_time, timezone, status, created_at
              from post_series where user_id = @user order by created_at, id
            """, "post_series"),
        new("post-templates", "select id, workspace_id, name, category, post_type, caption, hashtags, mentions, created_at, updated_at from post_templates where user_id = @user order by created_at, id", "post_templates"),
        new("reply-templates", "select id, workspace_id, name, shortcut, category, language, content as text, created_at, updated_at from reply_templates where user_id = @user order by created_at, id", "reply_templates"),
        new("media", """
            select id, workspace_id, filename, kind, mime_type, file_size, width, height, duration_seconds, facts, tags, variant_of, created_at, original_removed_at from media_assets where user_id = @user order by created_at, id
            """, "media_assets"),
        new("uploads", "select id, workspace_id, filename, mime_type, file_size, expires_at from media_uploads where user_id = @user order by expires_at, id", "media_uploads"),
        new("webhook-replays", "select id, kind, state, received_from, received_to, reason, created_at, finished_at from webhook_replays where requested_by = @user order by created_at, id", "webhook_replays"),
        new("erasures", "select code, state, facts ->> 'Reason' as reason, received_at, begins_at, promised_at, finished_at from erasures where subject_id = @user order by received_at, id", "erasures"),
        new("exports", "select id, subject, state, requested_at, ready_at, expires_at from exports where requested_by = @user order by requested_at, id", "exports"),
    ];

    /// <summary>Files that the person has put into libraries, after <c>@after</c>; what is left of those whose originals were removed.</summary>
    public const string Files = """
        select storage_key, name from (
            select storage_key, 'media/' || id || coalesce(substring(storage_key from '\.[a-z0-9]+$'), '') as name from media_assets where user_id = @user and original_removed_at is null
            union all select coalesce(preview_key, thumbnail_key), 'media/' || id || '.preview.jpg' from media_assets where user_id = @user and original_removed_at is not null
        ) files where storage_key > @after order by storage_key limit @limit
        """;
}
