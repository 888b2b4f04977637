using SocialSelling.Notifications;

namespace SocialSelling.Publishing;

/// <summary>What a post is made from beside a person's wish, and what is written together with it.</summary>
/// <param name="Notice">What people are told with it.</param>
internal sealed record PostOrigin(Guid? SeriesId, DateOnly? SeriesDate, IReadOnlyList<Guarded> Also, Notice? Notice = null)
{
    public static readonly PostOrigin Person = new(null, null, []);
}
