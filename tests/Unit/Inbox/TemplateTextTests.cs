using System.Diagnostics;
using FsCheck.Xunit;

namespace SocialSelling.Inbox;

public sealed class TemplateTextTests
{
    private static readonly Dictionary<string, string> Maya = new() { ["name"] = "Maya Torres", ["first_name"] = "Maya" };

    [Theory]
    [InlineData("Hi {{first_name}}, thanks!", "Hi Maya, thanks!")]
    [InlineData("Hi {{ first_name }}", "Hi Maya")]
    [InlineData("Hi {{nick|friend}}!", "Hi friend!")]
    [InlineData("Hi {{first_name|friend}}!", "Hi Maya!")]
    [InlineData("Hi {{nick}}, thanks", "Hi, thanks")]
    [InlineData("{{nick}}, hello", "hello")]
    [InlineData("Dear {{nick}} welcome", "Dear welcome")]
    [InlineData("Bye {{nick}}", "Bye")]
    [InlineData("It costs {{price}}€", "It costs€")]
    [InlineData("No {variable} and {{1}} here", "No {variable} and {{1}} here")]
    [InlineData("{{first_name}}{{first_name}}", "MayaMaya")]
    public void Variables_get_their_value_their_default_or_go_cleanly(string template, string text) => Assert.Equal(text, TemplateText.Render(template, Maya).Text);

    [Fact]
    public void What_was_missing_is_told_once()
    {
        var rendered = TemplateText.Render("{{nick}} {{nick}} {{first_name}} 😀", Maya);

        Assert.Equal(["nick"], rendered.Missing);
        Assert.Equal(9, rendered.Bytes);
    }

    [Fact]
    public void A_value_is_not_a_template() => Assert.Equal("Hi {{name}}", TemplateText.Render("Hi {{first_name}}", new Dictionary<string, string> { ["first_name"] = "{{name}}", ["name"] = "x" }).Text);

    [Fact]
    public void Variables_are_named_in_order_and_once() => Assert.Equal(["b", "a"], TemplateText.VariablesOf("{{b}} {{a|x}} {{ b }}"));

    [Property]
    public bool A_text_without_variables_stays_as_it_is(string? text) => (text ?? "").Contains("{{", StringComparison.Ordinal) || TemplateText.Render(text ?? "", Maya).Text == (text ?? "").Trim();

    [Fact]
    public void Hostile_texts_take_no_longer()
    {
        var hostile = string.Concat(Enumerable.Repeat("{{a|", 5_000)) + string.Concat(Enumerable.Repeat("{{ ", 5_000));
        var clock = Stopwatch.StartNew();

        TemplateText.Render(hostile, Maya);

        Assert.InRange(clock.ElapsedMilliseconds, 0, 100);
    }
}
