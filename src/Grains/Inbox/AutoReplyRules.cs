using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SocialSelling.Inbox;

/// <summary>Which rule answers what. Pure: given rules, a message or comment and the time, it names the rule, or why there is no answer.</summary>
public static partial class AutoReplyRules
{
    /// <summary>At most one automatic answer per conversation in this time: two machines that answer each other must not fill a thread.</summary>
    public static readonly TimeSpan OncePer = TimeSpan.FromSeconds(60);

    /// <summary>What came longer ago than this, after an outage or with the history, is for people to answer.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Bytes of UTF-8, as for every message.</summary>
    public const int MaxResponseBytes = SendLimits.TextBytes;

    /// <summary>A greeting with more words than this is a message that begins politely.</summary>
    private const int GreetingWords = 6;

    /// <returns>The first rule that fits, in the order given; null when none does, or when the message is not to be answered by a machine at all.</returns>
    /// <param name="ordered">The account's rules, highest priority first.</param>
    public static AutoReplyRuleRow? Decide(IEnumerable<AutoReplyRuleRow> ordered, AutoReplyCandidate candidate, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (candidate.IsSpam || candidate.AnsweredSince || now - candidate.At > MaxAge) return null;
        if (candidate.LastAutomaticAt is { } last && now - last < OncePer) return null;
        var text = Plain(candidate.Text);
        return ordered.FirstOrDefault(r => r.Enabled && r.EventType == candidate.EventType && Applies(r.Hours, TimeZoneInfo.ConvertTime(candidate.At, zone)) && Fits(r, text, candidate.Text));
    }

    /// <returns>What is wrong with a pattern; null when it can be used.</returns>
    public static string? Check(string match, string pattern)
    {
        if (string.IsNullOrWhiteSpace(pattern)) return "A pattern is empty.";
        if (match != "regex") return Plain(pattern).Length > 0 ? null : $"'{pattern}' has nothing to look for.";
        try
        {
            _ = Compiled(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"'{pattern}' is not a regular expression that can be used here: {e.Message}";
        }
    }

    internal static bool Applies(ReplyHours? hours, DateTimeOffset local)
    {
        if (hours is null) return true;
        var (today, yesterday, time) = ((Weekday)local.DayOfWeek, (Weekday)local.AddDays(-1).DayOfWeek, TimeOnly.FromTimeSpan(local.TimeOfDay));
        var within = hours.Spans.Any(s => s.To > s.From
            ? s.Days.Contains(today) && time >= s.From && time < s.To
            // Past midnight: the evening of its day, and the morning after.
            : (s.Days.Contains(today) && time >= s.From) || (s.Days.Contains(yesterday) && time < s.To));
        return within != hours.Outside;
    }

    private static bool Fits(AutoReplyRuleRow rule, string text, string raw) => rule.Trigger switch
    {
        "away" => true,
        "question" => text.Contains('?') || QuestionWords().IsMatch(text),
        "greeting" => GreetingWordsPattern().IsMatch(text) && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= GreetingWords,
        _ => rule.Patterns.Any(p => rule.Match == "regex" ? Compiled(p).IsMatch(raw) : Matches(rule.Match, p, text)),
    };

    private static bool Matches(string match, string pattern, string text)
    {
        var words = Plain(pattern);
        if (words.Length == 0) return false;
        return match switch
        {
            "exact" => text.Trim(Edges) == words.Trim(Edges),
            "starts_with" => text.StartsWith(words, StringComparison.Ordinal) && (text.Length == words.Length || !char.IsLetterOrDigit(text[words.Length])),
            _ => ContainsWord(text, words),
        };
    }

    /// <summary>Whole words: a shop that listens for "art" is not asked about a "party".</summary>
    private static bool ContainsWord(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
            if ((at == 0 || !IsWordBorderBroken(text[at - 1], words[0])) && (at + words.Length == text.Length || !IsWordBorderBroken(words[^1], text[at + words.Length]))) return true;
        return false;
    }

    private static bool IsWordBorderBroken(char before, char after) => char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after);

    // Linear in the text's length, whatever the pattern: a rule cannot hold up an account.
    private static Regex Compiled(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Lower case, without accents, blanks made one: how people compare what they type on telephones.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
            if (char.IsWhiteSpace(c))
            {
                if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) plain.Append(char.ToLowerInvariant(c));
        return plain.ToString().TrimEnd();
    }

    private static readonly char[] Edges = [' ', '.', ',', '!', '?', '¡', '¿', '…'];

    [GeneratedRegex(@"^[^\p{L}]*(?:what|when|where|why|who|how|which|is|are|can|could|would|will|do|does|did|may|should" +
        @"|o que|oque|que|qual|quais|quando|onde|por que|porque|quem|como|quanto|quantos|quanta|quantas|tem|voces tem|voce tem|pode|podem|poderia|sera que" +
        @"|cual|cuales|cuando|donde|por que|quien|quienes|cuanto|cuanta|cuantos|cuantas|puedo|puede|pueden|podria|tienen|tienes|hay)\b")]
    private static partial Regex QuestionWords();

    [GeneratedRegex(@"^[^\p{L}]*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|oi|ola|opa|e ai|eai|bom dia|boa tarde|boa noite|hola|buenas|buenos dias|buenas (?:tardes|noches)|que tal)\b")]
    private static partial Regex GreetingWordsPattern();
}
