using FsCheck.Xunit;

namespace SocialSelling.Inbox;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("pix ", "('pix':* & ('pix' | ('pixs' | ('pixes'")]
    [InlineData("\"Boa Tarde\"", "('Boa' <-> 'Tarde')")]
    [InlineData("\"boa tar", "('boa' <-> 'tar':*)")]
    [InlineData("“ok”", "('ok')")]
    [InlineData("azul/verde ", "('azul' <-> 'verde')")]
    [InlineData("maya@example.com ", "('maya' <-> 'example' <-> 'com')")]
    [InlineData("42 ", "('42')")]
    [InlineData("-gratis 42 ", "!('gratis') & ('42')")]
    [InlineData("42 -\"sem frete\" ", "('42') & !('sem' <-> 'frete')")]
    [InlineData("日本", "('日本':*)")]
    public void What_is_typed_becomes_a_query(string typed, string query) => Assert.StartsWith(query, SearchQuery.Parse(typed).TsQuery, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" \t ")]
    [InlineData("\"")]
    [InlineData("-")]
    [InlineData("!?&|:*()<->'\\")]
    [InlineData("❤️")]
    [InlineData("-nada")]
    public void Nothing_to_look_for_is_no_error(string? typed) => Assert.True(SearchQuery.Parse(typed).IsEmpty);

    [Fact]
    public void A_single_letter_is_not_yet_the_beginning_of_a_word() =>
        Assert.All(SearchQuery.Parse("azul p").IndexQueries, query => Assert.DoesNotContain(":*", query, StringComparison.Ordinal));

    [Theory]
    [InlineData("42 pr", "('42')")]
    [InlineData("42 pro", "('pro':*)", "('42')")]
    [InlineData("pr", "('pr':*)")]
    [InlineData("42 -99 ", "('42')")]
    [InlineData("42 \"2026 11\" ", "('2026' <-> '11')", "('42')")]
    public void The_index_is_asked_for_what_is_worth_it(string typed, params string[] queries) => Assert.Equal(queries, SearchQuery.Parse(typed).IndexQueries);

    [Fact]
    public void The_word_that_was_typed_is_asked_before_its_forms() =>
        Assert.Equal("('box' | ('boxs' | ('boxes' | ('boxed' | ('boxing')))))", Assert.Single(SearchQuery.Parse("box ").IndexQueries));

    [Fact]
    public void What_must_not_be_there_is_the_word_as_typed() => Assert.Equal("('42') & !('pedido')", SearchQuery.Parse("42 -pedido").TsQuery);

    [Property]
    public bool Whatever_is_typed_the_query_holds_words_and_operators_only(string? typed)
    {
        var parsed = SearchQuery.Parse(typed);
        var query = string.Join('&', [parsed.TsQuery, .. parsed.IndexQueries]);
        // What is left without the quoted words is ours; a quote or a backslash in a word would end it.
        return query.Split('\'').Select((part, n) => (part, n)).All(p => p.n % 2 == 0 ? p.part.All(c => " &|!()<->:*".Contains(c)) : p.part.All(c => char.IsLetterOrDigit(c) || c > 127));
    }

    [Theory]
    [InlineData("pedidos ", "Cadê meu PEDIDO?", "PEDIDO")]
    [InlineData("promocao ", "Tem promoções hoje?", "promoções")]
    [InlineData("promoção ", "promocao!", "promocao")]
    [InlineData("disp", "Está disponível, disponível mesmo", "disponível|disponível")]
    [InlineData("\"boa tarde\" ", "Boa noite. Boa tarde! tarde boa", "Boa tarde")]
    [InlineData("azul -verde ", "Azul ou verde", "Azul")]
    [InlineData("a@b.com ", "meu e-mail: a@b.com", "a@b.com")]
    [InlineData("strasse ", "🙂 Blumenstr. / Straße", "Straße")]
    [InlineData("cafe ", "cafe\u0301 😋", "cafe\u0301")]
    public void Marks_are_where_the_words_stand(string typed, string text, string marked) =>
        Assert.Equal(marked, string.Join('|', SearchQuery.Parse(typed).MarksIn(text).Select(m => text.Substring(m.Start, m.Length))));

    [Fact]
    public void A_name_is_marked_where_its_words_begin()
    {
        var query = SearchQuery.Parse("jo sil");

        Assert.Equal([new Mark(0, 4), new Mark(5, 5)], query.MarksInName("João Silva"));
        Assert.Equal([new Mark(6, 3)], query.MarksInName("silva_joe".Replace("silva", "maria", StringComparison.Ordinal)));
        Assert.Equal(["% jo%", "% sil%"], query.NamePatterns);
    }

    [Property]
    public bool Marks_never_overlap_and_lie_inside(string? typed, string? text)
    {
        var end = 0;
        foreach (var mark in SearchQuery.Parse(typed).MarksIn(text ?? ""))
        {
            if (mark.Start < end || mark.Length <= 0) return false;
            end = mark.Start + mark.Length;
        }
        return end <= (text ?? "").Length;
    }

    [Theory]
    [InlineData("orders", "order")]
    [InlineData("shipping", "ship", "shipped", "ships")]
    [InlineData("party", "parties")]
    [InlineData("price", "prices", "priced", "pricing")]
    [InlineData("sizes", "size")]
    [InlineData("promocoes", "promocao")]
    [InlineData("azul", "azuis", "azules")]
    [InlineData("azuis", "azul")]
    [InlineData("papeis", "papel")]
    [InlineData("viagens", "viagem")]
    [InlineData("luces", "luz")]
    [InlineData("canciones", "cancion")]
    [InlineData("amarela", "amarelo", "amarelas")]
    [InlineData("comprar", "compro", "compra", "comprou", "comprando", "comprei", "compraron")]
    [InlineData("enviado", "enviar", "envio", "enviaron")]
    [InlineData("pedido", "pedir", "pediu", "pedidos")]
    [InlineData("vender", "vendo", "vendido", "vendemos")]
    public void A_word_is_found_in_its_other_forms(string word, params string[] forms) => Assert.Subset(WordForms.Of(word).ToHashSet(), forms.ToHashSet());

    [Theory]
    [InlineData("ok")]
    [InlineData("2x")]
    [InlineData("привет")]
    public void What_has_no_endings_stays_as_it_is(string word) => Assert.Empty(WordForms.Of(word));
}
