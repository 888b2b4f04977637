namespace SocialSelling;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("", 3, "", "")]
    [InlineData("abc", 3, "abc", "abc")]
    [InlineData("abcd", 3, "abc", "abc…")]
    [InlineData("ab🎈", 3, "ab", "ab…")]
    [InlineData("a🎈b", 3, "a🎈", "a🎈…")]
    [InlineData("🎈🎈", 1, "", "…")]
    public void A_text_is_cut_between_characters(string text, int most, string cut, string shown)
    {
        Assert.Equal(cut, Excerpt.Cut(text, most));
        Assert.Equal(shown, Excerpt.Of(text, most));
    }
}
