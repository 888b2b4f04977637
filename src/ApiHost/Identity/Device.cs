namespace SocialSelling.Identity;

/// <summary>What a browser says it is, in words a person recognises. Pure. It may lie: nothing is allowed or refused by it.</summary>
/// <param name="Browser">Such as Firefox; empty when it is none we know.</param>
/// <param name="System">Such as Android; empty when it is none we know.</param>
/// <param name="Kind">desktop, mobile, tablet or other.</param>
internal sealed record Device(string Browser, string System, string Kind)
{
    // The first that is named: Edge and Opera name Chrome, Chrome names Safari, and all name Mozilla.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Vivaldi", "Vivaldi"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
        ("Safari", "Safari"), ("curl", "curl"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    public static Device Of(string? userAgent)
    {
        var text = userAgent ?? "";
        var system = Find(Systems, text);
        var kind = system switch
        {
            "iOS" => "mobile",
            "iPadOS" => "tablet",
            "Android" => text.Contains("Mobile", StringComparison.Ordinal) ? "mobile" : "tablet",
            "" => "other",
            _ => "desktop",
        };
        return new(Find(Browsers, text), system, kind);
    }

    /// <summary>For mails: "Firefox, Windows".</summary>
    public override string ToString() => (Browser, System) switch
    {
        ("", "") => "?",
        ("", _) => System,
        (_, "") => Browser,
        _ => $"{Browser}, {System}",
    };

    private static string Find((string Mark, string Name)[] among, string text) => Array.Find(among, a => text.Contains(a.Mark, StringComparison.Ordinal)).Name ?? "";
}
