namespace SocialSelling.Publishing;

/// <summary>What a post is made from beside a person's wish, and what is written together with it.</summary>
internal sealed record PostOrigin(Guid? SeriesId, DateOnly? SeriesDate, IReadOnlyList<Guarded> Also)
{
    public static readonly PostOrigin Person = new(null, null, []);
}
