using Microsoft.AspNetCore.Http.HttpResults;
using SocialSelling.Identity;

namespace SocialSelling.Publishing;

/// <summary>One entry of a post's ledger; questions that were answered alike, one after the other, are one.</summary>
/// <param name="Attempt">From 1; a post has five.</param>
/// <param name="Step">container, status, publish, find-out, comment, find-comment, medium, or check (a decision without a call).</param>
/// <param name="AnsweredAt">Of the last answer; null when there was none: the call is under way, or the process ended in the middle of it.</param>
/// <param name="DurationMs">Of the last call.</param>
/// <param name="Answer">ok, refused, retry, reconnect or unknown.</param>
/// <param name="Detail">A container's status, or a reason in Meta's words.</param>
/// <param name="TraceId">Meta's support asks for it.</param>
/// <param name="Decision">made, wait, ready, live, live-unrecognised, find-out, again, postponed, new-container, failed, cancelled, commented, comment-again, not-commented, look-again or done.</param>
/// <param name="Times">How many calls the entry stands for.</param>
internal sealed record PublishAttemptView(
    int Number, int Attempt, string Step, string? ContainerId, DateTimeOffset RequestedAt, DateTimeOffset? AnsweredAt, int? DurationMs, string? Answer, int? Code, int? Subcode, string? Detail,
    string? TraceId, string? Decision, int Times);

/// <summary>What happened to a post at Meta.</summary>
internal static class PostAttemptEndpoints
{
    public static void MapPostAttempts(this IEndpointRouteBuilder api) => api.MapGet("/posts/{id:guid}/attempts", List).WithTags("content").Needs(Permission.ContentRead)
        .WithSummary("Every call to Instagram for the post, oldest first: what was asked, answered and decided").ProducesProblem(404);

    private static async Task<Results<Ok<Page<PublishAttemptView>>, ProblemHttpResult>> List(
        Guid id, CurrentUser user, PostRepository posts, PublishAttemptRepository attempts, CancellationToken ct) =>
        await posts.FindFor(user.Id, id, ct) is null ? Problems.From(new PostNotFound()) : TypedResults.Ok(new Page<PublishAttemptView>(Timeline(await attempts.Of(id, ct)), null));

    internal static IReadOnlyList<PublishAttemptView> Timeline(IEnumerable<PublishAttemptRow> entries)
    {
        var timeline = new List<PublishAttemptView>();
        foreach (var e in entries)
        {
            var took = e.AnsweredAt is { } at && e.Step != "check" ? (int?)(at - e.RequestedAt).TotalMilliseconds : null;
            var view = new PublishAttemptView(e.Number, e.Attempt, e.Step, e.ContainerId, e.RequestedAt, e.AnsweredAt, took, e.Answer, e.Code, e.Subcode, e.Detail, e.TraceId, e.Decision, 1);
            if (timeline.LastOrDefault() is { } last && IsAlike(last, view)) timeline[^1] = last with { AnsweredAt = view.AnsweredAt, DurationMs = took, TraceId = view.TraceId, Times = last.Times + 1 };
            else timeline.Add(view);
        }
        return timeline;
    }

    private static bool IsAlike(PublishAttemptView a, PublishAttemptView b) => a.Answer is not null
        && (a.Attempt, a.Step, a.ContainerId, a.Answer, a.Code, a.Subcode, a.Detail, a.Decision) == (b.Attempt, b.Step, b.ContainerId, b.Answer, b.Code, b.Subcode, b.Detail, b.Decision);
}
