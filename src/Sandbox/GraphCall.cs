using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox;

/// <summary>One authorised call: whose token it carries, and its parameters from query, form or JSON alike.</summary>
/// <param name="ByPage">The token is that of the shop's Page.</param>
internal sealed record GraphCall(Shop Shop, IReadOnlyDictionary<string, JsonElement> Body, IQueryCollection Query, Fault? Fault = null, bool ByPage = false)
{
    public string? this[string name] => Query.TryGetValue(name, out var value) ? value.ToString()
        : Body.TryGetValue(name, out var json) && json.ValueKind != JsonValueKind.Null ? json.ToString() : null;

    /// <summary>Whether an id in a path is the token's own account: <c>me</c>, or either of its two numbers. For a Page <c>me</c> is the Page.</summary>
    public bool IsOwn(string id) => ByPage ? id == Shop.Id : id == "me" || id == Shop.Id || id == Shop.AppScopedId;

    /// <summary>Whether messages and subscriptions go by it: the account itself, or its Page.</summary>
    public bool IsGateway(string id) => ByPage ? id == "me" || id == Shop.PageId : IsOwn(id);

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
