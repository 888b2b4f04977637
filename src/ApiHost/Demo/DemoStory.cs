using SocialSelling.Publishing;

namespace SocialSelling.Demo;

/// <summary>What the demo shops look like: where they are, who writes what, and what is planned.</summary>
internal static class DemoStory
{
    public static readonly IReadOnlyList<DemoShop> Shops =
        [new("luna.ceramics", "Europe/Lisbon", DemoMotif.Bowls), new("verde.market", "America/Sao_Paulo", DemoMotif.Fruit), new("atelier.rosa", "Europe/Madrid", DemoMotif.Cloth)];

    /// <summary>Lines of each conversation in order; <c>Ago</c> before the seed. The shop answers from its telephone.</summary>
    public static readonly IReadOnlyList<DemoLine> Lines =
    [
        .. Talk("luna.ceramics", "maya.torres",
            (20, "> Hi! Is the speckled mug set still available?"), (19.6, "Hello Maya! Yes, three sets are left. They ship tomorrow."), (2.1, "> Perfect, I'd love one. Can you wrap it as a gift?")),
        .. Talk("luna.ceramics", "daniel_k", (5, "> Do you ship to Portugal? And how long does it take?"), (4.9, "> It is for a wedding on the 12th, so I'd rather ask first 🙂")),
        .. Talk("luna.ceramics", "the.green.kitchen",
            (75, "> We'd like 24 bowls for our restaurant. Do you have a price list?"), (74.2, "With pleasure! Wholesale starts at 20 pieces; I'll put a list together."), (0.7, "> Wonderful. Could we see the matte glaze before we order?")),
        .. Talk("luna.ceramics", "liam.oc", (212, "> Love the new glaze!"), (211.5, "Thank you, Liam! It took us eleven tries.")),
        .. Talk("luna.ceramics", "yuki.design", (9, "> One of the plates arrived with a chip on the rim. What can we do?")),
        .. Talk("verde.market", "joao.lima",
            (7, "> Oi! A cesta de sábado ainda tem vaga?"), (6.8, "Oi João! Tem sim, posso reservar para você?"), (6.5, "> Pode, por favor. Sem coentro se der!"), (6.4, "Reservado, e sem coentro 🌱")),
        .. Talk("verde.market", "ana.e.bento", (0.3, "> What time do you close today?")),
        .. Talk("verde.market", "bia.santos", (30, "> Vocês entregam em Pinheiros?"), (29.5, "Entregamos, às terças e sábados. A taxa é R$ 8."), (3.2, "> Ótimo! Quero uma cesta pequena para terça.")),
        .. Talk("verde.market", "noa.levi", (12, "> Are the figs from your own trees?")),
        .. Talk("atelier.rosa", "clara.fit", (3, "> Hola, ¿tienen la falda roja en talla M?")),
        .. Talk("atelier.rosa", "sofia.w", (26, "> My order #1182 arrived. It's beautiful, thank you!"), (25.5, "That makes our day, Sofia. Tag us when you wear it!")),
        .. Talk("atelier.rosa", "pablo.g", (50, "> Buenas, ¿hacen arreglos de prendas de otras marcas?"), (49, "Hola Pablo, sí, con cita previa. ¿De qué prenda se trata?"), (1.4, "> Un abrigo de lana, habría que acortar las mangas.")),
    ];

    /// <summary>Under the first post. The shop answers from its telephone.</summary>
    public static readonly IReadOnlyList<DemoComment> Comments =
    [
        new("bia.santos", "Que lindas! 😍 Quanto custa a azul?"), new("luna.ceramics", "Obrigada, Bia! 34 € cada uma.", Below: "Que lindas! 😍 Quanto custa a azul?"), new("daniel_k", "Are they dishwasher safe?"),
        new("clara.fit", "¿Hacen envíos a Madrid?"), new("yuki.design", "The tall one, no question."),
    ];

    /// <summary>Labels of conversations, with their colours.</summary>
    public static readonly IReadOnlyList<(string Name, string Color)> Labels = [("Wholesale", "#2f6fed"), ("Gift", "#c2255c"), ("Complaint", "#e03a43"), ("Reserva", "#1e9e5a")];

