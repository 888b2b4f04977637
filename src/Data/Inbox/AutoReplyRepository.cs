using System.Text.Json;
using Npgsql;
using SocialSelling.Audit;

namespace SocialSelling.Inbox;

/// <summary>Rules that answer by themselves, what they may decide about, and what they have decided.</summary>
public sealed class AutoReplyRepository(Sql db)
{
    private const string RuleColumns = """
        id, client_account_id, name, event_type, trigger, match, patterns, response, privately, enabled, priority, hours, usage_count, last_used_at, created_at
        """;

    /// <summary>The settings as they are; switched off where nobody has set any.</summary>
    public async Task<AutoReplySettingsRow> Settings(Guid accountId, CancellationToken ct) => await db.Find(
        "select client_account_id, enabled, time_zone, decided_sequence from auto_reply_settings where client_account_id = @accountId",
        r => new AutoReplySettingsRow(r.GetGuid(0), r.GetBoolean(1), r.GetString(2), r.GetInt64(3)), ct, ("accountId", accountId))
        ?? new AutoReplySettingsRow(accountId, Enabled: false, "UTC", DecidedSequence: 0);

    /// <summary>Switching on starts with what comes from now on: nobody is answered for an old message.</summary>
    public Task Set(Guid accountId, bool enabled, string timeZone, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        insert into auto_reply_settings as s (client_account_id, enabled, time_zone, decided_sequence)
        values (@accountId, @enabled, @timeZone, (select coalesce(max(sequence), 0) from account_events where account_id = @accountId))
        on conflict (client_account_id) do update set enabled = excluded.enabled, time_zone = excluded.time_zone,
            decided_sequence = case when excluded.enabled and not s.enabled then excluded.decided_sequence else s.decided_sequence end
        """, entry, now, ct, ("accountId", accountId), ("enabled", enabled), ("timeZone", timeZone));

    /// <summary>An account's rules in the order in which they are tried.</summary>
    public Task<List<AutoReplyRuleRow>> ListRules(Guid accountId, CancellationToken ct) => db.Query($"""
        select {RuleColumns} from auto_reply_rules where client_account_id = @accountId order by priority desc, created_at, id
        """, ReadRule, ct, ("accountId", accountId));

    public Task<AutoReplyRuleRow?> FindRule(Guid accountId, Guid id, CancellationToken ct) =>
        db.Find($"select {RuleColumns} from auto_reply_rules where client_account_id = @accountId and id = @id", ReadRule, ct, ("accountId", accountId), ("id", id));

    /// <returns>False when the account has <paramref name="limit"/> rules already.</returns>
    public async Task<bool> Add(AutoReplyRuleRow rule, int limit, AuditEntry entry, CancellationToken ct) => await db.Execute("""
        insert into auto_reply_rules (id, client_account_id, name, event_type, trigger, match, patterns, response, privately, enabled, priority, hours, created_at)
        select @id, @accountId, @name, @eventType, @trigger, @match, @patterns, @response, @privately, @enabled, @priority, @hours::jsonb, @createdAt
         where (select count(*) from auto_reply_rules where client_account_id = @accountId) < @limit
        """, entry, rule.CreatedAt, ct, [.. Values(rule), ("limit", limit), ("createdAt", rule.CreatedAt)]) == 1;

    public Task Replace(AutoReplyRuleRow rule, AuditEntry entry, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        update auto_reply_rules set name = @name, event_type = @eventType, trigger = @trigger, match = @match, patterns = @patterns, response = @response, privately = @privately,
               enabled = @enabled, priority = @priority, hours = @hours::jsonb
         where client_account_id = @accountId and id = @id
        """, entry, now, ct, Values(rule));

    /// <returns>False when there is no such rule.</returns>
    public async Task<bool> Delete(Guid accountId, Guid id, AuditEntry entry, DateTimeOffset now, CancellationToken ct) =>
        await db.Execute("delete from auto_reply_rules where client_account_id = @accountId and id = @id", entry, now, ct, ("accountId", accountId), ("id", id)) == 1;

    /// <summary>
    /// Inbound messages and comments whose event is above <paramref name="after"/>, in order; each with what speaks against answering it. What was read back from Meta's history is
    /// not among them.
    /// </summary>
    public Task<List<AutoReplyCandidate>> Candidates(Guid accountId, long after, int limit, CancellationToken ct) => db.Query($"""
        {CandidateColumns}
          from (select sequence, subject_id, kind from account_events
                 where account_id = @accountId and sequence > @after and kind in ('message.received', 'comment.received')
                   and payload ->> 'historic' is distinct from 'true' order by sequence limit @limit) e
          {CandidateJoins}
         order by e.sequence
        """, ReadCandidate, ct, ("accountId", accountId), ("after", after), ("limit", limit));

    /// <summary>The last inbound messages and comments, oldest first: what a dry run is made over.</summary>
    public Task<List<AutoReplyCandidate>> Recent(Guid accountId, int limit, CancellationToken ct) => db.Query($"""
        {CandidateColumns}
          from (select sequence, subject_id, kind from account_events
                 where account_id = @accountId and kind in ('message.received', 'comment.received') order by sequence desc limit @limit) e
          {CandidateJoins}
         order by e.sequence
        """, ReadCandidate, ct, ("accountId", accountId), ("limit", limit));

