using System.Text;
using System.Text.RegularExpressions;
using SocialSelling.Accounts;

namespace SocialSelling.Inbox;

/// <param name="Missing">Variables without a value and without a default; they were taken out.</param>
/// <param name="Bytes">Of UTF-8, as Meta counts.</param>
public sealed record RenderedTemplate(string Text, IReadOnlyList<string> Missing, int Bytes);

/// <summary>Texts with variables: <c>{{name}}</c>, or <c>{{name|friend}}</c> with a default. Pure, and linear in the length of the text.</summary>
/// <remarks>
/// What has neither value nor default is taken out cleanly: with the space or comma before it, so that "Hi {{name}}, thanks" becomes "Hi, thanks" and not "Hi , thanks".
/// </remarks>
public static partial class TemplateText
{
    /// <summary>What follows from the conversation; the names that every template may use.</summary>
    public static readonly IReadOnlyList<string> KnownVariables = ["name", "first_name", "username", "account", "account_name", "agent", "agent_first_name"];

    /// <returns>The names in a text, each once, in order.</returns>
    public static IReadOnlyList<string> VariablesOf(string content) => [.. Variable().Matches(content).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    public static Dictionary<string, string> ValuesOf(string? contactName, string? contactUsername, AccountRow account, string? agent)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        void Set(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) values[name] = value.Trim();
        }

        Set("name", contactName ?? contactUsername);
        Set("first_name", First(contactName));
        Set("username", contactUsername);
        Set("account", account.Username);
        Set("account_name", account.DisplayName ?? account.Username);
        Set("agent", agent);
        Set("agent_first_name", First(agent));
        return values;
    }

    public static RenderedTemplate Render(string content, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder(content.Length);
        var missing = new List<string>();
        var from = 0;
        foreach (Match variable in Variable().Matches(content))
        {
            text.Append(content, from, variable.Index - from);
            from = variable.Index + variable.Length;
            var name = variable.Groups["name"].Value;
            if (values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value)) text.Append(value);
            else if (variable.Groups["default"] is { Success: true } fallback) text.Append(fallback.Value.Trim());
            else
            {
                if (!missing.Contains(name)) missing.Add(name);
                // The blank before it goes with it, unless the text goes on with a word: then the blank after it does.
                var next = from < content.Length ? content[from] : '\n';
                if (text.Length == 0 || text[^1] == '\n') while (from < content.Length && content[from] is ' ' or ',') from++;
                else if (!char.IsLetterOrDigit(next)) while (text.Length > 0 && text[^1] == ' ') text.Length--;
            }
        }
        text.Append(content, from, content.Length - from);
        var rendered = text.ToString().Trim();
        return new(rendered, missing, Encoding.UTF8.GetByteCount(rendered));
    }

    private static string? First(string? name) => name?.Trim().Split(' ', 2)[0];

    // A variable never spans lines and never nests: no backtracking to abuse.
    [GeneratedRegex(@"\{\{[ ]*(?<name>[A-Za-z][A-Za-z0-9_]{0,39})[ ]*(?:\|(?<default>[^{}\n]{0,100}))?\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
