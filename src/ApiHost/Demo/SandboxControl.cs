using System.Text.Json.Serialization;
using System.Web;

namespace SocialSelling.Demo;

/// <summary>Plays the people on the other side: who approves on the consent page, and who writes to the shops.</summary>
internal sealed class SandboxControl(HttpClient http)
{
    /// <returns>The code that the browser would bring back.</returns>
    public async Task<string> Approve(string shop, Uri authorizationUrl, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync("/_control/approve", new { shop, authorizationUrl = authorizationUrl.AbsoluteUri }, ct);
        answer.EnsureSuccessStatusCode();
        var back = await answer.Content.ReadFromJsonAsync<Approval>(ct) ?? throw new InvalidOperationException("The Sandbox answered with nothing.");
        return HttpUtility.ParseQueryString(new Uri(back.RedirectUrl).Query)["code"]!;
    }

    /// <param name="direction">in: the customer writes; app: the shop writes from its telephone.</param>
    public async Task Say(string shop, string customer, string text, string direction, DateTimeOffset at, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync($"/_control/shops/{shop}/messages", new { customer, text, direction, at }, ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <returns>Who said what in a shop's conversations; of the shop's own lines, to whom.</returns>
    public async Task<IReadOnlySet<(string Customer, string Text)>> Said(string shop, CancellationToken ct) =>
        (await http.GetFromJsonAsync<Line[]>($"/_control/shops/{shop}/messages", ct) ?? []).Select(l => (l.Customer, l.Text)).ToHashSet();

    /// <returns>Meta's id of the shop's newest post; null while it has none.</returns>
    public async Task<string?> NewestPost(string shop, CancellationToken ct) => (await http.GetFromJsonAsync<Made[]>($"/_control/shops/{shop}/posts", ct) ?? []).FirstOrDefault()?.Id;

    /// <returns>The comments of a shop's posts: Meta's ids by their words.</returns>
    public async Task<Dictionary<string, string>> Commented(string shop, CancellationToken ct) =>
        (await http.GetFromJsonAsync<Remark[]>($"/_control/shops/{shop}/comments", ct) ?? []).DistinctBy(c => c.Text).ToDictionary(c => c.Text, c => c.Id);

    /// <returns>Meta's id of the comment.</returns>
    public async Task<string> Comment(string shop, string mediaId, string author, string text, string? parentId, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync($"/_control/shops/{shop}/comment", new { mediaId, customer = author, text, parentId }, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Made>(ct))!.Id;
    }

    private sealed record Line(string Customer, string Text);

    private sealed record Made(string Id);

    private sealed record Remark(string Id, string Text);

    private sealed record Approval([property: JsonPropertyName("redirectUrl")] string RedirectUrl);
}
