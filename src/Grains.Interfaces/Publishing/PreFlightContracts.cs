namespace SocialSelling.Publishing;

/// <summary>What is known about a post before its time.</summary>
/// <param name="CanSchedule">Nothing was found that would stop it.</param>
[GenerateSerializer, Immutable, Alias("ss.PostCheckView")]
public sealed record PostCheckView([property: Id(0)] bool CanSchedule, [property: Id(1)] IReadOnlyList<Finding> Findings);

/// <summary>Moves a post to the instant that its wall clock means now; nothing happens when the post has another wall clock.</summary>
[GenerateSerializer, Immutable, Alias("ss.ReplanPost")]
public sealed record ReplanPost([property: Id(0)] Guid PostId, [property: Id(1)] DateTime LocalTime, [property: Id(2)] string TimeZone, [property: Id(3)] DateTimeOffset At);
