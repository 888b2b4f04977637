using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocialSelling.Publishing;

/// <summary>Who may approve what, and what an approval holds for. Pure.</summary>
public static class ApprovalRules
{
    /// <summary>What has its default is left out, so that a detail which posts learn to have later does not undo the approvals of those that do not have it.</summary>
    private static readonly JsonSerializerOptions Canonical = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Whoever may publish may judge a post, except for who has written it: neither its author nor the last who changed or submitted it.</summary>
    internal static bool MayDecide(PostRow post, Guid decider) => !Authors(post).Contains(decider);

    internal static IEnumerable<Guid> Authors(PostRow post) => new[] { post.UserId, post.Approval?.SubmittedBy }.OfType<Guid>();

    /// <summary>SHA-256, in hex, of everything that people will see of the post. Its time is no part of it: another time needs no other approval.</summary>
    internal static string Hash(PostRow post) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new object?[] { post.Type, post.Caption, post.MediaKeys, post.FirstComment is { Length: > 0 } comment ? comment : null, post.Details, post.CoverMediaId }, Canonical)));

    /// <summary>Exactly what the post holds now was approved.</summary>
    internal static bool IsApproved(PostRow post) => post.Approval?.Hash is { } approved && approved == Hash(post);

    /// <summary>Something else was approved than what the post holds now.</summary>
    internal static bool IsAltered(PostRow post) => post.Approval?.Hash is { } approved && approved != Hash(post);

    internal static PostRow Submitted(PostRow post, PostTime time, Guid by, DateTimeOffset now) => PublishRules.Unprepared(post, "awaiting_approval", time) with
    {
        NextAttemptAt = time.At,
        Approval = new PostApprovalRow(by, now),
    };

    internal static PostRow Approved(PostRow post, Guid by, DateTimeOffset now) => post with
    {
        Approval = post.Approval! with { DecidedBy = by, DecidedAt = now, Hash = Hash(post), Reason = null },
    };

    internal static PostRow Rejected(PostRow post, Guid by, string reason, DateTimeOffset now) => post with
    {
        Status = "draft",
        NextAttemptAt = null,
        Version = post.Version + 1,
        Approval = post.Approval! with { DecidedBy = by, DecidedAt = now, Hash = null, Reason = reason },
    };
}
