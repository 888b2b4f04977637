namespace SocialSelling.Analytics;

/// <summary>The hours of the week at which an account's posts have done best.</summary>
/// <param name="Timezone">IANA name of the zone whose hours are meant.</param>
/// <param name="AnalysisPeriodDays">How far back posts are looked at.</param>
/// <param name="ReadAt">When Meta was asked for the numbers.</param>
[GenerateSerializer, Immutable, Alias("ss.BestTimesView")]
public sealed record BestTimesView(
    [property: Id(0)] IReadOnlyList<BestTimeView> Recommendations, [property: Id(1)] string Timezone, [property: Id(2)] int PostsAnalyzed, [property: Id(3)] int AnalysisPeriodDays,
    [property: Id(4)] DateTimeOffset ReadAt);

/// <param name="Hour">0 to 23: posts from its first to its last minute.</param>
/// <param name="Score">Likes and twice the comments, on average.</param>
/// <param name="SampleSize">How many posts were published in that hour.</param>
/// <param name="Confidence">low when there are fewer than 3 of them, else normal.</param>
/// <param name="Reason">The same in English.</param>
[GenerateSerializer, Immutable, Alias("ss.BestTimeView")]
public sealed record BestTimeView(
    [property: Id(0)] DayOfWeek DayOfWeek, [property: Id(1)] int Hour, [property: Id(2)] double Score, [property: Id(3)] int SampleSize, [property: Id(4)] string Confidence,
    [property: Id(5)] string Reason);
