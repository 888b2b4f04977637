namespace SocialSelling.Publishing;

/// <summary>A first post, and the rule by which it comes again. The series has the first post's id.</summary>
[GenerateSerializer, Immutable, Alias("ss.CreateSeries")]
public sealed record CreateSeries([property: Id(0)] CreatePost First, [property: Id(1)] Recurrence Rule);

/// <summary>Changes the posts of a series that are not under way yet. Null keeps what is there; <paramref name="Version"/> must be the one that was read.</summary>
/// <param name="Rule">Counted anew from the next post.</param>
/// <param name="TimeZone">IANA name, already known to be one.</param>
[GenerateSerializer, Immutable, Alias("ss.ChangeSeries")]
public sealed record ChangeSeries(
    [property: Id(0)] Guid SeriesId, [property: Id(1)] int Version, [property: Id(2)] string? Caption, [property: Id(3)] IReadOnlyList<string>? MediaKeys, [property: Id(4)] string? FirstComment,
    [property: Id(5)] PostDetails? Details, [property: Id(6)] Recurrence? Rule, [property: Id(7)] TimeOnly? Time, [property: Id(8)] string? TimeZone,
    [property: Id(9)] Guid UserId);

/// <param name="KeepNext">The post that is planned already stays planned.</param>
[GenerateSerializer, Immutable, Alias("ss.StopSeries")]
public sealed record StopSeries([property: Id(0)] Guid SeriesId, [property: Id(1)] bool KeepNext, [property: Id(2)] Guid UserId);

/// <param name="Status">active, ended (by its rule) or stopped (by a person).</param>
/// <param name="Time">On the wall clock of <paramref name="TimeZone"/>, at every change of its offset.</param>
[GenerateSerializer, Immutable, Alias("ss.SeriesView")]
public sealed record SeriesView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid AccountId, [property: Id(2)] string Type, [property: Id(3)] string Caption, [property: Id(4)] Recurrence Rule, [property: Id(5)] TimeOnly Time,
    [property: Id(6)] string TimeZone, [property: Id(7)] DateOnly FirstDate, [property: Id(8)] string Status, [property: Id(9)] int Version, [property: Id(10)] DateTimeOffset CreatedAt);

[GenerateSerializer, Immutable, Alias("ss.SeriesNotFound")]
public sealed record SeriesNotFound : DomainError
{
    public override string Code => "series-not-found";
    public override string Detail => "There is no such series of posts.";
}

[GenerateSerializer, Immutable, Alias("ss.SeriesOver")]
public sealed record SeriesOver([property: Id(0)] string Status) : DomainError
{
    public override string Code => "series-over";
    public override string Detail => $"The series has {(Status == "stopped" ? "been stopped" : "come to its end")}; nothing follows that could be changed.";
}

/// <summary>The rule names no day after the ones that are past.</summary>
[GenerateSerializer, Immutable, Alias("ss.SeriesWithoutDays")]
public sealed record SeriesWithoutDays : DomainError
{
    public override string Code => "series-without-days";
    public override string Detail => "No day follows by this rule.";
}
