namespace SocialSelling.Meta;

/// <summary>The parameters of <c>/media</c>. Pure. What has no value is left out: Meta takes an empty list for a wrong one.</summary>
/// <remarks>Source: Meta, "IG User Media", August 2026.</remarks>
internal static class ContainerBody
{
    public static IReadOnlyDictionary<string, object> Of(ContainerSpec spec)
    {
        var body = new Dictionary<string, object>();
        switch (spec)
        {
            case ContainerSpec.Image s:
                Add(body, s.File);
                Add(body, s.Words);
                break;
            case ContainerSpec.Reel s:
                (body["media_type"], body["share_to_feed"]) = ("REELS", s.ShareToFeed);
                Add(body, s.File);
                Add(body, s.Words);
                if (s.CoverUrl is { } cover) body["cover_url"] = cover;
                if (s.ThumbOffsetMs is { } offset) body["thumb_offset"] = offset;
                break;
            case ContainerSpec.Story s:
                body["media_type"] = "STORIES";
                Add(body, s.File);
                break;
            case ContainerSpec.CarouselItem s:
                body["is_carousel_item"] = true;
                if (s.File.IsVideo) body["media_type"] = "VIDEO";
                Add(body, s.File);
                break;
            case ContainerSpec.Carousel s:
                (body["media_type"], body["children"]) = ("CAROUSEL", s.Children);
                Add(body, s.Words);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(spec));
        }
        return body;
    }

    private static void Add(Dictionary<string, object> body, ContainerFile file)
    {
        body[file.IsVideo ? "video_url" : "image_url"] = file.Url;
        if (file.AltText is { } words) body["alt_text"] = words;
        if (file.UserTags.Count > 0) body["user_tags"] = file.UserTags.Select(Tag);
    }

    private static void Add(Dictionary<string, object> body, ContainerWords words)
    {
        body["caption"] = words.Caption;
        if (words.Collaborators.Count > 0) body["collaborators"] = words.Collaborators;
        if (words.LocationId is { } place) body["location_id"] = place;
    }

    private static object Tag(TaggedUser tag) => tag is { X: { } x, Y: { } y } ? new { username = tag.Username, x, y } : new { username = tag.Username };
}
