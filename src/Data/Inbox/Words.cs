using System.Globalization;
using System.Text;

namespace SocialSelling.Inbox;

/// <summary>A word inside a text, with its place in UTF-16 units.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Plain">As search compares it: small letters without accents.</param>
internal readonly record struct Word(int Start, string Text, string Plain)
{
    public int End => Start + Text.Length;
}

/// <summary>Takes texts apart as the database does for search: a word is a run of letters and digits. Pure.</summary>
internal static class Words
{
    public static IEnumerable<Word> In(string text)
    {
        var start = -1;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var inside = Rune.IsLetterOrDigit(rune) || start >= 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (inside && start < 0) start = at;
            if (!inside && start >= 0)
            {
                yield return Of(text, start, at);
                start = -1;
            }
            at += rune.Utf16SequenceLength;
        }
        if (start >= 0) yield return Of(text, start, text.Length);
    }

    private static Word Of(string text, int start, int end) => new(start, text[start..end], Plain(text[start..end]));

    private static string Plain(string word)
    {
        if (Ascii.IsValid(word)) return word.ToLowerInvariant();
        var plain = new StringBuilder(word.Length);
        foreach (var letter in word.Normalize(NormalizationForm.FormD).ToLowerInvariant())
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark) plain.Append(Ligature(letter) ?? letter.ToString());
        return plain.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Letters that are no base letter with a mark, as the database's <c>unaccent</c> writes them.</summary>
    private static string? Ligature(char letter) => letter switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'ı' => "i",
        _ => null,
    };
}
