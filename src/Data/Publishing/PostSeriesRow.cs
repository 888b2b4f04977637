using System.Text.Json;

namespace SocialSelling.Publishing;

/// <summary>A post that comes again, as stored. <see cref="LastDate"/> is the day of the newest post that was made; <see cref="LookAt"/> is null when no more will be.</summary>
/// <param name="Status">active, ended (by its rule) or stopped (by a person).</param>
public sealed record PostSeriesRow(
    Guid Id, Guid AccountId, Guid? UserId, PostContentRow Content, RecurrenceRow Rule, DateOnly FirstDate, DateOnly LastDate, TimeOnly Time, string TimeZone, string Status,
    DateTimeOffset? LookAt, int Version, DateTimeOffset CreatedAt);

/// <summary>What the next post of a series is made of.</summary>
public sealed record PostContentRow(string Type, string Caption, IReadOnlyList<string> MediaKeys, string? FirstComment, PostDetailsRow Details, Guid? CoverMediaId)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal string Write() => JsonSerializer.Serialize(this, Json);

    internal static PostContentRow Read(string json) => JsonSerializer.Deserialize<PostContentRow>(json, Json)!;
}

/// <param name="Unit">daily, weekly or monthly.</param>
public sealed record RecurrenceRow(string Unit, int Every, IReadOnlyList<DayOfWeek>? Weekdays, int? MonthDay, DateOnly? Until, int? Count)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal string Write() => JsonSerializer.Serialize(this, Json);

    internal static RecurrenceRow Read(string json) => JsonSerializer.Deserialize<RecurrenceRow>(json, Json)!;
}
