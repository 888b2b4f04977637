namespace SocialSelling.Inbox;

/// <summary>
/// The other forms in which a word is likely to stand in a message: plurals, genders, and the common endings of verbs. English, Portuguese and Spanish at once: a shop's customers
/// write in all of them, and often in one message. A form that no language has costs nothing, since nobody wrote it. Pure.
/// </summary>
/// <remarks>Snowball's stemmers were tried and miss what shops are asked for (promoção/promoções, azul/azuis, viagem/viagens, luz/luces), the more so where accents are left out.</remarks>
internal static class WordForms
{
    private const string Doubled = "bdglmnprt";

    /// <summary>Endings that take each other's place after <see cref="Family.Root"/> letters or more.</summary>
    private static readonly Family[] Families =
    [
        new(2, ["", "s"]), // order, pedido, talla
        new(2, ["", "es"]), // box, color, cor, azul, cancion
        new(2, ["y", "ies", "ied", "ying"]), // party, carry
        new(2, ["z", "ces", "zes"]), // luz, vez
        new(2, ["m", "ns"]), // viagem, som
        new(2, ["al", "ais"]), new(2, ["el", "eis"]), new(2, ["il", "is"]), new(2, ["ol", "ois"]), new(2, ["ul", "uis"]), // total, papel, gentil, lencol, azul
        new(2, ["ao", "oes", "aes", "aos"]), // promocao, pao, mao
        new(3, ["o", "a", "os", "as"]), // amarillo, amarela
        new(3, ["", "s", "ed", "ing"]), new(3, ["e", "es", "ed", "ing"]), // order, price
        new(3, ["ar", "o", "a", "as", "am", "an", "amos", "ando", "ado", "ada", "ados", "adas", "ou", "ei", "e", "es", "em", "en", "aram", "aron", "ava", "aba", "aria"]), // comprar, enviar
        new(3, ["er", "ir", "o", "e", "es", "em", "en", "emos", "imos", "endo", "indo", "iendo", "ido", "ida", "idos", "idas", "eu", "iu", "i", "io", "eram", "iram", "ieron", "ia"]), // vender, pedir
    ];

    /// <param name="plain">In small letters, without accents.</param>
    /// <returns>The forms without the word itself; none for what is not made of Latin letters or shorter than three.</returns>
    public static IReadOnlySet<string> Of(string plain)
    {
        var forms = new HashSet<string>();
        if (plain.Length < 3 || !plain.All(char.IsAsciiLetterLower)) return forms;
        foreach (var family in Families) forms.UnionWith(family.Of(plain));
        forms.UnionWith(WithDoubledConsonant(plain));
        forms.Remove(plain);
        return forms;
    }

    /// <summary>ship, shipped, shipping.</summary>
    private static IEnumerable<string> WithDoubledConsonant(string plain)
    {
        var root = plain.EndsWith("ing", StringComparison.Ordinal) ? plain[..^3] : plain.EndsWith("ed", StringComparison.Ordinal) ? plain[..^2] : plain + plain[^1];
        if (root.Length < 4 || root[^1] != root[^2] || !Doubled.Contains(root[^1])) return [];
        var single = root[..^1];
        return [single, single + "s", root + "ed", root + "ing"];
    }

    private sealed record Family(int Root, string[] Endings)
    {
        public IEnumerable<string> Of(string word)
        {
            var ending = Endings.Where(e => word.Length - e.Length >= Root && word.EndsWith(e, StringComparison.Ordinal)).MaxBy(e => e.Length);
            return ending is null ? [] : Endings.Select(e => word[..^ending.Length] + e);
        }
    }
}
