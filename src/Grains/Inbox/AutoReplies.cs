namespace SocialSelling.Inbox;

/// <summary>
/// Answers what the account's rules answer, each message and comment once: which events have been decided about is a row, and the reply's own id follows from what it answers, so that
/// whoever takes over after a crash decides again and sends nothing twice. Part of AccountGrain.
/// </summary>
internal sealed partial class AutoReplies(
    AccountState account, EventStream stream, Outbox outbox, CommentAnswers comments, AutoReplyRepository replies, ConversationRepository conversations, TimeProvider clock,
    ILogger<AutoReplies> logger)
{
    /// <summary>Somebody who writes three lines gets one answer, and a person who is about to answer may.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private const int BatchSize = 50;
    private bool enabled, busy;

    /// <summary>When the next step is due; null when rules are off or nothing has come.</summary>
    public DateTimeOffset? NextDue { get; private set; }

    /// <summary>Learns whether rules are on; asked whenever somebody has changed them.</summary>
    public async Task Load(CancellationToken ct) => Start((await replies.Settings(account.Id, ct)).Enabled);

    public void Start(bool isOn)
    {
        enabled = account.IsActive && isOn;
        // What came while nobody was here.
        NextDue = enabled ? clock.GetUtcNow() + Delay : null;
    }

    /// <summary>Something has come in. Costs nothing while rules are off.</summary>
    /// <returns>True when a step is due because of it.</returns>
    public bool Notice()
    {
        if (!enabled || NextDue is not null) return false;
        NextDue = clock.GetUtcNow() + Delay;
        return true;
    }

    public async Task Step(CancellationToken ct)
    {
        if (busy || NextDue is null) return;
        busy = true;
        try
        {
            NextDue = null;
            var settings = await replies.Settings(account.Id, ct);
            enabled = settings.Enabled && account.IsActive;
            if (enabled && await Decide(settings, ct)) NextDue = clock.GetUtcNow();
        }
        finally
        {
            busy = false;
        }
    }

    /// <returns>True when there may be more.</returns>
    private async Task<bool> Decide(AutoReplySettingsRow settings, CancellationToken ct)
    {
        var newest = stream.LastSequence;
        var candidates = await replies.Candidates(account.Id, settings.DecidedSequence, BatchSize, ct);
        var whole = candidates.Count < BatchSize;
        // Only what was looked at: the scan stops at the batch's end, or at what was there when it began.
        var to = whole ? Math.Max(newest, settings.DecidedSequence) : candidates[^1].Sequence;
        var rules = candidates.Count == 0 ? [] : await replies.ListRules(account.Id, ct);
        var zone = Zone(settings.TimeZone);
        var answered = new Dictionary<Guid, DateTimeOffset>();
        var log = new List<AutoReplyLogRow>();
        foreach (var candidate in candidates)
        {
            var now = clock.GetUtcNow();
            // What this very batch has answered is not in the rows that were read.
            var known = answered.TryGetValue(candidate.ThreadId, out var at) ? candidate with { LastAutomaticAt = at } : candidate;
            if (AutoReplyRules.Decide(rules, known, zone, now) is not { } rule) continue;
            var (text, outcome) = await Reply(rule, candidate, ct);
            if (outcome == Replied) answered[candidate.ThreadId] = now;
            else LogRefused(rule.Id, candidate.SubjectId, outcome);
            log.Add(new AutoReplyLogRow(candidate.SubjectId, candidate.Sequence, rule.Id, rule.Name, outcome, text, now));
        }
        if (to > settings.DecidedSequence && !await replies.Record(account.Id, settings.DecidedSequence, to, log, ct)) return true;
        return !whole;
    }

    private const string Replied = "replied";

    private async Task<(string Text, string Outcome)> Reply(AutoReplyRuleRow rule, AutoReplyCandidate candidate, CancellationToken ct)
    {
        var text = TemplateText.Render(rule.Response, TemplateText.ValuesOf(candidate.AuthorName, candidate.AuthorUsername, account.Row!, agent: null)).Text;
        var id = $"auto:{candidate.SubjectId:N}";
        var error = candidate.EventType == "comment"
            ? (await comments.Answer(new AnswerComment(candidate.SubjectId, id, text, rule.Privately, Author.Automation, UserId: null), ct)).Error
            : await conversations.Find(account.Id, candidate.ConversationId!.Value, ct) is { } conversation
                ? (await outbox.Send(new SendMessage(conversation.Id, id, text, ReplyTo: null, Author.Automation, UserId: null), ct)).Error
                : new ConversationNotFound();
        return (text, error?.Code ?? Replied);
    }

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    [LoggerMessage(LogLevel.Information, "Rule {RuleId} would answer {SubjectId}, but: {Reason}")]
    private partial void LogRefused(Guid ruleId, Guid subjectId, string reason);
}
