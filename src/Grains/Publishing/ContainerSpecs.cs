using SocialSelling.Meta;

namespace SocialSelling.Publishing;

/// <summary>What a post's next container is made of: a carousel's children come first, one by one, and then the post itself.</summary>
internal sealed class ContainerSpecs(IMetaMediaUrls urls)
{
    public async Task<ContainerSpec> Next(PostRow post, CancellationToken ct)
    {
        if (post.Type != "carousel") return Single(post, post.Media[0], await urls.ForMeta(post.Media[0].StorageKey, ct));
        if (post.Media.ElementAtOrDefault(post.ChildContainerIds.Count) is not { } child) return new ContainerSpec.Carousel(post.ChildContainerIds, post.Caption);
        return new ContainerSpec.CarouselItem(await urls.ForMeta(child.StorageKey, ct), child.Kind == "video");
    }

    private static ContainerSpec Single(PostRow post, MediaRow file, Uri url) => post.Type switch
    {
        "story" => new ContainerSpec.Story(url, file.Kind == "video"),
        "reel" => new ContainerSpec.Reel(url, post.Caption),
        _ => file.Kind == "video" ? new ContainerSpec.Reel(url, post.Caption) : new ContainerSpec.Image(url, post.Caption),
    };
}
