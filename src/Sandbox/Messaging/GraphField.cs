namespace SocialSelling.Sandbox.Messaging;

/// <summary>One name of a <c>fields</c> parameter, with its own limit and fields: <c>messages.limit(20){id,from}</c>.</summary>
internal sealed record GraphField(string Name, int? Limit, IReadOnlyList<GraphField> Fields)
{
    /// <summary>What cannot be read ends the list: Meta, too, answers what it has understood.</summary>
    public static IReadOnlyList<GraphField> Parse(string text)
    {
        var at = 0;
        return List();

        List<GraphField> List()
        {
            var fields = new List<GraphField>();
            while (at < text.Length && text[at] != '}')
            {
                var name = Until(",.{}");
                int? limit = null;
                while (Skip('.'))
                {
                    var modifier = Until("(,{}");
                    var argument = Skip('(') ? Until(")") : "";
                    Skip(')');
                    if (modifier == "limit" && int.TryParse(argument, out var number)) limit = number;
                }
                IReadOnlyList<GraphField> inner = [];
                if (Skip('{'))
                {
                    inner = List();
                    Skip('}');
                }
                if (name.Length > 0) fields.Add(new GraphField(name, limit, inner));
                if (!Skip(',')) break;
            }
            return fields;
        }

        string Until(string ends)
        {
            var start = at;
            while (at < text.Length && !ends.Contains(text[at], StringComparison.Ordinal)) at++;
            return text[start..at].Trim();
        }

        bool Skip(char c)
        {
            if (at >= text.Length || text[at] != c) return false;
            at++;
            return true;
        }
    }
}
