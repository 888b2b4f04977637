using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SocialSelling.Inbox;

/// <param name="TimeZone">IANA name: the hours of the rules are wall-clock times there.</param>
internal sealed record AutoRepliesView(bool Enabled, string TimeZone, IReadOnlyList<AutoReplyRuleView> Rules);

/// <summary>What is missing stays as it is.</summary>
internal sealed record AutoRepliesChange(bool? Enabled = null, [property: StringLength(64)] string? TimeZone = null);

/// <param name="EventType">message or comment.</param>
/// <param name="Trigger">keyword, question, greeting or away.</param>
/// <param name="Match">exact, contains (whole words), starts_with or regex (without look-around and back-references): of a keyword rule.</param>
/// <param name="Response">Text with <c>{{name}}</c>, <c>{{username}}</c> and the other variables of reply templates.</param>
/// <param name="Privately">A comment is answered by direct message.</param>
/// <param name="Hours">When the rule applies; null for always.</param>
internal sealed record AutoReplyRuleView(
    Guid Id, string Name, string EventType, string Trigger, string Match, IReadOnlyList<string> Patterns, string Response, bool Privately, bool Enabled, int Priority, ReplyHours? Hours,
    int UsageCount, DateTimeOffset? LastUsedAt)
{
    public static AutoReplyRuleView Of(AutoReplyRuleRow r) =>
        new(r.Id, r.Name, r.EventType, r.Trigger, r.Match, r.Patterns, r.Response, r.Privately, r.Enabled, r.Priority, r.Hours, r.UsageCount, r.LastUsedAt);
}

/// <summary>A rule as it is written; <see cref="AutoReplyRuleView"/> says what its fields mean.</summary>
internal sealed record AutoReplyRuleDraft(
    [property: Required, StringLength(100, MinimumLength = 1)] string Name, [property: AllowedValues("message", "comment")] string EventType,
    [property: AllowedValues("keyword", "question", "greeting", "away")] string Trigger, [property: Required, StringLength(2_000, MinimumLength = 1)] string Response,
    [property: AllowedValues("exact", "contains", "starts_with", "regex")] string Match = "contains", IReadOnlyList<string>? Patterns = null, bool Privately = false, bool Enabled = true,
    [property: Range(-1_000, 1_000)] int Priority = 10, ReplyHours? Hours = null)
{
    public AutoReplyRuleRow ToRow(Guid accountId, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), accountId, Name.Trim(), EventType, Trigger, Match, Patterns ?? [], Response.Trim(), Privately, Enabled, Priority, Hours, UsageCount: 0, LastUsedAt: null, now);
}

/// <summary>What is missing stays as it is. <c>hours</c> with no spans means always.</summary>
internal sealed record AutoReplyRuleChange(
    [property: StringLength(100, MinimumLength = 1)] string? Name = null, [property: AllowedValues("message", "comment", null)] string? EventType = null,
    [property: AllowedValues("keyword", "question", "greeting", "away", null)] string? Trigger = null, [property: StringLength(2_000, MinimumLength = 1)] string? Response = null,
    [property: AllowedValues("exact", "contains", "starts_with", "regex", null)] string? Match = null, IReadOnlyList<string>? Patterns = null, bool? Privately = null, bool? Enabled = null,
    [property: Range(-1_000, 1_000)] int? Priority = null, ReplyHours? Hours = null)
{
    public AutoReplyRuleRow Apply(AutoReplyRuleRow rule) => rule with
    {
        Name = Name?.Trim() ?? rule.Name,
        EventType = EventType ?? rule.EventType,
        Trigger = Trigger ?? rule.Trigger,
        Response = Response?.Trim() ?? rule.Response,
        Match = Match ?? rule.Match,
        Patterns = Patterns ?? rule.Patterns,
        Privately = Privately ?? rule.Privately,
        Enabled = Enabled ?? rule.Enabled,
        Priority = Priority ?? rule.Priority,
        Hours = Hours is null ? rule.Hours : Hours.Spans.Count == 0 ? null : Hours,
    };
}

/// <param name="SubjectId">The message or comment that was answered.</param>
/// <param name="Outcome">replied, or the code of the reason why the reply was refused.</param>
internal sealed record AutoReplyLogView(Guid SubjectId, Guid? RuleId, string RuleName, string Outcome, string Response, DateTimeOffset DecidedAt)
{
    public static AutoReplyLogView Of(AutoReplyLogRow r) => new(r.SubjectId, r.RuleId, r.RuleName, r.Outcome, r.Response, r.DecidedAt);
}

/// <param name="Rules">Rules to try instead of the stored ones; null for the stored ones.</param>
internal sealed record DryRunRequest([property: MaxLength(100)] IReadOnlyList<AutoReplyRuleDraft>? Rules = null);

/// <param name="Over">How many past messages and comments were looked at.</param>
/// <param name="Items">Those that would have been answered, newest first.</param>
internal sealed record DryRunView(int Over, IReadOnlyList<DryRunItem> Items);

internal sealed record DryRunItem(Guid SubjectId, Guid? ConversationId, string EventType, string? AuthorUsername, string Text, DateTimeOffset At, string RuleName, string Response)
{
    public static DryRunItem Of(AutoReplyCandidate c, AutoReplyRuleRow rule, string response) =>
        new(c.SubjectId, c.ConversationId, c.EventType, c.AuthorUsername, c.Text, c.At, rule.Name, response);
}

/// <summary>What a rule must be to work; what the fields alone cannot tell.</summary>
internal static class AutoReplyValidation
{
    private const int MaxPatterns = 50, MaxPatternLength = 200, MaxSpans = 14;

    public static ValidationProblem? Check(AutoReplyRuleRow rule)
    {
        if (rule.Trigger == "keyword" && rule.Patterns.Count == 0) return Problems.Invalid("patterns", "A keyword rule needs at least one keyword.");
        if (rule.Patterns.Count > MaxPatterns) return Problems.Invalid("patterns", $"At most {MaxPatterns} keywords.");
        foreach (var pattern in rule.Patterns)
        {
            if (pattern.Length > MaxPatternLength) return Problems.Invalid("patterns", $"A keyword has at most {MaxPatternLength} characters.");
            if (rule.Trigger == "keyword" && AutoReplyRules.Check(rule.Match, pattern) is { } wrong) return Problems.Invalid("patterns", wrong);
        }
        if (Encoding.UTF8.GetByteCount(rule.Response) is var bytes && bytes > AutoReplyRules.MaxResponseBytes)
            return Problems.Invalid("response", $"The text has {bytes} bytes; Instagram takes {AutoReplyRules.MaxResponseBytes}.");
        if (rule.Privately && rule.EventType != "comment") return Problems.Invalid("privately", "Only a comment can be answered privately: a message is private.");
        if (rule.Trigger == "away" && rule.Hours is null) return Problems.Invalid("hours", "An away rule needs the hours in which it applies.");
        if (rule.Hours is { } hours)
        {
            if (hours.Spans.Count is 0 or > MaxSpans) return Problems.Invalid("hours", $"Between 1 and {MaxSpans} spans.");
            if (hours.Spans.Any(s => s.Days.Count == 0 || s.Days.Distinct().Count() != s.Days.Count)) return Problems.Invalid("hours", "Each span needs its days, each once.");
        }
        return null;
    }
}
