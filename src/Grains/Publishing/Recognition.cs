using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>Which medium on the account's page a post has become, when the call that made it was not answered. Pure. Never simply the newest one.</summary>
/// <remarks>Source: Meta's containers do not tell the id of what they became; by kind, time and caption is the only way, and of a story by kind and time.</remarks>
internal static class Recognition
{
    /// <summary>Meta's clock and ours differ by less.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);
    /// <summary>Longer than Meta works on a call that has been hung up on.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<PublishedMedia> Candidates(PostRow post, IEnumerable<PublishedMedia> recent) => [.. recent.Where(m =>
        m.Timestamp >= post.PublishStartedAt - ClockTolerance && m.Timestamp <= post.PublishStartedAt + Window && IsOfKind(post, m) && (post.Type == "story" || Words(m.Caption) == Words(post.Caption)))];

    public static Twins Twins(PostRow post, IEnumerable<SentPost> sent)
    {
        var twins = sent.Where(s => (s.Type == "story") == (post.Type == "story") && (post.Type == "story" || Words(s.Caption) == Words(post.Caption))).ToList();
        return new(twins.Count(t => t.IsLive), twins.Count(t => !t.IsLive));
    }

    /// <param name="taken">Ids that other posts of ours have become.</param>
    public static Sighting Of(IReadOnlyList<PublishedMedia> candidates, IReadOnlyCollection<string> taken, Twins twins)
    {
        var free = candidates.Where(c => !taken.Contains(c.Id)).ToList();
        // Twins that are live without an id account for as many of them.
        if (free.Count <= twins.Live) return new Sighting.None();
        return free is [var only] && twins is { InDoubt: 0 } ? new Sighting.One(only) : new Sighting.Several();
    }

    /// <summary>What Meta leaves out is no objection.</summary>
    private static bool IsOfKind(PostRow post, PublishedMedia m)
    {
        var (type, product) = post.Type switch
        {
            "carousel" => ("CAROUSEL_ALBUM", "FEED"),
            "story" => (post.Media is [{ Kind: "video" }] ? "VIDEO" : "IMAGE", "STORY"),
            _ => ContainerSpecs.IsReel(post) ? ("VIDEO", "REELS") : ("IMAGE", "FEED"),
        };
        return (m.MediaType ?? type) == type && (m.ProductType ?? product) == product;
    }

    /// <summary>Meta may return a caption with other line ends, and without blanks around it.</summary>
    private static string Words(string? caption) => (caption ?? "").ReplaceLineEndings("\n").Trim().Normalize();
}

/// <summary>Other posts that cannot be told from one on the account's page: how many are live without their id, and of how many that is not known.</summary>
internal sealed record Twins(int Live, int InDoubt);

/// <summary>What the account's page showed of a post in doubt.</summary>
internal abstract record Sighting
{
    /// <summary>Nobody has looked.</summary>
    public sealed record NotSought : Sighting;
    public sealed record None : Sighting;
    public sealed record One(PublishedMedia Medium) : Sighting;
    /// <summary>There are some, and which of them it is cannot be told.</summary>
    public sealed record Several : Sighting;
}
