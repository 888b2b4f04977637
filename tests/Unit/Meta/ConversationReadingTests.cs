using System.Net;
using Microsoft.Extensions.Options;

namespace SocialSelling.Meta;

/// <summary>What conversations look like when they are read, in Meta's shapes.</summary>
public sealed class ConversationReadingTests
{
    private static readonly InstagramSession Session = new(new AccessToken("t"), "1784");

    [Fact]
    public async Task A_page_of_conversations_tells_the_other_side_and_where_it_goes_on()
    {
        var page = await Answering("""
            {"data":[{"id":"aWd1","updated_time":"2026-11-20T10:00:00+0000","participants":{"data":[{"id":"1784","username":"shop"},{"id":"9001","username":"maya"}]}},{"id":"broken"}],
             "paging":{"cursors":{"before":"b","after":"a"},"next":"https://graph/next"}}
            """).ListConversations(Session, null, TestContext.Current.CancellationToken);

        Assert.Equal(("aWd1", new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), "9001", "a"), (Assert.Single(page.Items).Id, page.Items[0].UpdatedAt, page.Items[0].ParticipantIds.Single(), page.After));
    }

    [Fact]
    public async Task Messages_are_told_as_a_webhook_would_tell_them()
    {
        var page = await Answering("""
            {"id":"aWd1","messages":{"data":[
              {"id":"m1","created_time":"2026-11-20T10:00:07+0000","from":{"id":"9001"},"message":"Love it","story":{"reply_to":{"link":"https://s","id":"179"}}},
              {"id":"m2","created_time":"2026-11-20T10:00:06+0000","from":{"id":"1784"},"message":"","attachments":{"data":[{"id":"1","mime_type":"image/jpeg","image_data":{"url":"https://i"}},{"id":"2","mime_type":"audio/mp4","file_url":"https://f"}]}},
              {"id":"m3","created_time":"2026-11-20T10:00:05+0000","from":{"id":"9001"},"message":"","shares":{"data":[{"link":"https://p"}]}},
              {"id":"m4","created_time":"2026-11-20T10:00:04+0000","from":{"id":"9001"},"message":"","story":{"mention":{"link":"https://m","id":"1"}}},
              {"id":"m5","created_time":"2026-11-20T10:00:03+0000","from":{"id":"9001"},"message":"","is_unsupported":true},
              {"id":"m6","created_time":"2026-11-20T10:00:02+0000","from":{"id":"9001"},"message":"\ud83d"},
              {"id":"m7","created_time":"2026-11-20T10:00:01+0000"}]}}
            """).ReadConversation(Session, "aWd1", "9001", TestContext.Current.CancellationToken);

        var told = page.Items.Select(m => m.Event as MessageArrived).ToList();
        Assert.Equal(["m1", "m2", "m3", "m4", "m5", "m6", "m7"], page.Items.Select(m => m.Mid));
        Assert.Equal((true, "9001", "Love it", "179"), (told[0]!.Inbound, told[0]!.ContactId, told[0]!.Text, told[0]!.Context!.Story!.PlatformId));
        Assert.False(told[1]!.Inbound);
        Assert.Equal([new("image", "https://i"), new("audio", "https://f")], told[1]!.Attachments);
        Assert.Equal([new("share", "https://p")], told[2]!.Attachments);
        Assert.Equal([new("story_mention", "https://m")], told[3]!.Attachments);
        Assert.True(told[4]!.IsUnsupported);
        Assert.Equal([null, null], told[5..]);
        Assert.Null(page.After);
    }

    private static InstagramClient Answering(string json) =>
        new(new HttpClient(new Fixed(json)), Options.Create(new MetaOptions { AppId = "1", AppSecret = "s", RedirectUri = "http://localhost/back" }));

    private sealed class Fixed(string json) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json) });
    }
}
