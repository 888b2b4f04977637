using System.Text.Json.Serialization;

namespace SocialSelling.Inbox;

/// <param name="TimeZone">IANA name.</param>
/// <param name="DecidedSequence">Account events up to this one have been decided about.</param>
public sealed record AutoReplySettingsRow(Guid AccountId, bool Enabled, string TimeZone, long DecidedSequence);

/// <param name="EventType">message or comment.</param>
/// <param name="Trigger">keyword, question, greeting or away.</param>
/// <param name="Match">exact, contains, starts_with or regex; of a keyword rule.</param>
/// <param name="Privately">A comment is answered by direct message.</param>
/// <param name="Priority">The highest is tried first, and the first that fits is the only one.</param>
/// <param name="Hours">When it applies; null for always.</param>
public sealed record AutoReplyRuleRow(
    Guid Id, Guid AccountId, string Name, string EventType, string Trigger, string Match, IReadOnlyList<string> Patterns, string Response, bool Privately, bool Enabled, int Priority,
    ReplyHours? Hours, int UsageCount, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt);

/// <summary>Hours of the week, as clocks on the wall show them.</summary>
/// <param name="Outside">The rule applies when none of the spans does: opening hours written down once.</param>
public sealed record ReplyHours(bool Outside, IReadOnlyList<HourSpan> Spans);

/// <param name="Days">mon, tue, wed, thu, fri, sat or sun: the days on which the span begins.</param>
/// <param name="From">HH:mm.</param>
/// <param name="To">HH:mm; not after <paramref name="From"/> means the next day.</param>
public sealed record HourSpan(IReadOnlyList<Weekday> Days, TimeOnly From, TimeOnly To);

[JsonConverter(typeof(JsonStringEnumConverter<Weekday>))]
public enum Weekday
{
    [JsonStringEnumMemberName("sun")] Sunday,
    [JsonStringEnumMemberName("mon")] Monday,
    [JsonStringEnumMemberName("tue")] Tuesday,
    [JsonStringEnumMemberName("wed")] Wednesday,
    [JsonStringEnumMemberName("thu")] Thursday,
    [JsonStringEnumMemberName("fri")] Friday,
    [JsonStringEnumMemberName("sat")] Saturday,
}

/// <summary>A message or comment that a rule might answer.</summary>
/// <param name="SubjectId">The message's or comment's id.</param>
/// <param name="ConversationId">The direct messages it belongs to; null for a comment whose author has none.</param>
/// <param name="ThreadId">What is answered at most once a minute: the conversation, or the comment's thread.</param>
/// <param name="IsSpam">The conversation is marked as spam.</param>
/// <param name="AnsweredSince">Somebody has answered after it.</param>
/// <param name="LastAutomaticAt">When a rule last answered in the same place.</param>
public sealed record AutoReplyCandidate(
    long Sequence, string EventType, Guid SubjectId, Guid? ConversationId, Guid ThreadId, string Text, string? AuthorUsername, string? AuthorName, DateTimeOffset At, bool IsSpam,
    bool AnsweredSince, DateTimeOffset? LastAutomaticAt);

/// <param name="Outcome">replied, or the code of the reason why the reply was refused.</param>
public sealed record AutoReplyLogRow(Guid SubjectId, long Sequence, Guid? RuleId, string RuleName, string Outcome, string Response, DateTimeOffset DecidedAt);
