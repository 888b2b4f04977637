using System.Text.Json;

namespace SocialSelling.Identity;

/// <summary>The workspaces of the things that a request names: in its path, as <c>accountId</c> or <c>workspaceId</c> in its query, or in its JSON as one of these or as <c>ids</c>.</summary>
internal sealed class NamedThings(ThingRepository things)
{
    private const long LongestBody = 1024 * 1024;
    private static readonly string[] Fields = ["accountId", "workspaceId"];

    public async Task<IReadOnlyCollection<Guid>> WorkspacesOf(HttpContext http)
    {
        var named = InPath(http).Concat(InQuery(http)).ToList();
        if (http.Request is { ContentLength: not > LongestBody } request && request.HasJsonContentType()) named.AddRange(await InBody(http));
        var workspaces = new HashSet<Guid>();
        foreach (var kind in named.GroupBy(n => n.Kind, n => n.Id)) workspaces.UnionWith(await things.WorkspacesOf(kind.Key, [.. kind], http.RequestAborted));
        return workspaces;
    }

    /// <summary>What stands before the first id of a route: <c>media/uploads</c> of <c>/api/media/uploads/{id}/complete</c>. Null for a route without one.</summary>
    internal static string? KindOf(RouteEndpoint route)
    {
        var parts = route.RoutePattern.PathSegments.Select(s => s.IsSimple && s.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : null).ToList();
        return parts.IndexOf(null) is > 1 and var id ? string.Join('/', parts[1..id]) : null;
    }

    private static IEnumerable<(string Kind, Guid Id)> InPath(HttpContext http)
    {
        if (http.GetEndpoint() is RouteEndpoint route && KindOf(route) is { } kind && route.RoutePattern.Parameters[0].Name is var name && Guid.TryParse(http.Request.RouteValues[name]?.ToString(), out var id))
            yield return (kind, id);
    }

    private static IEnumerable<(string Kind, Guid Id)> InQuery(HttpContext http) =>
        from field in Fields where Guid.TryParse(http.Request.Query[field], out _) select (KindOf(field), Guid.Parse(http.Request.Query[field].ToString()));

    private static async Task<List<(string Kind, Guid Id)>> InBody(HttpContext http)
    {
        var named = new List<(string, Guid)>();
        http.Request.EnableBuffering();
        try
        {
            // As the handler reads it, in whatever encoding.
            var body = await http.Request.ReadFromJsonAsync<JsonElement>(http.RequestAborted);
            if (body.ValueKind != JsonValueKind.Object) return named;
            foreach (var member in body.EnumerateObject())
            {
                if (Fields.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.String && member.Value.TryGetGuid(out var id)) named.Add((KindOf(member.Name), id));
                if (member.Name != "ids" || member.Value.ValueKind != JsonValueKind.Array) continue;
                var kind = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText!.TrimStart('/').Split('/')[1];
                foreach (var item in member.Value.EnumerateArray()) if (item.ValueKind == JsonValueKind.String && item.TryGetGuid(out var one)) named.Add((kind, one));
            }
        }
        catch (JsonException)
        {
            // The handler says what is wrong with it.
        }
        finally
        {
            http.Request.Body.Position = 0;
        }
        return named;
    }

    private static string KindOf(string field) => field == "accountId" ? "accounts" : "workspaces";
}
