using System.Text.Json;
using SocialSelling.Meta;

namespace SocialSelling.Publishing;

public sealed class ContainerSpecsTests
{
    private sealed class Urls : IMetaMediaUrls
    {
        public ValueTask<Uri> ForMeta(string storageKey, CancellationToken ct) => new(new Uri("https://files.example/" + storageKey));
    }

    private static async Task<string> Sent(PostRow post) => JsonSerializer.Serialize(ContainerBody.Of(await new ContainerSpecs(new Urls()).Next(post, TestContext.Current.CancellationToken)), Readable);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_picture_takes_everything_along()
    {
        var picture = Samples.Image();
        var post = Samples.Post("feed", picture) with { Details = new([new(picture.Id, "A bowl", [new("ana", 0.25, 0.5)])], ["luna"], "42") };

        Assert.Equal("""{"image_url":"https://files.example/a.jpg","alt_text":"A bowl","user_tags":[{"username":"ana","x":0.25,"y":0.5}],"caption":"Hello","collaborators":["luna"],"location_id":"42"}""", await Sent(post));
    }

    [Theory]
    [InlineData("reel")]
    [InlineData("feed")]
    public async Task A_single_video_is_a_reel_with_its_cover_and_people_without_a_place(string type)
    {
        var clip = Samples.Video();
        var post = Samples.Post(type, clip) with { Cover = Samples.Image("cover.jpg"), Details = new([new(clip.Id, "unused", [new("ana", 0.5, 0.5)])], ThumbOffsetMs: 700, ShareToFeed: false) };

        Assert.Equal("""{"media_type":"REELS","share_to_feed":false,"video_url":"https://files.example/v.mp4","user_tags":[{"username":"ana"}],"caption":"Hello","cover_url":"https://files.example/cover.jpg"}""", await Sent(post));
        Assert.Contains("\"thumb_offset\":700", await Sent(post with { Cover = null }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_carousels_children_have_words_and_people_of_their_own_and_the_caption_stands_above()
    {
        var (picture, clip) = (Samples.Image(), Samples.Video());
        var post = Samples.Post("carousel", picture, clip) with { Details = new([new(picture.Id, "First", null), new(clip.Id, null, [new("ana", null, null)])], ["luna"], "42") };

        Assert.Equal("""{"is_carousel_item":true,"image_url":"https://files.example/a.jpg","alt_text":"First"}""", await Sent(post));
        Assert.Equal("""{"is_carousel_item":true,"media_type":"VIDEO","video_url":"https://files.example/v.mp4","user_tags":[{"username":"ana"}]}""", await Sent(post with { ChildContainerIds = ["1"] }));
        Assert.Equal("""{"media_type":"CAROUSEL","children":["1","2"],"caption":"Hello","collaborators":["luna"],"location_id":"42"}""", await Sent(post with { ChildContainerIds = ["1", "2"] }));
    }

    [Fact]
    public async Task A_story_is_sent_without_what_it_cannot_show()
    {
        var picture = Samples.Image();
        var post = Samples.Post("story", picture) with { Details = new([new(picture.Id, "A bowl", [new("ana", 0.5, 0.5)])], ["luna"], "42") };

        Assert.Equal("""{"media_type":"STORIES","image_url":"https://files.example/a.jpg","user_tags":[{"username":"ana","x":0.5,"y":0.5}]}""", await Sent(post));
        Assert.Equal("""{"media_type":"STORIES","video_url":"https://files.example/v.mp4"}""", await Sent(Samples.Post("story", Samples.Video())));
    }
}
