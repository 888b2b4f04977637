using System.Text;

namespace SocialSelling.Meta;

public sealed class WebhookRedactionTests
{
    private static string? Without(string body, params string[] ids) => WebhookRedaction.Without(Encoding.UTF8.GetBytes(body), ids.ToHashSet()) is { } left ? Encoding.UTF8.GetString(left) : null;

    [Fact]
    public void Of_an_account_the_whole_entry_goes_and_the_others_stay_as_they_are() =>
        Assert.Equal("""{"object":"instagram","entry":[{"id":"2","time":5,"messaging":[{"sender":{"id":"7"}}]}]}""",
            Without("""{"object":"instagram","entry":[{"id":"1","messaging":[{"sender":{"id":"8"}}]},{"id":"2","time":5,"messaging":[{"sender":{"id":"7"}}]}]}""", "1"));

    [Fact]
    public void Of_a_contact_each_item_goes_that_names_it() =>
        Assert.Equal("""{"object":"instagram","entry":[{"id":"1","messaging":[{"sender":{"id":"8"}}],"changes":[{"value":{"from":{"id":"8"}}}]}]}""",
            Without("""{"object":"instagram","entry":[{"id":"1","messaging":[{"sender":{"id":"7"}},{"sender":{"id":"8"}},{"sender":{"id":"1"},"recipient":{"id":"7"}}],"changes":[{"value":{"from":{"id":7}}},{"value":{"from":{"id":"8"}}}]}]}""", "7"));

    [Fact]
    public void An_entry_of_which_nothing_is_left_goes_and_a_body_without_entries_too() =>
        Assert.Null(Without("""{"object":"instagram","entry":[{"id":"1","messaging":[{"sender":{"id":"7"}}]}]}""", "7"));

    [Fact]
    public void A_comment_in_the_flat_form_names_its_author_beside_its_lists() =>
        Assert.Null(Without("""{"object":"instagram","entry":[{"id":"1","field":"comments","value":{"from":{"id":"7"}}}]}""", "7"));

    [Fact]
    public void Who_is_called_by_name_is_named_too() =>
        Assert.Equal("""{"object":"instagram","entry":[{"id":"1","changes":[{"value":{"text":"Who?"}}]}]}""",
            Without("""{"object":"instagram","entry":[{"id":"1","changes":[{"value":{"text":"@Maya ten euros"}},{"value":{"text":"Who?"}}]}]}""", "maya"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"entry":1}""")]
    [InlineData("""{"entry":[{"id":"\ud800"}],"entry":[]}""")]
    public void What_cannot_be_read_is_not_kept(string body) => Assert.Null(Without(body, "7"));
}
