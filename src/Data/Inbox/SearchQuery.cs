using System.Text;

namespace SocialSelling.Inbox;

/// <summary>A part of a text that a search found, in UTF-16 units: whoever shows the text marks it, so that no markup ever travels inside it.</summary>
public sealed record Mark(int Start, int Length);

/// <summary>
/// What somebody typed into a search box: words that must all be there, in any of their forms; <c>"exact words"</c> in quotes; <c>-without</c>. The word that is still being typed
/// finds what begins with it. Whatever is typed means something: nothing is an error. Pure.
/// </summary>
public sealed class SearchQuery
{
    /// <summary>What is typed beyond these is not looked at.</summary>
    public const int MaxLength = 200, MaxTerms = 16;
    private const int MaxMarks = 50;

    private readonly List<Term> terms;

    private SearchQuery(List<Term> terms) => this.terms = terms;

    /// <summary>Nothing to look for: no word, or only words that must not be there.</summary>
    public bool IsEmpty => terms.TrueForAll(term => term.Excluded);

    /// <summary>For PostgreSQL's <c>to_tsquery</c>: what a message has to fulfil. Holds letters, digits and its own operators only.</summary>
    internal string TsQuery => string.Join(" & ", terms.Select(term => term.RowQuery));

    /// <summary>
    /// What the index of words is asked for, each for itself, the longest word first: it leaps from one to the next, where of one long query it would weigh every form of every word for
    /// each message that has any. Without the beginnings of words that two letters are not worth, if there is something else.
    /// </summary>
    internal IReadOnlyList<string> IndexQueries
    {
        get
        {
            var asked = terms.FindAll(term => !term.Excluded);
            var clear = asked.FindAll(term => !term.IsVague);
            return [.. (clear.Count > 0 ? clear : asked).OrderByDescending(term => term.Words.Sum(word => word.Plain.Length)).Select(term => term.TsQuery)];
        }
    }

    /// <summary>For <c>like all</c> on <c>contacts.search_name</c>: each word begins a word of the name.</summary>
    internal string[] NamePatterns => [.. terms.Where(term => !term.Excluded).SelectMany(term => term.Words).Select(word => $"% {word.Plain}%")];

    /// <summary>The one of <see cref="NamePatterns"/> that the index of names is asked for.</summary>
    internal string? LongestNamePattern => NamePatterns.MaxBy(pattern => pattern.Length);

    public static SearchQuery Parse(string? typed)
    {
        var text = typed is null ? "" : typed.Length > MaxLength ? typed[..MaxLength] : typed;
        return new SearchQuery([.. Read(text).Take(MaxTerms)]);
    }

    /// <summary>Where a message's text has what was asked for, from left to right, never overlapping, at most 50 places.</summary>
    public IReadOnlyList<Mark> MarksIn(string text) => Join(text, words => terms.Where(term => !term.Excluded).SelectMany(term => term.In(words)));

    /// <summary>Where a name has words that begin with one that was asked for.</summary>
    public IReadOnlyList<Mark> MarksInName(string? name)
    {
        var asked = terms.Where(term => !term.Excluded).SelectMany(term => term.Words).Select(word => word.Plain).ToList();
        return Join(name ?? "", words => words.Where(word => asked.Exists(prefix => word.Plain.StartsWith(prefix, StringComparison.Ordinal))).Select(word => (word.Start, word.End)));
    }

    private static List<Mark> Join(string text, Func<List<Word>, IEnumerable<(int Start, int End)>> find)
    {
        var marks = new List<Mark>();
        foreach (var (start, end) in find([.. Words.In(text)]).Order())
        {
            var last = marks.Count == 0 ? 0 : marks[^1].Start + marks[^1].Length;
            if (end <= last) continue;
            if (start < last) marks[^1] = marks[^1] with { Length = end - marks[^1].Start };
            else if (marks.Count < MaxMarks) marks.Add(new Mark(start, end - start));
        }
        return marks;
    }

    private static IEnumerable<Term> Read(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            // A hyphen inside a word is a hyphen.
            var excluded = text[at] == '-';
            if (excluded) at++;
            var quoted = at < text.Length && IsQuote(text[at]);
            if (quoted) at++;
            var start = at;
            while (at < text.Length && !(quoted ? IsQuote(text[at]) : char.IsWhiteSpace(text[at]) || IsQuote(text[at]))) at++;
            var words = Words.In(text[start..at]).ToList();
            // Still being typed: nothing stands behind it, not even the closing quote.
            var open = at == text.Length && words.Count > 0 && start + words[^1].End == at && words[^1].Plain.Length >= 2;
            if (words.Count > 0) yield return new Term(words, excluded, Exact: quoted || words.Count > 1, Prefix: open && !excluded);
            if (quoted) at++;
        }
    }

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„' or '«' or '»';

    /// <param name="Exact">These words in this order; otherwise the one word in any of its forms.</param>
    /// <param name="Prefix">The last word may go on.</param>
    private sealed record Term(List<Word> Words, bool Excluded, bool Exact, bool Prefix)
    {
        private readonly IReadOnlySet<string> forms = Exact || Excluded ? new HashSet<string>() : WordForms.Of(Words[0].Plain);

        /// <summary>So many words begin like this.</summary>
        public bool IsVague => Prefix && Words.Count == 1 && Words[0].Plain.Length < 3;

        /// <summary>The word as typed is asked first, and is nearly always the answer: to the right of each "or" stands all that is left, so that PostgreSQL is done with it at once.</summary>
        public string TsQuery
        {
            get
            {
                var sql = new StringBuilder(Excluded ? "!(" : "(");
                sql.AppendJoin(" <-> ", Words.Select(word => $"'{word.Text}'"));
                if (Prefix) sql.Append(":*");
                var others = Others();
                foreach (var form in others) sql.Append(" | ('").Append(form).Append('\'');
                return sql.Append(')', others.Count + 1).ToString();
            }
        }

        /// <summary>The same for one message: the beginning that all forms share turns down most messages before any form is looked for.</summary>
        public string RowQuery => Others() is { Count: > 2 } others ? $"('{Shared([Words[0].Plain, .. others])}':* & {TsQuery})" : TsQuery;

        private List<string> Others() => [.. forms.Where(form => !Prefix || !form.StartsWith(Words[0].Plain, StringComparison.Ordinal))];

        private static string Shared(List<string> words) => words[0][..words.Min(word => word.AsSpan().CommonPrefixLength(words[0]))];

        public IEnumerable<(int Start, int End)> In(List<Word> text)
        {
            for (var at = 0; at + Words.Count <= text.Count; at++)
                if (Enumerable.Range(0, Words.Count).All(n => Matches(n, text[at + n].Plain))) yield return (text[at].Start, text[at + Words.Count - 1].End);
        }

        private bool Matches(int n, string word) =>
            word == Words[n].Plain || forms.Contains(word) || Prefix && n == Words.Count - 1 && word.StartsWith(Words[n].Plain, StringComparison.Ordinal);
    }
}
