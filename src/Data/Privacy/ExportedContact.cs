namespace SocialSelling.Privacy;

/// <summary>What a workspace keeps of a person who wrote to its accounts or commented there: what an erasure would take away.</summary>
public static class ExportedContact
{
    /// <summary>As <see cref="ErasedContactRows"/> finds them: comments may bear another id than messages, and then the name alone tells whose they are.</summary>
    private const string Theirs = """
        select c.* from contacts k left join conversations v on v.contact_id = k.id
          join comments c on c.client_account_id = k.client_account_id and (c.author_id = k.platform_contact_id or c.conversation_id = v.id or (c.direction = 'inbound' and c.author_username = k.username))
         where k.id = any(@contacts)
        """;

    private const string Answered = $"theirs as ({Theirs}), talk as (select * from theirs union select c.* from comments c join theirs t on c.client_account_id = t.client_account_id and c.in_reply_to = t.id)";

    public static IReadOnlyList<ExportedKind> Kinds { get; } =
    [
        new("contact", """
            select k.id, k.client_account_id as account_id, a.username as account, k.platform_contact_id, k.username, k.name, k.profile_picture_url, k.follower_count, k.is_verified, k.follows_account, k.account_follows,
                   s.name as stage, k.deal_amount, k.deal_currency, array(select l.name from labels l where l.id = any(k.tag_ids) order by 1) as tags, k.attributes, k.merged_into, k.profile_fetched_at, k.created_at
              from contacts k join client_accounts a on a.id = k.client_account_id left join contacts root on root.id = k.merged_into left join pipeline_stages s on s.id = coalesce(root.stage_id, k.stage_id)
             where k.id = any(@contacts) order by k.created_at, k.id
            """, "contacts", "client_accounts", "labels", "pipeline_stages"),
        new("conversations", """
            select v.id, v.client_account_id as account_id, v.contact_id, v.status, v.priority, v.unread_count, array(select l.name from labels l where l.id = any(v.label_ids) order by 1) as labels, v.last_message_at,
                   v.last_inbound_at, r.read_at as read_by_contact_until, v.created_at
              from conversations v left join contact_reads r on r.conversation_id = v.id where v.contact_id = any(@contacts) order by v.created_at, v.id
            """, "conversations", "contact_reads"),
        new("messages", """
            select m.id, m.client_account_id as account_id, m.conversation_id, m.direction, m.message_type as kind, m.content as text, m.media_urls as attachments, m.quick_replies, m.platform_message_id, m.sender_id,
                   m.sender_name, m.recipient_id, m.status, m.automatic, m.own_reaction, m.sent_at, m.read_at, x.edited_text, x.edited_at, x.reaction, x.reaction_emoji, x.reacted_at
              from conversations v join messages m on m.client_account_id = v.client_account_id and m.conversation_id = v.id
              left join message_changes x on x.client_account_id = m.client_account_id and x.mid_key = m.mid_key
             where v.contact_id = any(@contacts) order by m.client_account_id, m.conversation_id, m.sent_at, m.sequence
            """, "messages", "message_changes"),
        new("files", """
            select f.message_id, f.position, f.state, f.source_url, f.mime_type, f.file_size, f.reason, f.created_at
              from conversations v join messages m on m.client_account_id = v.client_account_id and m.conversation_id = v.id
              join attachment_copies f on f.client_account_id = m.client_account_id and f.message_id = m.id
             where v.contact_id = any(@contacts) order by f.created_at, f.message_id, f.position
            """, "attachment_copies"),
        new("comments", $"""
            with {Answered}
            select c.id, c.client_account_id as account_id, p.permalink as post, c.kind, c.direction, c.author_id, c.author_username, c.content as text, c.in_reply_to, c.hidden, c.deleted_at, c.status, c.automatic, c.commented_at
              from talk c left join comment_posts p on p.id = c.post_id order by c.commented_at, c.id
            """, "comments", "comment_posts"),
        new("scheduled-messages", """
            select s.id, s.client_account_id as account_id, s.conversation_id, s.content as text, s.quick_replies, s.send_at, s.held_at, s.held_because, s.created_at
              from scheduled_messages s join conversations v on v.id = s.conversation_id where v.contact_id = any(@contacts) order by s.created_at, s.id
            """, "scheduled_messages"),
        new("notes", "select id, client_account_id as account_id, conversation_id, body, created_at from notes where contact_id = any(@contacts) order by created_at, id", "notes"),
        new("automatic-replies", $"""
            with {Answered}, subjects as (
                select v.client_account_id, m.id from conversations v join messages m on m.client_account_id = v.client_account_id and m.conversation_id = v.id where v.contact_id = any(@contacts)
                 union select client_account_id, id from talk
            )
            select l.client_account_id as account_id, l.subject_id, l.rule_name, l.outcome, l.response, l.decided_at
              from subjects s join auto_reply_logs l on l.client_account_id = s.client_account_id and l.subject_id = s.id order by l.decided_at, l.subject_id
            """, "auto_reply_logs"),
    ];

    /// <summary>Pictures of the person, and the files of messages, after <c>@after</c>.</summary>
    public const string Files = """
        select storage_key, name from (
            select k.picture_key as storage_key, 'media/picture-' || k.id || coalesce(substring(k.picture_key from '\.[a-z0-9]+$'), '') as name from contacts k where k.id = any(@contacts) and k.picture_key is not null
             union all
            select f.storage_key, 'media/' || f.message_id || '-' || f.position || coalesce(substring(f.storage_key from '\.[a-z0-9]+$'), '')
              from conversations v join messages m on m.client_account_id = v.client_account_id and m.conversation_id = v.id
              join attachment_copies f on f.client_account_id = m.client_account_id and f.message_id = m.id
             where v.contact_id = any(@contacts) and f.state = 'kept'
        ) files where storage_key > @after order by storage_key limit @limit
        """;
}
