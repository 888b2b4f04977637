using Npgsql;
using SocialSelling.Audit;
using SocialSelling.Mail;

namespace SocialSelling.Hooks;

/// <summary>
/// Deliveries on their way. A dispatcher claims a hook, not a delivery: so an endpoint hears from one at a time, and its events in their order. A claim holds for a lease and has a number, its fence;
/// who lost it changes nothing but this: that something was delivered is true whoever says so. What a dispatcher died over is simply due, and is sent once more.
/// </summary>
public sealed class HookDeliveryRepository(Sql db)
{
    /// <summary>Hands hooks with something due to one dispatcher only, the longest unserved first.</summary>
    public Task<List<HookClaim>> Claim(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken ct) => db.Query("""
        with due as (
            select h.id from hooks h
             where (h.claimed_until is null or h.claimed_until <= @now) and (h.rest_until is null or h.rest_until <= @now)
               and exists (select from hook_deliveries d where d.hook_id = h.id and d.state = 'waiting' and d.next_try_at <= @now)
             order by h.served_at nulls first limit @limit for update of h skip locked
        ), claimed as (
            update hooks h set claimed_until = @until, served_at = @now, fence = h.fence + 1 from due where h.id = due.id returning h.id, h.workspace_id, h.url, h.fence
        )
        select c.id, c.workspace_id, c.url, c.fence, s.ids, s.secrets, s.keys from claimed c cross join lateral (
            select array_agg(s.id order by s.until desc) as ids, array_agg(s.secret order by s.until desc) as secrets, array_agg(s.key_id order by s.until desc) as keys
              from hook_secrets s where s.hook_id = c.id and (s.until is null or s.until > @now)) s
        """, r => new HookClaim(
            r.GetGuid(0), r.GetGuid(1), r.GetString(2),
            [.. r.GetFieldValue<Guid[]>(4).Zip(r.GetFieldValue<byte[][]>(5), r.GetFieldValue<string[]>(6)).Select(s => new SealedSecret(s.First, s.Second, s.Third))], r.GetInt32(3)), ct,
        ("now", now), ("until", now + lease), ("limit", limit));

    /// <summary>What is due of a hook, in the order in which it happened to each account.</summary>
    public Task<List<DueDelivery>> Due(HookClaim hook, DateTimeOffset now, int limit, CancellationToken ct) => db.Query("""
        with due as (
            select id, kind, created_at, account_id, sequence from hook_deliveries where hook_id = @hookId and state = 'waiting' and next_try_at <= @now order by next_try_at, account_id, sequence limit @limit
        )
        select due.id, due.kind, due.created_at, due.account_id, due.sequence, e.occurred_at, e.subject_id, e.payload::text
          from due left join account_events e on e.account_id = due.account_id and e.sequence = due.sequence order by due.account_id, due.sequence
        """, r => new DueDelivery(
            r.GetGuid(0), r.GetString(1), r.GetFieldValue<DateTimeOffset>(2), r.Optional<Guid>(3), r.Optional<long>(4), r.Optional<DateTimeOffset>(5), r.Optional<Guid>(6), r.OptionalText(7)), ct,
        ("hookId", hook.Id), ("now", now), ("limit", limit));

    /// <summary>Opens a try and renews the lease.</summary>
    /// <returns>Which try it is, from 1, and when the first was; null when the claim is lost, or the delivery is over.</returns>
    public async Task<HookTry?> Begin(HookClaim hook, Guid deliveryId, DateTimeOffset now, TimeSpan lease, CancellationToken ct) => await db.Find("""
        with held as (
            update hooks set claimed_until = @until where id = @hookId and fence = @fence returning id
        )
        update hook_deliveries d set tries = d.tries + 1, tried_at = @now, first_tried_at = coalesce(d.first_tried_at, @now) from held
         where d.id = @id and d.state = 'waiting' returning d.tries, d.first_tried_at
        """, r => new HookTry(r.GetInt32(0), r.GetFieldValue<DateTimeOffset>(1), now), ct, ("id", deliveryId), ("hookId", hook.Id), ("fence", hook.Fence), ("now", now), ("until", now + lease));

