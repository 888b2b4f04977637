namespace SocialSelling.Publishing;

/// <summary>How a step of a post has ended.</summary>
/// <param name="IsKnown">Whether it is known when the post's next step is due.</param>
/// <param name="Next">Null when nothing is left to do.</param>
internal readonly record struct StepEnd(bool IsKnown, DateTimeOffset? Next)
{
    public static StepEnd Unknown => default;
}
