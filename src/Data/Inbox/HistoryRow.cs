namespace SocialSelling.Inbox;

/// <summary>The current or last run of reading an account's conversations back. Times are UTC.</summary>
/// <param name="Kind">backfill (everything Meta lists) or reconcile (what changed lately).</param>
/// <param name="State">running, done or stopped.</param>
/// <param name="NextStepAt">When the run goes on, or the next one begins; null while the account may not speak to Meta.</param>
/// <param name="CompleteUntil">Whatever Meta opens of what was written before has been read; null until a run has ended well.</param>
public sealed record HistoryRow(
    Guid AccountId, Guid RunId, string Kind, string State, int Step, HistoryProgress Progress, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset? NextStepAt,
    DateTimeOffset? CompleteUntil, CompletenessRow? Completeness, string? FailureCode, string? FailureMessage);

/// <summary>Where a run stands.</summary>
/// <param name="Horizon">Conversations that changed last before it are left out; null for none.</param>
/// <param name="Cursor">Where the next page of conversations begins; null for the first.</param>
/// <param name="PagesLeft">False when the last page has been read.</param>
/// <param name="Queue">Conversations of the page that are still to be read.</param>
/// <param name="Attempts">How often the next call has failed in a row.</param>
/// <param name="Read">Conversations that have been read.</param>
/// <param name="Listed">Messages that Meta listed in them.</param>
/// <param name="Added">Messages that had been missing here.</param>
/// <param name="OutOfReach">Messages that are missing here and that Meta does not open.</param>
public sealed record HistoryProgress(
    DateTimeOffset? Horizon, string? Cursor, bool PagesLeft, IReadOnlyList<QueuedConversation> Queue, int Attempts, int Read, int Listed, int Added, int OutOfReach, WindowCounts Window)
{
    public static HistoryProgress Start(DateTimeOffset? horizon) => new(horizon, null, PagesLeft: true, [], 0, 0, 0, 0, 0, new(0, 0, 0));
}

/// <summary>Messages of the 24 hours before a run: listed by Meta, stored here by now, stored only since the run.</summary>
public sealed record WindowCounts(int Known, int Stored, int Filled);

/// <param name="Id">Meta's id of the conversation.</param>
/// <param name="ContactId">Meta's id of the other side.</param>
/// <param name="After">Where the list of its older messages goes on; null while its newest have not been read.</param>
public sealed record QueuedConversation(string Id, string ContactId, string? After);

/// <summary>How complete the 24 hours before <paramref name="MeasuredAt"/> are.</summary>
public sealed record CompletenessRow(DateTimeOffset MeasuredAt, int Known, int Stored, int Filled);
