using SocialSelling.Accounts;

namespace SocialSelling.Inbox;

/// <summary>What rules would have answered, had they been on: nothing is sent and nothing counted.</summary>
public static class AutoReplyDryRun
{
    /// <param name="past">Messages and comments in the order in which they came.</param>
    /// <returns>Each with its answer; no rule where nothing would have been said.</returns>
    public static List<(AutoReplyCandidate Candidate, AutoReplyRuleRow? Rule, string? Text)> Run(
        IReadOnlyList<AutoReplyRuleRow> ordered, IReadOnlyList<AutoReplyCandidate> past, AccountRow account, TimeZoneInfo zone)
    {
        var answered = new Dictionary<Guid, DateTimeOffset>();
        return past.Select(candidate =>
        {
            // As it was when the message came: nobody had answered yet, and only rules of this run had.
            var then = candidate with { AnsweredSince = false, LastAutomaticAt = answered.TryGetValue(candidate.ThreadId, out var at) ? at : null };
            if (AutoReplyRules.Decide(ordered, then, zone, then.At) is not { } rule) return (candidate, (AutoReplyRuleRow?)null, (string?)null);
            answered[candidate.ThreadId] = then.At;
            return (candidate, rule, TemplateText.Render(rule.Response, TemplateText.ValuesOf(candidate.AuthorName, candidate.AuthorUsername, account, agent: null)).Text);
        }).ToList();
    }
}
