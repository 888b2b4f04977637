namespace SocialSelling.Inbox;

public sealed class AutoReplyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero); // A Wednesday.

    [Theory]
    [InlineData("price", "What's the PRICE of the blue one", true)]
    [InlineData("preço", "Qual o preco?", true)]
    [InlineData("art", "See you at the party", false)]
    [InlineData("art", "Is this art?", true)]
    [InlineData("🔥", "love it 🔥🔥", true)]
    [InlineData("tamanho M", "tem  tamanho\nm ?", true)]
    public void Keywords_are_whole_words_without_accents_or_case(string keyword, string text, bool expected) =>
        Assert.Equal(expected, Decide(Keyword("contains", keyword), text));

    [Theory]
    [InlineData("exact", "info", "Info!", true)]
    [InlineData("exact", "info", "info please", false)]
    [InlineData("starts_with", "order", "Order 1234", true)]
    [InlineData("starts_with", "order", "orders?", false)]
    [InlineData("starts_with", "order", "my order", false)]
    [InlineData("regex", @"order\s*#?\d{4}", "where is ORDER #1234", true)]
    [InlineData("regex", @"^\d{5}-\d{3}$", "01310-100", true)]
    public void Keywords_match_as_the_rule_says(string match, string pattern, string text, bool expected) => Assert.Equal(expected, Decide(Keyword(match, pattern), text));

    [Theory]
    [InlineData("is it still available", true)]
    [InlineData("Blue or red?", true)]
    [InlineData("Onde fica a loja", true)]
    [InlineData("¿Cuánto cuesta", true)]
    [InlineData("I love it", false)]
    [InlineData("island dress", false)]
    public void Questions_are_known_in_three_languages(string text, bool expected) => Assert.Equal(expected, Decide(Rule("question"), text));

    [Theory]
    [InlineData("Hi", true)]
    [InlineData("olá!!", true)]
    [InlineData("Buenos días", true)]
    [InlineData("Boa noite, tudo bem?", true)]
    [InlineData("high quality", false)]
    [InlineData("Hello, I would like to return the dress that I bought last week", false)]
    public void Greetings_are_short_and_known_in_three_languages(string text, bool expected) => Assert.Equal(expected, Decide(Rule("greeting"), text));

    [Fact]
    public void The_first_rule_that_fits_is_the_only_one()
    {
        var (general, special) = (Rule("question") with { Name = "general" }, Keyword("contains", "size") with { Name = "special", Priority = 20 });
        Assert.Equal("special", AutoReplyRules.Decide([special, general], Message("Which size is it?"), TimeZoneInfo.Utc, Now)!.Name);
        Assert.Equal("general", AutoReplyRules.Decide([special with { Enabled = false }, general], Message("Which size is it?"), TimeZoneInfo.Utc, Now)!.Name);
    }

    [Fact]
    public void Nothing_is_answered_that_a_person_has_or_should()
    {
        var rule = Rule("question");
        Assert.Null(AutoReplyRules.Decide([rule], Message("Really?") with { IsSpam = true }, TimeZoneInfo.Utc, Now));
        Assert.Null(AutoReplyRules.Decide([rule], Message("Really?") with { AnsweredSince = true }, TimeZoneInfo.Utc, Now));
        Assert.Null(AutoReplyRules.Decide([rule], Message("Really?") with { At = Now - AutoReplyRules.MaxAge - TimeSpan.FromSeconds(1) }, TimeZoneInfo.Utc, Now));
        Assert.Null(AutoReplyRules.Decide([rule], Message("Really?") with { EventType = "comment" }, TimeZoneInfo.Utc, Now));
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void Two_machines_cannot_fill_a_thread(int secondsAgo, bool expected) =>
        Assert.Equal(expected, AutoReplyRules.Decide([Rule("question")], Message("Really?") with { LastAutomaticAt = Now.AddSeconds(-secondsAgo) }, TimeZoneInfo.Utc, Now) is not null);

    [Theory]
    [InlineData("2026-03-04T08:59", false)]
    [InlineData("2026-03-04T09:00", true)]
    [InlineData("2026-03-04T17:59", true)]
    [InlineData("2026-03-04T18:00", false)]
    [InlineData("2026-03-06T23:30", true)] // Friday night …
    [InlineData("2026-03-07T01:59", true)] // … lasts until Saturday morning.
    [InlineData("2026-03-07T02:00", false)]
    [InlineData("2026-03-07T23:30", false)]
    public void Hours_are_those_of_the_wall_and_may_pass_midnight(string local, bool within)
    {
        var hours = new ReplyHours(Outside: false, [new([Weekday.Wednesday], new(9, 0), new(18, 0)), new([Weekday.Friday], new(22, 0), new(2, 0))]);
        var at = new DateTimeOffset(DateTime.Parse(local, null), TimeSpan.FromHours(-3));
        Assert.Equal(within, AutoReplyRules.Applies(hours, at));
        Assert.Equal(!within, AutoReplyRules.Applies(hours with { Outside = true }, at));
    }

    [Fact]
    public void Hours_follow_the_zone_of_the_account()
    {
        var away = Rule("away") with { Hours = new(Outside: true, [new([Weekday.Wednesday], new(9, 0), new(18, 0))]) };
        // 12:00 UTC is 21:00 in Tokyo.
        Assert.Null(AutoReplyRules.Decide([away], Message("x"), TimeZoneInfo.Utc, Now));
        Assert.NotNull(AutoReplyRules.Decide([away], Message("x"), TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), Now));
    }

    [Theory]
    [InlineData("regex", "(", false)]
    [InlineData("regex", @"(a)\1", false)] // Needs backtracking, which could take for ever.
    [InlineData("regex", "size|fit", true)]
    [InlineData("contains", "  ", false)]
    [InlineData("contains", "size", true)]
    public void A_pattern_that_cannot_work_is_refused(string match, string pattern, bool usable) => Assert.Equal(usable, AutoReplyRules.Check(match, pattern) is null);

    private static bool Decide(AutoReplyRuleRow rule, string text) => AutoReplyRules.Decide([rule], Message(text), TimeZoneInfo.Utc, Now) is not null;

    private static AutoReplyRuleRow Keyword(string match, string pattern) => Rule("keyword") with { Match = match, Patterns = [pattern] };

    private static AutoReplyRuleRow Rule(string trigger) =>
        new(Guid.Empty, Guid.Empty, trigger, "message", trigger, "contains", [], "Thanks!", Privately: false, Enabled: true, Priority: 10, Hours: null, UsageCount: 0, LastUsedAt: null, Now);

    private static AutoReplyCandidate Message(string text) =>
        new(1, "message", Guid.Empty, Guid.Empty, Guid.Empty, text, "mia", "Mia", Now, IsSpam: false, AnsweredSince: false, LastAutomaticAt: null);
}
