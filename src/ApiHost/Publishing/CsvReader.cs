using System.Text;

namespace SocialSelling.Publishing;

/// <param name="Line">Where it begins, counted from 1.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Fields)
{
    public bool IsBlank => Fields.All(string.IsNullOrWhiteSpace);
}

/// <summary>Reads comma-separated values as they arrive: RFC 4180, and what spreadsheets make of it (semicolons or tabs, <c>sep=</c>, a byte order mark, any end of line).</summary>
internal sealed class CsvReader(Stream body) : IDisposable
{
    public const int LongestField = 20_000;
    private const int MostFields = 100;
    /// <summary>What the decoder makes of bytes that are no character: told where it stands, and not where the block of bytes began.</summary>
    private const char NoCharacter = '\uFFFD';
    private readonly StreamReader text = new(body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
    private readonly char[] buffer = new char[8_192];
    private int at, end, line = 1;
    private char delimiter;

    /// <returns>Null at the end.</returns>
    /// <exception cref="CsvException">It cannot be read any further, and says where.</exception>
    public async ValueTask<CsvRecord?> Next(CancellationToken ct)
    {
        if (delimiter == default) await FindDelimiter(ct);
        return await Peek(ct) < 0 ? null : await Record(ct);
    }

    public void Dispose() => text.Dispose();

    private async ValueTask<CsvRecord> Record(CancellationToken ct)
    {
        var begin = line;
        var fields = new List<string>();
        while (true)
        {
            fields.Add(await Field(ct));
            if (fields.Count > MostFields) throw new CsvException(begin, "csv-too-wide", $"A line has at most {MostFields} fields.");
            var next = await Take(ct);
            if (next == delimiter) continue;
            if (next == '\r' && await Peek(ct) == '\n') await Take(ct);
            line++;
            return new CsvRecord(begin, fields);
        }
    }

    /// <summary>Ends before the delimiter or the end of the line.</summary>
    private async ValueTask<string> Field(CancellationToken ct)
    {
        var field = new StringBuilder();
        if (await Peek(ct) == '"') await Quoted(field, ct);
        for (int next; (next = await Peek(ct)) is not (-1 or '\r' or '\n') && next != delimiter;) Append(field, await Take(ct));
        return field.ToString();
    }

    private async ValueTask Quoted(StringBuilder field, CancellationToken ct)
    {
        var begin = line;
        await Take(ct);
        while (true)
        {
            var next = await Take(ct);
            if (next < 0) throw new CsvException(begin, "csv-quote-open", "A quoted field has no end.");
            if (next == '"' && await Peek(ct) != '"') return;
            if (next == '"') await Take(ct);
            if (next == '\n') line++;
            Append(field, next);
        }
    }

    private void Append(StringBuilder field, int next)
    {
        if (field.Length >= LongestField) throw new CsvException(line, "csv-field-too-long", $"A field has at most {LongestField:N0} characters.");
        field.Append((char)next);
    }

    /// <summary>The one that the first line has most of.</summary>
    private async ValueTask FindDelimiter(CancellationToken ct)
    {
        await Peek(ct);
        while (end < buffer.Length && await text.ReadAsync(buffer.AsMemory(end), ct) is > 0 and var read) end += read;
        var first = new string(buffer, 0, end).Split(['\r', '\n'], 2)[0];
        if (first is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var said])
        {
            delimiter = said;
            at = first.Length;
            if (await Take(ct) == '\r' && await Peek(ct) == '\n') await Take(ct);
            line++;
            return;
        }
        var isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 };
        foreach (var c in first)
        {
            if (c == '"') isQuoted = !isQuoted;
            else if (!isQuoted && counts.TryGetValue(c, out var count)) counts[c] = count + 1;
        }
        delimiter = counts.MaxBy(count => count.Value).Key;
    }

    /// <returns>The next character, which stays; -1 at the end.</returns>
    private async ValueTask<int> Peek(CancellationToken ct)
    {
        if (at == end) (at, end) = (0, await text.ReadAsync(buffer, ct));
        return end == 0 ? -1 : buffer[at];
    }

    private async ValueTask<int> Take(CancellationToken ct)
    {
        var next = await Peek(ct);
        if (next == NoCharacter) throw new CsvException(line, "not-utf8", "The file is not UTF-8. In Excel, save it as \"CSV UTF-8\".");
        if (next >= 0) at++;
        return next;
    }
}

/// <summary>The rest of a file cannot be read.</summary>
internal sealed class CsvException(int line, string code, string message) : Exception(message)
{
    public int Line => line;
    public string Code => code;
}
