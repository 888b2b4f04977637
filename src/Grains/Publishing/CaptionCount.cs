using System.Text;

namespace SocialSelling.Publishing;

/// <summary>A text counted as Meta counts it, as far as that is known. Pure.</summary>
/// <remarks>
/// Source: Meta, "IG User Media": 2,200 characters, 30 hashtags, 20 mentions; 36004/2207010 beyond. Meta does not say what a character is. An emoji is one code point or several, and one
/// of them two units of UTF-16: what has too many code points is too long by any count, and what is too long in units alone may be taken. Line ends are one character.
/// Nor does it say what makes a hashtag: here "#2026" is one, which Instagram shows as plain words, and a tag that comes twice is two. Both err on the side of asking the author.
/// </remarks>
internal readonly record struct CaptionCount(int CodePoints, int Units, int Hashtags, int Mentions)
{
    public static CaptionCount Of(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        return new(lines.EnumerateRunes().Count(), lines.Length, Marks(lines, '#', '＃'), Marks(lines, '@', '＠'));
    }

    /// <summary>Marks that begin a word: not the one inside an e-mail address, nor one that stands alone.</summary>
    private static int Marks(string text, char mark, char wide)
    {
        var (count, before) = (0, new Rune(' '));
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i + 1 < runes.Length; before = runes[i++])
            if ((runes[i].Value == mark || runes[i].Value == wide) && IsPartOfWord(runes[i + 1]) && !IsPartOfWord(before)) count++;
        return count;
    }

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value == '_';
}
