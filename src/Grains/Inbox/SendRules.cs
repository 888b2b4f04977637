using SocialSelling.Meta;

namespace SocialSelling.Inbox;

/// <summary>What becomes of a send that did not get its answer. Pure.</summary>
internal static class SendRules
{
    public const int MaxAttempts = 5;

    /// <summary>How often a message in doubt is looked for.</summary>
    public static readonly TimeSpan ReconcileEvery = TimeSpan.FromSeconds(10);
    /// <summary>Meta's list lags some seconds, and an old call may still be on its way: only after this is "not there" definite.</summary>
    public static readonly TimeSpan DefiniteAfter = TimeSpan.FromSeconds(90);
    /// <summary>How far Meta's clock may differ from ours.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    internal sealed record Step(string Status, DateTimeOffset? NextAttemptAt, FailureView? Failure);

    public static Step AfterFailure(InstagramFailure failure, int attempts, DateTimeOffset now) => failure switch
    {
        OutcomeUnknown => new("unconfirmed", now + ReconcileEvery, null),
        RetryLater retry when attempts < MaxAttempts => new("queued", now + (retry.After ?? Backoff(attempts)), null),
        RetryLater => new("failed", null, new("temporarily-unavailable", "Instagram did not take the message after several tries.")),
        ReconnectAccount => new("failed", null, new("account-not-active", "The account has to be connected again.")),
        Refused refused => new("failed", null, new(refused.Reason, refused.UserMessage)),
        _ => new("failed", null, new("unknown", "The message could not be sent.")),
    };

    public static Step NotFound(DateTimeOffset sentAt, int attempts, DateTimeOffset now) =>
        now - sentAt < DefiniteAfter ? new("unconfirmed", now + ReconcileEvery, null)
        : attempts < MaxAttempts ? new("queued", now, null)
        : new("failed", null, new("not-delivered", "Instagram never confirmed the message."));

    private static TimeSpan Backoff(int attempts) => TimeSpan.FromSeconds(Math.Min(60, 2 << Math.Min(attempts, 5)));
}
