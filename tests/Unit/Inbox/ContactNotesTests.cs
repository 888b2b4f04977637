namespace SocialSelling.Inbox;

public sealed class ContactNotesTests
{
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid();

    private static ContactRow Contact(string attributes = "{}", params Guid[] tags) => new(
        Guid.NewGuid(), Guid.NewGuid(), "1", null, null, null, null, new ProfileFacts(null, null, null, null), null, StageId: null, DealAmount: null, DealCurrency: null, tags, attributes,
        MergedInto: null, default, ConversationId: null);

    [Fact]
    public void Attributes_change_by_name_and_null_takes_one_away()
    {
        var changed = ContactNotes.Apply(Contact("""{"City":"Recife","Size":"M"}"""), new ChangeContact(default, Attributes: new Dictionary<string, string?> { ["Size"] = null, ["Color"] = "blue" })).Get();

        Assert.Equal("""{"City":"Recife","Color":"blue"}""", changed.AttributesJson);
    }

    [Fact]
    public void More_attributes_than_the_limit_are_refused()
    {
        var many = Enumerable.Range(0, ContactNotes.MaxAttributes + 1).ToDictionary(n => $"n{n}", _ => (string?)"x");

        Assert.IsType<TooManyAttributes>(ContactNotes.Apply(Contact(), new ChangeContact(default, Attributes: many)).Error);
    }

    [Fact]
    public void A_merge_gives_what_is_lacking_and_overrides_nothing()
    {
        var kept = Contact("""{"Size":"M"}""", A) with { StageId = A };
        var other = Contact("""{"Size":"S","City":"Recife"}""", A, B) with { StageId = B, DealAmount = 10, DealCurrency = "BRL" };

        var after = ContactNotes.Apply(kept, ContactNotes.Absorb(kept, other)).Get();

        Assert.Equal((A, 10m, "BRL", """{"City":"Recife","Size":"M"}"""), (after.StageId, after.DealAmount, after.DealCurrency, after.AttributesJson));
        Assert.Equal([A, B], after.TagIds);
    }
}