    /// <summary>The endpoint has it, whatever was thought of it meanwhile.</summary>
    public Task MarkDelivered(Guid id, HookAnswer answer, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with done as (
            update hook_deliveries set state = 'delivered', status_code = @status, milliseconds = @took, reason = null, excerpt = null, ended_at = @now where id = @id and state <> 'delivered'
            returning hook_id, sequence
        )
        update hooks h set failing_since = null, failures_in_row = 0, rest_until = null, delivered_at = @now from done where h.id = done.hook_id and done.sequence is not null
        """, ct, ("id", id), ("status", (short?)answer.StatusCode), ("took", (int)answer.Took.TotalMilliseconds), ("now", now));

    /// <summary>Ends a try of which the endpoint has nothing. Neither a test nor an event that is past keeping says anything of the endpoint.</summary>
    /// <returns>The notifications that people of the workspace got because the hook was switched off; null when it was not.</returns>
    public Task<List<Guid>?> MarkFailed(HookClaim hook, DueDelivery delivery, HookAnswer answer, HookTry attempt, HookSetback setback, DateTimeOffset now, CancellationToken ct) => db.Transaction<List<Guid>?>(async connection =>
    {
        var held = await connection.Query("select failures_in_row, enabled from hooks where id = @id and fence = @fence for update", r => (Failures: r.GetInt32(0) + 1, Enabled: r.GetBoolean(1)), ct,
            ("id", hook.Id), ("fence", hook.Fence));
        if (held is not [var state] || await Fail(connection, delivery.Id, answer, setback.NextTryAt, now, ct) == 0 || delivery.Sequence is null || delivery.Payload is null) return null;
        var failingSince = await connection.Scalar<DateTime>("""
            update hooks set failures_in_row = @failures, failing_since = coalesce(failing_since, @triedAt), rest_until = @rest where id = @id returning failing_since
            """, ct, ("id", hook.Id), ("failures", state.Failures), ("triedAt", attempt.At), ("rest", now + setback.Rest(state.Failures)));
        if (!state.Enabled || !setback.IsGivenUp(failingSince, state.Failures)) return null;
        await HookRepository.SwitchOff(connection, hook.Id, "failing", now, ct);
        await AuditLog.Add(connection, new AuditEntry(AuditAction.WebhookDisabled, AuditSource.System).In(hook.WorkspaceId).To("webhook", hook.Id), now, ct);
        foreach (var keeper in await Keepers(connection, hook.WorkspaceId, ct)) await MailOutbox.Add(connection, setback.Mail(keeper), now, ct);
        return await Notify(connection, hook, delivery.AccountId!.Value, setback.NoticeKind, now, ct);
    }, ct);

    private static Task<int> Fail(NpgsqlConnection connection, Guid id, HookAnswer answer, DateTimeOffset? nextTryAt, DateTimeOffset now, CancellationToken ct) => connection.Execute("""
        update hook_deliveries set state = case when @next::timestamptz is null then 'failed' else 'waiting' end, next_try_at = coalesce(@next, next_try_at), ended_at = case when @next::timestamptz is null then @now end,
            status_code = @status, milliseconds = @took, reason = @reason, excerpt = left(@excerpt::text, 200)
         where id = @id and state = 'waiting'
        """, ct, ("id", id), ("next", nextTryAt), ("now", now), ("status", (short?)answer.StatusCode), ("took", (int)answer.Took.TotalMilliseconds), ("reason", answer.Reason), ("excerpt", answer.Excerpt));

    /// <summary>Lets go of a hook: whatever is due of it is served in the next round.</summary>
    public Task Release(HookClaim hook, CancellationToken ct) =>
        db.Execute("update hooks set claimed_until = null where id = @id and fence = @fence", ct, ("id", hook.Id), ("fence", hook.Fence));

    /// <summary>Adds a delivery that says nothing, for people to see whether it arrives. It is tried once, at once, also where the hook is switched off.</summary>
    public Task AddTest(Guid hookId, Guid id, string kind, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        with woken as (
            update hooks set rest_until = null where id = @hookId
        )
        insert into hook_deliveries (id, hook_id, kind, created_at, next_try_at) values (@id, @hookId, @kind, @now, @now) on conflict (id) do nothing
        """, ct, ("id", id), ("hookId", hookId), ("kind", kind), ("now", now));

    /// <summary>Sends once more what has an end, as long as its event is kept.</summary>
    /// <returns>False when it has no end yet, or the event is gone.</returns>
    public async Task<bool> Redeliver(Guid hookId, Guid id, DateTimeOffset now, CancellationToken ct) => await db.Scalar<bool>("""
        with again as (
            update hook_deliveries d set state = 'waiting', next_try_at = @now, tries = 0, first_tried_at = null, ended_at = null
             where d.id = @id and d.hook_id = @hookId and d.state <> 'waiting'
               and (d.sequence is null or exists (select from account_events e where e.account_id = d.account_id and e.sequence = d.sequence)) returning d.hook_id
        ), woken as (
            update hooks h set rest_until = null from again where h.id = again.hook_id
        )
        select exists (select from again)
        """, ct, ("id", id), ("hookId", hookId), ("now", now));

    public Task<HookDeliveryRow?> Find(Guid hookId, Guid id, CancellationToken ct) => db.Find(Select + " where hook_id = @hookId and id = @id", Read, ct, ("hookId", hookId), ("id", id));

