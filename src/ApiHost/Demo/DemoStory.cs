namespace SocialSelling.Demo;

/// <summary>What the demo shops look like: who writes what, and what is planned.</summary>
internal static class DemoStory
{
    public static readonly IReadOnlyList<string> Shops = ["luna.ceramics", "verde.market", "atelier.rosa"];

    /// <summary>Lines in order; <c>Ago</c> before the seed. The shop answers from its telephone.</summary>
    public static readonly IReadOnlyList<DemoLine> Lines =
    [
        new("luna.ceramics", "maya.torres", "Hi! Is the speckled mug set still available?", true, TimeSpan.FromHours(20)),
        new("luna.ceramics", "maya.torres", "Hello Maya! Yes, three sets are left. They ship tomorrow.", false, TimeSpan.FromHours(19.6)),
        new("luna.ceramics", "maya.torres", "Perfect, I'd love one. Can you wrap it as a gift?", true, TimeSpan.FromHours(2.1)),
        new("luna.ceramics", "daniel_k", "Do you ship to Portugal? And how long does it take?", true, TimeSpan.FromHours(5)),
        new("luna.ceramics", "the.green.kitchen", "We'd like 24 bowls for our restaurant. Do you have a price list?", true, TimeSpan.FromMinutes(40)),
        new("verde.market", "joao.lima", "Oi! A cesta de sábado ainda tem vaga?", true, TimeSpan.FromHours(7)),
        new("verde.market", "joao.lima", "Oi João! Tem sim, posso reservar para você?", false, TimeSpan.FromHours(6.8)),
        new("verde.market", "joao.lima", "Pode, por favor. Sem coentro se der!", true, TimeSpan.FromHours(6.5)),
        new("verde.market", "ana.e.bento", "What time do you close today?", true, TimeSpan.FromMinutes(18)),
        new("atelier.rosa", "clara.fit", "Hola, ¿tienen la falda roja en talla M?", true, TimeSpan.FromHours(3)),
        new("atelier.rosa", "sofia.w", "My order #1182 arrived. It's beautiful, thank you!", true, TimeSpan.FromHours(26)),
        new("atelier.rosa", "sofia.w", "That makes our day, Sofia. Tag us when you wear it!", false, TimeSpan.FromHours(25.5)),
    ];

    /// <summary>One published at once, the others to come.</summary>
    public static readonly IReadOnlyList<DemoPost> Posts =
    [
        new("luna.ceramics", "Fresh from the kiln: the speckled series is back. Which one is yours?", TimeSpan.Zero),
        new("luna.ceramics", "Behind the wheel: two hundred bowls and one very patient cat.", TimeSpan.FromHours(26)),
        new("verde.market", "Saturday's basket: figs, fennel, and the first oranges.", TimeSpan.FromHours(3)),
        new("atelier.rosa", "The winter collection opens on Friday at noon.", TimeSpan.FromDays(2)),
    ];
}

internal sealed record DemoLine(string Shop, string Customer, string Text, bool FromCustomer, TimeSpan Ago);

internal sealed record DemoPost(string Shop, string Caption, TimeSpan In);
