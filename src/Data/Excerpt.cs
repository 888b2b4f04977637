namespace SocialSelling;

/// <summary>The beginning of a text, never with half of a surrogate pair: that is no text any more, for JSON and PostgreSQL alike.</summary>
public static class Excerpt
{
    /// <summary>The first characters.</summary>
    /// <param name="most">In UTF-16 code units.</param>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The same for people to read: what was cut ends with …, which counts beside <paramref name="most"/>.</summary>
    public static string Of(string text, int most) => text.Length <= most ? text : Cut(text, most) + "…";
}