    /// <summary>Newest first. <paramref name="before"/> is the last row of the page before.</summary>
    public Task<List<HookDeliveryRow>> Page(Guid hookId, string? state, (DateTimeOffset At, Guid Id)? before, int limit, CancellationToken ct) => db.Query(Select + """
         where hook_id = @hookId and (@state::text is null or state = @state) and (@at::timestamptz is null or (created_at, id) < (@at, @before::uuid))
         order by created_at desc, id desc limit @limit
        """, Read, ct, ("hookId", hookId), ("state", state), ("at", before?.At), ("before", before?.Id), ("limit", limit));

    public async Task<HookStatsRow> Stats(DateTimeOffset now, CancellationToken ct) => (await db.Find("""
        select count(*), min(d.next_try_at) filter (where d.next_try_at <= @now and h.failing_since is null), count(distinct h.id) filter (where h.failing_since is not null)
          from hook_deliveries d join hooks h on h.id = d.hook_id where d.state = 'waiting'
        """, r => new HookStatsRow(r.GetInt64(0), r.Optional<DateTimeOffset>(1), r.GetInt64(2)), ct, ("now", now)))!;

    /// <summary>Takes away what ended before <paramref name="before"/>.</summary>
    /// <returns>How many went; as many as <paramref name="limit"/> means that there are more.</returns>
    public Task<int> Prune(DateTimeOffset before, int limit, CancellationToken ct) => db.Execute("""
        delete from hook_deliveries where id = any(array(select id from hook_deliveries where ended_at < @before order by ended_at limit @limit for update skip locked))
        """, ct, ("before", before), ("limit", limit));

    private const string Select = """
        select id, kind, account_id, sequence, state, created_at, next_try_at, tried_at, ended_at, tries, status_code::int, milliseconds, reason, excerpt from hook_deliveries
        """;

    private static HookDeliveryRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.Optional<Guid>(2), r.Optional<long>(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.GetFieldValue<DateTimeOffset>(6), r.Optional<DateTimeOffset>(7),
        r.Optional<DateTimeOffset>(8), r.GetInt32(9), r.Optional<int>(10), r.Optional<int>(11), r.OptionalText(12), r.OptionalText(13));

    private static Task<List<HookKeeper>> Keepers(NpgsqlConnection connection, Guid workspaceId, CancellationToken ct) => connection.Query("""
        select u.id, u.email, u.name, u.language, w.name from workspace_members m join users u on u.id = m.user_id and u.deleted_at is null join workspaces w on w.id = m.workspace_id
         where m.workspace_id = @workspaceId and m.role in ('owner', 'admin')
        """, r => new HookKeeper(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), ct, ("workspaceId", workspaceId));

    /// <summary>Notifications belong to an account: it is that of the delivery that was the last straw.</summary>
    private static Task<List<Guid>> Notify(NpgsqlConnection connection, HookClaim hook, Guid accountId, string kind, DateTimeOffset now, CancellationToken ct) => connection.Query("""
        insert into notifications (user_id, workspace_id, client_account_id, kind, subject_id, key, count, facts, occurred_at)
        select m.user_id, m.workspace_id, @accountId, @kind, @hookId, @key, 1, jsonb_build_object('host', @host::text), @now
          from workspace_members m left join notification_preferences p on p.user_id = m.user_id and p.kind = @kind
         where m.workspace_id = @workspaceId and m.role in ('owner', 'admin') and coalesce(p.in_app, true) order by m.user_id
        on conflict do nothing returning id
        """, r => r.GetGuid(0), ct,
        ("workspaceId", hook.WorkspaceId), ("accountId", accountId), ("kind", kind), ("hookId", hook.Id), ("key", $"{kind}:{hook.Id}:{now.UtcTicks}"),
        ("host", new Uri(hook.Url).Host), ("now", now));
}

/// <param name="Number">From 1, since it was made or was sent again by hand; so is <paramref name="FirstAt"/>.</param>
/// <param name="At">Of this one.</param>
public sealed record HookTry(int Number, DateTimeOffset FirstAt, DateTimeOffset At);

/// <summary>What follows from a try that failed.</summary>
/// <param name="NextTryAt">Null when no other one comes.</param>
/// <param name="Rest">How long the hook is left alone after so many failures in a row.</param>
/// <param name="IsGivenUp">Whether a hook is switched off that has failed since then, so often in a row.</param>
/// <param name="NoticeKind">Of the notification that says so.</param>
/// <param name="Mail">The mail that says so; null for somebody who cannot be written to.</param>
public sealed record HookSetback(DateTimeOffset? NextTryAt, Func<int, TimeSpan> Rest, Func<DateTimeOffset, int, bool> IsGivenUp, string NoticeKind, Func<HookKeeper, MailMessage?> Mail);

/// <summary>Somebody who looks after a workspace.</summary>
public sealed record HookKeeper(Guid UserId, string Email, string Name, string Language, string Workspace);