    /// <summary>What colleagues have made of some conversations.</summary>
    public static readonly IReadOnlyList<DemoCared> Cared =
    [
        new("luna.ceramics", "maya.torres", ["Gift"], Stage: "interested", Mine: true, Note: "Gift wrap is free for sets. The blue paper, please: she bought it twice before."),
        new("luna.ceramics", "the.green.kitchen", ["Wholesale"], "high", "lead", Mine: true, Note: "Price list is in the shared folder. 24 bowls fit into two kilns: quote three weeks.",
            Later: "Good morning! The matte samples leave today; the price list is in your inbox.", LaterIn: TimeSpan.FromHours(14)),
        new("luna.ceramics", "yuki.design", ["Complaint"], "urgent"),
        new("verde.market", "joao.lima", ["Reserva"], Stage: "customer"),
        new("verde.market", "bia.santos", ["Reserva"], Stage: "interested"),
        new("atelier.rosa", "sofia.w", [], Stage: "customer"),
    ];

    /// <summary>One goes live at once, one stays a draft; the others have a day from today and a time of their shop's clock. No weekdays in words: nobody knows when it is read.</summary>
    public static readonly IReadOnlyList<DemoPost> Posts =
    [
        new("luna.ceramics", "Fresh from the kiln: the speckled series is back. Which one is yours?", DemoTime.Now),
        new("luna.ceramics", "Behind the wheel: two hundred bowls and one very patient cat.", DemoTime.In(1, 10, 0)),
        new("luna.ceramics", "Open studio this weekend. Coffee is on us; clay on your hands is on you.", DemoTime.In(3, 9, 30)),
        new("luna.ceramics", "Glaze test no. 12. Honest opinions, please.", DemoTime.Draft),
        new("verde.market", "In this week's basket: figs, fennel, and the first oranges.", DemoTime.In(1, 8, 0)),
        new("verde.market", "Chegaram as jabuticabas. Só esta semana!", DemoTime.In(2, 11, 45)),
        new("verde.market", "What to do with too many lemons: three answers, one jar each.", DemoTime.In(5, 18, 0)),
        new("atelier.rosa", "The winter collection is here. First come, first measured.", DemoTime.In(2, 12, 0)),
        new("atelier.rosa", "Hecho a medida, hecho para durar. Así nace un abrigo.", DemoTime.In(4, 19, 30)),
    ];

    /// <param name="lines">Hours ago, and the words; those of the customer start with an arrow.</param>
    private static IEnumerable<DemoLine> Talk(string shop, string customer, params (double HoursAgo, string Words)[] lines) =>
        lines.Select(l => new DemoLine(shop, customer, l.Words.TrimStart('>', ' '), l.Words.StartsWith('>'), TimeSpan.FromHours(l.HoursAgo)));
}

/// <param name="Below">The words of the comment that is answered.</param>
internal sealed record DemoComment(string Author, string Text, string? Below = null);

/// <param name="Stage">Key of a stage that comes with the workspace.</param>
/// <param name="Mine">Whether the demo user takes care of it.</param>
/// <param name="Later">An answer that is sent <paramref name="LaterIn"/> after the seed.</param>
internal sealed record DemoCared(
    string Shop, string Customer, IReadOnlyList<string> Labels, string? Priority = null, string? Stage = null, bool Mine = false, string? Note = null, string? Later = null, TimeSpan LaterIn = default);

internal enum DemoMotif { Bowls, Fruit, Cloth }

/// <param name="Zone">IANA name.</param>
internal sealed record DemoShop(string Username, string Zone, DemoMotif Motif);

internal sealed record DemoLine(string Shop, string Customer, string Text, bool FromCustomer, TimeSpan Ago);

internal sealed record DemoPost(string Shop, string Caption, DemoTime Time);

/// <summary>When a demo post goes live, by its shop's clock.</summary>
internal sealed record DemoTime(int? Days, TimeOnly At)
{
    public static readonly DemoTime Now = new(0, default), Draft = new(null, default);

    public static DemoTime In(int days, int hour, int minute) => new(days, new TimeOnly(hour, minute));

    /// <returns>Null for a draft.</returns>
    public PostTime? From(DateTimeOffset now, string zone)
    {
        if (Days is not { } days) return null;
        var local = TimeZones.Local(now, zone);
        local = days == 0 ? local.Date.AddMinutes((int)local.TimeOfDay.TotalMinutes) : local.Date.AddDays(days) + At.ToTimeSpan();
        return new PostTime(TimeZones.At(local, zone), local, zone);
    }
}
