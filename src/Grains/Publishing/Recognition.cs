using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>Which medium on the account's page a post has become, when the call that made it was not answered. Pure. Never simply the newest one.</summary>
/// <remarks>Source: Meta's containers do not tell the id of what they became; by time and caption is the only way.</remarks>
internal static class Recognition
{
    /// <summary>Meta's clock and ours differ by less.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<PublishedMedia> Candidates(PostRow post, IEnumerable<PublishedMedia> recent) =>
        [.. recent.Where(m => m.Timestamp >= post.PublishStartedAt - ClockTolerance && (m.Caption ?? "") == post.Caption)];

    /// <param name="taken">Ids that other posts of ours have become.</param>
    /// <returns>Null when there is none, or more than one.</returns>
    public static PublishedMedia? Only(IReadOnlyList<PublishedMedia> candidates, IReadOnlyCollection<string> taken) =>
        candidates.Where(c => !taken.Contains(c.Id)).ToList() is [var only] ? only : null;
}
