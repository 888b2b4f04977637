using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Hooks;

/// <param name="Kinds">Of the events that it is told of.</param>
/// <param name="AccountIds">Null for all of the workspace, those included that are connected later.</param>
/// <param name="OffReason">by-hand, or failing: it took nothing for a day. Null while it is on.</param>
/// <param name="FailingSince">When the tries began that have failed in a row until now.</param>
/// <param name="DeliveredAt">When it last took something.</param>
/// <param name="PreviousSecretUntil">Until then the secret before the last change holds as well.</param>
internal sealed record HookView(
    Guid Id, Guid WorkspaceId, string Url, string Description, IReadOnlyList<string> Kinds, IReadOnlyList<Guid>? AccountIds, bool Enabled, string? OffReason, DateTimeOffset? OffAt, DateTimeOffset? FailingSince,
    DateTimeOffset? DeliveredAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt)
{
    public static HookView Of(HookRow h, DateTimeOffset now) => new(
        h.Id, h.WorkspaceId, h.Url, h.Description, h.Kinds, h.AccountIds, h.Enabled, h.OffReason, h.OffAt, h.FailingSince, h.DeliveredAt, h.PreviousSecretUntil > now ? h.PreviousSecretUntil : null, h.CreatedAt);
}

/// <param name="Secret">What bodies are signed with. It is shown this once.</param>
internal sealed record HookWithSecretView(HookView Webhook, string Secret);

/// <param name="AvailableKinds">Of event, that there are.</param>
internal sealed record HookListView(IReadOnlyList<HookView> Items, IReadOnlyList<string> AvailableKinds, int Limit);

/// <param name="Kinds">Of events, as docs/events.md names them.</param>
/// <param name="AccountIds">Null for all of the workspace.</param>
internal sealed record HookDraft(
    [property: Required, StringLength(2000, MinimumLength = 1)] string Url, [property: Required, Length(1, 50)] IReadOnlyList<string> Kinds, [property: Length(1, 1000)] IReadOnlyList<Guid>? AccountIds = null,
    [property: StringLength(200)] string? Description = null);

/// <summary>Null keeps what is there.</summary>
/// <param name="AllAccounts">True: all accounts of the workspace, whatever <paramref name="AccountIds"/> were.</param>
internal sealed record HookChange(
    [property: StringLength(2000, MinimumLength = 1)] string? Url = null, [property: Length(1, 50)] IReadOnlyList<string>? Kinds = null, [property: Length(1, 1000)] IReadOnlyList<Guid>? AccountIds = null,
    bool? AllAccounts = null, [property: StringLength(200)] string? Description = null, bool? Enabled = null);

/// <param name="EventId">What the body is named by: its <c>id</c>.</param>
/// <param name="AccountId">Null of a test, as is <paramref name="Sequence"/>.</param>
/// <param name="State">waiting, delivered or failed.</param>
/// <param name="NextTryAt">Null when no try comes any more.</param>
/// <param name="Tries">Since it was made, or was last sent again by hand.</param>
/// <param name="StatusCode">Of the last answer; null when there was none.</param>
/// <param name="Reason">Why the last try failed: refused, redirect, timeout, unreachable, name-unknown, tls, address-refused, event-gone or switched-off.</param>
/// <param name="Excerpt">How the answer to a try that failed began.</param>
internal sealed record HookDeliveryView(
    Guid Id, string EventId, string Kind, Guid? AccountId, long? Sequence, string State, DateTimeOffset CreatedAt, DateTimeOffset? NextTryAt, DateTimeOffset? TriedAt, DateTimeOffset? EndedAt, int Tries, int? StatusCode,
    int? Milliseconds, string? Reason, string? Excerpt)
{
    public static HookDeliveryView Of(HookDeliveryRow d) => new(
        d.Id, d.Sequence is null ? d.Id.ToString() : $"{d.AccountId}:{d.Sequence}", d.Kind, d.AccountId, d.Sequence, d.State, d.CreatedAt, d.EndedAt is null ? d.NextTryAt : null, d.TriedAt, d.EndedAt, d.Tries, d.StatusCode,
        d.Milliseconds, d.Reason, d.Excerpt);
}
