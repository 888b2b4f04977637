using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>What a post's next container is made of: a carousel's children come first, one by one, and then the post itself. Nothing is sent that Meta has no place for.</summary>
internal sealed class ContainerSpecs(IMetaMediaUrls urls)
{
    /// <summary>A single video in the feed is a reel: Meta knows nothing else.</summary>
    public static bool IsReel(PostRow post) => post.Type == "reel" || (post.Type == "feed" && post.Media is [{ Kind: "video" }]);

    public async Task<ContainerSpec> Next(PostRow post, CancellationToken ct)
    {
        if (post.Type != "carousel") return await Single(post, post.Media[0], ct);
        if (post.Media.ElementAtOrDefault(post.ChildContainerIds.Count) is not { } child) return new ContainerSpec.Carousel(post.ChildContainerIds, Words(post));
        return new ContainerSpec.CarouselItem(await File(post, child, ct));
    }

    private async Task<ContainerSpec> Single(PostRow post, MediaRow media, CancellationToken ct)
    {
        var file = await File(post, media, ct);
        if (post.Type == "story") return new ContainerSpec.Story(file with { AltText = null });
        if (!IsReel(post)) return new ContainerSpec.Image(file, Words(post));
        var cover = post.Cover is { } picture ? await urls.ForMeta(picture.StorageKey, ct) : null;
        return new ContainerSpec.Reel(file, Words(post), cover, cover is null ? post.Details.ThumbOffsetMs : null, post.Details.ShareToFeed);
    }

    private static ContainerWords Words(PostRow post) => new(post.Caption, post.Details.Collaborators ?? [], post.Details.LocationId);

    private async Task<ContainerFile> File(PostRow post, MediaRow media, CancellationToken ct)
    {
        var (isVideo, details) = (media.Kind == "video", post.Details.Of(media.Id));
        return new(await urls.ForMeta(media.StorageKey, ct), isVideo, isVideo || details?.AltText is not { Length: > 0 } words ? null : words,
            [.. (details?.UserTags ?? []).Select(t => isVideo ? new TaggedUser(t.Username, null, null) : new TaggedUser(t.Username, t.X, t.Y))]);
    }
}
