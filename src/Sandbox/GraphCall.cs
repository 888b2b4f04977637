using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox;

/// <summary>One authorised call: whose token it carries, and its parameters from query, form or JSON alike.</summary>
internal sealed record GraphCall(Shop Shop, IReadOnlyDictionary<string, JsonElement> Body, IQueryCollection Query, Fault? Fault = null)
{
    public string? this[string name] => Query.TryGetValue(name, out var value) ? value.ToString()
        : Body.TryGetValue(name, out var json) && json.ValueKind != JsonValueKind.Null ? json.ToString() : null;

    /// <summary>Whether an id in a path is the token's own account: <c>me</c>, or either of its two numbers.</summary>
    public bool IsOwn(string id) => id == "me" || id == Shop.Id || id == Shop.AppScopedId;

    /// <summary>What cannot be read as JSON is read as a form.</summary>
    public static Dictionary<string, JsonElement> Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body) ?? [];
        }
        catch (JsonException)
        {
            return QueryHelpers.ParseQuery(body).ToDictionary(p => p.Key, p => JsonSerializer.SerializeToElement(p.Value.ToString()));
        }
    }
}
