using SocialSelling.Inbox;

namespace SocialSelling.Publishing;

/// <summary>Moves a post to the instant that its wall clock means now, after a government has moved its clocks. Part of AccountGrain.</summary>
internal sealed partial class PostReplan(AccountState account, EventStream stream, PostRepository posts, SignedMediaUrls urls, TimeProvider clock, ILogger<PostReplan> logger)
{
    private const int Attempts = 4;

    /// <returns>False when there was nothing to move: the post has another time now, or is being prepared.</returns>
    public async Task<bool> Replan(ReplanPost command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await posts.Find(account.Id, command.PostId, ct) is not { } post || !IsMeant(post, command)) return false;
            var now = clock.GetUtcNow();
            var moved = post with { ScheduledAt = command.At, NextAttemptAt = NextStep(post, command.At, now), Fence = post.Fence + 1, Version = post.Version + 1, UpdatedAt = now };
            try
            {
                await stream.Append(write =>
                {
                    write.Also.Add(PostRepository.Replace(moved, post.Fence));
                    stream.Add(write, EventKind.PostChanged, moved.Id, new PostPayload(moved.ToView(urls)));
                    return Task.FromResult(true);
                }, ct);
                LogMoved(post.Id, post.ScheduledAt!.Value, command.At, command.LocalTime, command.TimeZone);
                return true;
            }
            catch (GuardFailedException) when (attempt < Attempts)
            {
                // Somebody has changed it, or begun to prepare it: look again.
            }
        }
    }

    private static bool IsMeant(PostRow post, ReplanPost command) =>
        post.Status is "draft" or "awaiting_approval" or "scheduled" && post.LocalTime == command.LocalTime && post.TimeZone == command.TimeZone && post.ScheduledAt != command.At;

    private static DateTimeOffset? NextStep(PostRow post, DateTimeOffset at, DateTimeOffset now) => post.Status switch
    {
        "scheduled" => PublishRules.FirstStepAt(at, now),
        "awaiting_approval" => at,
        _ => post.NextAttemptAt,
    };

    [LoggerMessage(LogLevel.Information, "Moved Post {PostId} from {Before} to {After}: that is what {LocalTime} in {TimeZone} means now")]
    private partial void LogMoved(Guid postId, DateTimeOffset before, DateTimeOffset after, DateTime localTime, string timeZone);
}
