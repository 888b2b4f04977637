using SocialSelling.Accounts;
using SocialSelling.Inbox;

namespace SocialSelling.Publishing;

/// <summary>The caption that a template makes of its variables, with the mentions and hashtags it suggests. Pure.</summary>
public static class CaptionTemplate
{
    /// <param name="given">Values by name; they win over those that follow from the account.</param>
    public static RenderedTemplate Render(PostTemplateRow template, AccountRow account, IReadOnlyDictionary<string, string>? given)
    {
        var values = TemplateText.ValuesOf(null, null, account, null);
        foreach (var (name, value) in given ?? new Dictionary<string, string>()) values[name] = value;
        var rendered = TemplateText.Render(template.Caption, values);
        var text = Append(Append(rendered.Text, '@', template.Mentions), '#', template.Hashtags);
        return rendered with { Text = text, Bytes = System.Text.Encoding.UTF8.GetByteCount(text) };
    }

    /// <summary>Words without their mark and the spaces around them, each once: <c>#Sale, sale</c> is <c>Sale</c>.</summary>
    public static IReadOnlyList<string> Words(IEnumerable<string>? typed, char mark) =>
        [.. (typed ?? []).Select(word => word.Trim().TrimStart(mark).Trim()).Where(word => word.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>On a line of their own, without those that the text has already.</summary>
    private static string Append(string text, char mark, IReadOnlyList<string> words)
    {
        var there = text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(w => w[0] == mark).Select(w => w[1..].TrimEnd('.', ',', '!', '?', ';', ':')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = words.Where(word => !there.Contains(word)).Select(word => mark + word).ToList();
        return missing.Count == 0 ? text : text.Length == 0 ? string.Join(' ', missing) : $"{text}\n\n{string.Join(' ', missing)}";
    }
}
