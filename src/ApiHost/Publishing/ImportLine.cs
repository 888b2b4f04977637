using System.Globalization;

namespace SocialSelling.Publishing;

/// <summary>Which column stands where. Pure.</summary>
internal sealed class ImportColumns
{
    private static readonly string[] Known = ["account", "type", "caption", "media", "scheduled_at", "local_time", "date", "time", "time_zone", "first_comment", "status"];
    private readonly Dictionary<string, int> places = [];

    /// <returns>Refused when a column is unknown or stands there twice, or when there is neither a caption nor media.</returns>
    public static Result<ImportColumns> Read(IReadOnlyList<string> header)
    {
        var columns = new ImportColumns();
        for (var i = 0; i < header.Count; i++)
        {
            var name = header[i].Trim().ToLowerInvariant().Replace(' ', '_');
            if (name.Length == 0) continue;
            if (!Known.Contains(name)) return new InvalidImport("csv-header", $"There is no column {header[i].Trim()}. The columns are {string.Join(", ", Known)}.");
            if (!columns.places.TryAdd(name, i)) return new InvalidImport("csv-header", $"The column {name} stands there twice.");
        }
        return columns.places.ContainsKey("caption") || columns.places.ContainsKey("media") ? columns
            : new InvalidImport("csv-header", "The first line names the columns, and one of them is caption or media.");
    }

    /// <returns>Null when the line has nothing there.</returns>
    public string? Of(CsvRecord record, string column) =>
        places.TryGetValue(column, out var place) && place < record.Fields.Count && record.Fields[place].Trim() is { Length: > 0 } value ? value : null;
}

/// <summary>What a line of the file says. Pure.</summary>
internal sealed class ImportLine(ImportColumns columns, CsvRecord record)
{
    private static readonly string[] LocalForms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd H:mm"];

    public int Number => record.Line;
    public string? Account => this["account"]?.TrimStart('@');
    public string Caption => this["caption"] ?? "";
    public string? FirstComment => this["first_comment"];
    public IReadOnlyList<string> Media => this["media"]?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Null when it is neither.</summary>
    public bool? IsDraft => this["status"]?.ToLowerInvariant() switch { null or "scheduled" => false, "draft" => true, _ => null };

    /// <summary>What is said, or else what the files make it: several a carousel, a video a reel. Null when it is no type.</summary>
    public string? Type(IReadOnlyList<MediaRow> files) => this["type"]?.ToLowerInvariant() switch
    {
        null => files.Count > 1 ? "carousel" : files is [{ Kind: "video" }] ? "reel" : "feed",
        { } type when type is "feed" or "carousel" or "reel" or "story" => type,
        _ => null,
    };

    public (PostTime? Time, (string Field, string Message)? Problem) Time(string usualZone)
    {
        DateTimeOffset? at = null;
        if (this["scheduled_at"] is { } instant)
        {
            // Without an offset it would be the server's own zone: no instant at all.
            if (!DateTimeOffset.TryParseExact(instant, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
                return (null, ("scheduled_at", "This is an instant such as 2026-12-24T18:30:00Z or 2026-12-24T18:30-03:00."));
            at = read;
        }
        var local = this["local_time"] ?? (this["date"] is { } date ? $"{date} {this["time"]}" : null);
        if (local is null && this["time"] is not null) return (null, ("date", "A time needs its date."));
        DateTime? wall = null;
        if (local is not null)
        {
            if (!DateTime.TryParseExact(local, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return (null, (this["local_time"] is null ? "date" : "local_time", "A date and a time look like 2026-12-24 18:30."));
            wall = read;
        }
        var (time, problem) = PostTimes.Read(at, wall, wall is null ? null : this["time_zone"] ?? usualZone);
        return (time, problem is { Field: "timeZone" } zone ? ("time_zone", zone.Message) : problem is { } other ? ("local_time", other.Message) : null);
    }

    public ImportLineView Refused(string code, string? field, string detail) => ImportLineView.Refused(Number, code, field, detail);

    private string? this[string column] => columns.Of(record, column);
}