    /// <summary>Logs decisions and moves on, in one transaction; a rule's use is counted with it.</summary>
    /// <returns>False when another activation has moved on meanwhile: nothing was logged.</returns>
    public async Task<bool> Record(Guid accountId, long from, long to, IReadOnlyList<AutoReplyLogRow> decided, CancellationToken ct) => await db.Scalar<long>("""
        with moved as (
            update auto_reply_settings set decided_sequence = @to where client_account_id = @accountId and decided_sequence = @from returning 1
        ), logged as (
            insert into auto_reply_logs (client_account_id, subject_id, sequence, rule_id, rule_name, outcome, response, decided_at)
            select @accountId, d.subject, d.sequence, (select r.id from auto_reply_rules r where r.id = d.rule), d.name, d.outcome, d.response, d.at
              from moved, unnest(@subjects, @sequences, @rules, @names, @outcomes, @responses, @times) as d (subject, sequence, rule, name, outcome, response, at)
            on conflict (client_account_id, subject_id) do nothing
            returning rule_id, outcome, decided_at
        ), used as (
            update auto_reply_rules r set usage_count = usage_count + u.uses, last_used_at = u.at
              from (select rule_id, count(*)::int as uses, max(decided_at) as at from logged where outcome = 'replied' group by 1) u where r.id = u.rule_id
        )
        select count(*) from moved
        """, ct, ("accountId", accountId), ("from", from), ("to", to), ("subjects", decided.Select(d => d.SubjectId).ToArray()), ("sequences", decided.Select(d => d.Sequence).ToArray()),
        ("rules", decided.Select(d => d.RuleId).ToArray()), ("names", decided.Select(d => d.RuleName).ToArray()), ("outcomes", decided.Select(d => d.Outcome).ToArray()),
        ("responses", decided.Select(d => d.Response).ToArray()), ("times", decided.Select(d => d.DecidedAt).ToArray())) == 1;

    /// <summary>What was decided, newest first.</summary>
    public Task<List<AutoReplyLogRow>> Log(Guid accountId, long? before, int limit, CancellationToken ct) => db.Query("""
        select subject_id, sequence, rule_id, rule_name, outcome, response, decided_at from auto_reply_logs
         where client_account_id = @accountId and (@before::bigint is null or sequence < @before) order by sequence desc limit @limit
        """, r => new AutoReplyLogRow(r.GetGuid(0), r.GetInt64(1), r.Optional<Guid>(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6)), ct,
        ("accountId", accountId), ("before", before), ("limit", limit));

    private const string CandidateColumns = """
        select e.sequence, case when c.id is null then 'message' else 'comment' end, e.subject_id, coalesce(m.conversation_id, c.conversation_id), coalesce(m.conversation_id, c.thread_id),
               coalesce(m.content, c.content), coalesce(k.username, c.author_username), k.name, coalesce(m.sent_at, c.commented_at), coalesce(v.status = 'spam', false), a.answered, a.automatic_at
        """;

    private const string CandidateJoins = """
          left join messages m on e.kind = 'message.received' and m.client_account_id = @accountId and m.id = e.subject_id and m.direction = 'inbound' and m.message_type <> 'deleted'
          left join comments c on e.kind = 'comment.received' and c.client_account_id = @accountId and c.id = e.subject_id and c.direction = 'inbound' and c.deleted_at is null
          left join conversations v on v.id = coalesce(m.conversation_id, c.conversation_id)
          left join contacts k on k.id = v.contact_id
          cross join lateral (
            select bool_or(o.sequence > e.sequence and not o.automatic) as answered, max(o.at) filter (where o.automatic) as automatic_at from (
                (select o.sequence, o.automatic, o.sent_at as at from messages o
                  where m.id is not null and o.client_account_id = @accountId and o.conversation_id = m.conversation_id and o.direction = 'outbound' order by o.sent_at desc, o.sequence desc limit 10)
                union all
                select o.sequence, o.automatic, o.commented_at from comments o where c.id is not null and o.client_account_id = @accountId and o.thread_id = c.thread_id and o.direction = 'outbound'
                   and (o.kind <> 'private_reply' or o.in_reply_to = c.id)
            ) o
          ) a
         where m.id is not null or c.id is not null
        """;

    private static (string, object?)[] Values(AutoReplyRuleRow rule) =>
    [
        ("id", rule.Id), ("accountId", rule.AccountId), ("name", rule.Name), ("eventType", rule.EventType), ("trigger", rule.Trigger), ("match", rule.Match), ("patterns", rule.Patterns.ToArray()),
        ("response", rule.Response), ("privately", rule.Privately), ("enabled", rule.Enabled), ("priority", rule.Priority),
        ("hours", rule.Hours is { } hours ? JsonSerializer.Serialize(hours, JsonSerializerOptions.Web) : null),
    ];

    private static AutoReplyRuleRow ReadRule(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetFieldValue<string[]>(6), r.GetString(7), r.GetBoolean(8), r.GetBoolean(9), r.GetInt32(10),
        r.OptionalText(11) is { } hours ? JsonSerializer.Deserialize<ReplyHours>(hours, JsonSerializerOptions.Web) : null, r.GetInt32(12), r.Optional<DateTimeOffset>(13),
        r.GetFieldValue<DateTimeOffset>(14));

    private static AutoReplyCandidate ReadCandidate(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetGuid(2), r.Optional<Guid>(3), r.GetGuid(4), r.GetString(5), r.OptionalText(6), r.OptionalText(7), r.GetFieldValue<DateTimeOffset>(8), r.GetBoolean(9),
        !r.IsDBNull(10) && r.GetBoolean(10), r.Optional<DateTimeOffset>(11));
}
