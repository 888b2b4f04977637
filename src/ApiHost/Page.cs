using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SocialSelling;

/// <summary>A part of a list. <paramref name="NextCursor"/> asks for the next; null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>A part of a thread, newest first. <paramref name="NextCursor"/> asks for what is older, <paramref name="PreviousCursor"/> for what is newer; null at the end and at the beginning.</summary>
internal sealed record ThreadPage<T>(IReadOnlyList<T> Items, string? NextCursor, string? PreviousCursor)
{
    public ThreadPage<TView> Map<TView>(Func<T, TView> view) => new([.. Items.Select(view)], NextCursor, PreviousCursor);
}

/// <summary>How lists are asked for: <c>?limit=</c> (50, at most 100) and <c>?cursor=</c>.</summary>
internal static class Paging
{
    public static int Limit(int? asked) => Math.Clamp(asked ?? 50, 1, 100);

    /// <summary>Makes a page of <paramref name="rows"/>, which were read with one more than <paramref name="limit"/> to see whether there is a next page.</summary>
    public static Page<T> Of<TRow, T>(List<TRow> rows, int limit, Func<TRow, T> view, Func<TRow, string> cursor) =>
        new([.. rows.Take(limit).Select(view)], rows.Count > limit ? cursor(rows[limit - 1]) : null);
}

/// <summary>A place in a list, newest first: opaque to clients.</summary>
internal static class Cursor
{
    private const char Later = '>';

    public static string Of(DateTimeOffset at, Guid id) => Encode($"{at.UtcTicks.ToString(CultureInfo.InvariantCulture)}.{id:N}");

    public static string Of(DateTimeOffset at, long sequence) => Encode(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.{sequence}"));

    public static string Of(long number) => Encode(number.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="InvalidCursorException">It is none of ours.</exception>
    public static long? ReadNumber(string? cursor) => cursor is null ? null
        : Base64Url.IsValid(cursor) && long.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new InvalidCursorException();

    /// <exception cref="InvalidCursorException">It is none of ours.</exception>
    public static (DateTimeOffset At, Guid Id)? Read(string? cursor) => cursor is null ? null : Decode(cursor) is (var at, { } rest) && Guid.TryParseExact(rest, "N", out var id)
        ? (at, id) : throw new InvalidCursorException();

    /// <summary>What came after a place, where <see cref="Of(DateTimeOffset, long)"/> is what came before it.</summary>
    public static string After(DateTimeOffset at, long sequence) => Encode(string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}.{sequence}{Later}"));

    /// <exception cref="InvalidCursorException">It is none of ours.</exception>
    public static (DateTimeOffset At, long Sequence, bool After)? ReadSequence(string? cursor) => cursor is null ? null
        : Decode(cursor) is (var at, { } rest) && long.TryParse(rest.TrimEnd(Later), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? (at, sequence, rest.EndsWith(Later)) : throw new InvalidCursorException();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));

    private static (DateTimeOffset At, string? Tail) Decode(string cursor)
    {
        if (!Base64Url.IsValid(cursor)) return default;
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), parts[1]) : default;
    }
}

internal sealed class InvalidCursorException() : Exception("The cursor is none of this list.");
