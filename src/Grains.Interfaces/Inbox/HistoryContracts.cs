namespace SocialSelling.Inbox;

/// <summary>Reading an account's conversations back from Meta: the run that is under way, or the last one.</summary>
/// <param name="Kind">backfill (all that Meta lists, newest first) or reconcile (daily: what changed lately).</param>
/// <param name="State">running, done or stopped.</param>
/// <param name="ConversationsRead">Conversations read so far in this run; <paramref name="ConversationsWaiting"/> are known to be left, and more may follow.</param>
/// <param name="MessagesListed">Messages that Meta listed in them.</param>
/// <param name="MessagesAdded">Of these, the ones that had been missing here.</param>
/// <param name="MessagesOutOfReach">Of these, the ones that are missing here for good: Meta opens the 20 newest of a conversation.</param>
/// <param name="NextAt">When the run goes on, or the next one begins; null while the account has to be connected again.</param>
[GenerateSerializer, Immutable, Alias("ss.HistoryView")]
public sealed record HistoryView(
    [property: Id(0)] string Kind, [property: Id(1)] string State, [property: Id(2)] DateTimeOffset StartedAt, [property: Id(3)] DateTimeOffset? FinishedAt,
    [property: Id(4)] int ConversationsRead, [property: Id(5)] int ConversationsWaiting, [property: Id(6)] int MessagesListed, [property: Id(7)] int MessagesAdded,
    [property: Id(8)] int MessagesOutOfReach, [property: Id(9)] FailureView? Failure, [property: Id(10)] DateTimeOffset? NextAt, [property: Id(11)] CompletenessView? Completeness);

/// <summary>Messages of the 24 hours before <paramref name="MeasuredAt"/>.</summary>
/// <param name="Known">Listed by Meta.</param>
/// <param name="Stored">Of these, stored here.</param>
/// <param name="Filled">Of these, brought by reading back and not by a webhook.</param>
[GenerateSerializer, Immutable, Alias("ss.CompletenessView")]
public sealed record CompletenessView([property: Id(0)] DateTimeOffset MeasuredAt, [property: Id(1)] int Known, [property: Id(2)] int Stored, [property: Id(3)] int Filled);
