using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>How a call to Meta was answered, for the ledger.</summary>
/// <param name="Answer">ok, refused, retry, reconnect or unknown.</param>
/// <param name="Detail">A container's status, or a reason in Meta's words.</param>
internal sealed record CallAnswer(string Answer, string? Detail = null, int? Code = null, int? Subcode = null, string? TraceId = null)
{
    public static CallAnswer Ok(string? detail = null) => new("ok", detail);

    public static CallAnswer Of(InstagramFailure f) => new(
        f switch { Refused => "refused", ReconnectAccount => "reconnect", RetryLater => "retry", _ => "unknown" }, (f as Refused)?.UserMessage, f.Code, f.Subcode, f.TraceId);
}

/// <summary>What publishing writes down about itself, for the post's owner to read and for support to trust. Pure.</summary>
internal static class Ledger
{
    public const string Container = "container", Status = "status", Publish = "publish", FindOut = "find-out", Comment = "comment", FindComment = "find-comment", Medium = "medium", Check = "check";

    public static PublishAttemptRow Open(PostRow post, string step, DateTimeOffset now) => new(post.Id, post.Fence, post.Attempts + 1, step, post.ContainerId, now);

    public static PublishAttemptRow Close(PublishAttemptRow entry, CallAnswer answer, PostRow before, PostRow after, DateTimeOffset now) => entry with
    {
        ContainerId = entry.ContainerId ?? after.ContainerId ?? (after.ChildContainerIds is [.., var child] ? child : null),
        AnsweredAt = now,
        Answer = answer.Answer,
        Code = answer.Code,
        Subcode = answer.Subcode,
        Detail = answer.Detail,
        TraceId = answer.TraceId,
        Decision = Decision(before, after),
    };

    /// <summary>What the step made of the post.</summary>
    public static string Decision(PostRow before, PostRow after) => after switch
    {
        _ when after.CommentStatus != before.CommentStatus && before.Status == "published" => after.CommentStatus switch { "done" => "commented", "failed" => "not-commented", _ => "comment-again" },
        { Status: "published" } when before.Status == "published" => after.NextAttemptAt is null ? "done" : "look-again",
        { Status: "published" } => after.PlatformPostId is null ? "live-unrecognised" : "live",
        { Status: "failed", NextAttemptAt: not null } or { Status: "unconfirmed" } => "find-out",
        { Status: "failed" } => "failed",
        { Status: "cancelled" } => "cancelled",
        { ContainerId: null } when before.ContainerId is not null => "new-container",
        { Status: "ready" } when before.Status is "publishing" or "unconfirmed" => after.Attempts > before.Attempts ? "again" : "postponed",
        { Status: "ready" } => "ready",
        _ when after.Attempts > before.Attempts => "again",
        _ when (after.ContainerId, after.ChildContainerIds.Count) != (before.ContainerId, before.ChildContainerIds.Count) => "made",
        _ => "wait",
    };
}
