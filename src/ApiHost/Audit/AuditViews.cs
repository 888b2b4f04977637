using System.Text.Json;

namespace SocialSelling.Audit;

/// <param name="ActorKind">user, key, system, meta, or anyone: somebody who has not proved who they are.</param>
/// <param name="ActorName">At that time; null for who is no person, and for who was erased.</param>
/// <param name="Action">What was done, such as post.published.</param>
/// <param name="Before">What was there, as far as it matters; never a secret or somebody's words.</param>
/// <param name="Result">ok, or refused: somebody has tried.</param>
internal sealed record AuditView(
    Guid Id, DateTimeOffset At, string ActorKind, Guid? ActorId, string? ActorName, string Action, string? SubjectKind, Guid? SubjectId, string? SubjectName,
    IReadOnlyDictionary<string, JsonElement>? Before, IReadOnlyDictionary<string, JsonElement>? After, string Result, string? Ip, string? RequestId);

/// <param name="Name">Null for who was erased.</param>
internal sealed record AuditActorView(Guid Id, string? Name);

internal static class AuditViews
{
    public static AuditView ToView(this AuditRow r) => new(
        r.Id, r.At, r.ActorKind, r.ActorId, r.ActorLabel, r.Action, r.SubjectKind, r.SubjectId, r.SubjectLabel, Facts(r.Before), Facts(r.After), r.Result, r.Ip, r.RequestId);

    private static Dictionary<string, JsonElement>? Facts(string? json) => json is null ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json);
}
