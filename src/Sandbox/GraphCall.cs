using System.Globalization;
using System.Text.Json;
using SocialSelling.Sandbox.Control;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox;

/// <summary>One authorised call: whose token it carries, and its parameters from query, form or JSON alike.</summary>
internal sealed record GraphCall(Shop Shop, IReadOnlyDictionary<string, JsonElement> Body, IQueryCollection Query)
{
    public string? this[string name] => Query.TryGetValue(name, out var value) ? value.ToString()
        : Body.TryGetValue(name, out var json) ? json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText() : null;
}

/// <summary>What every Graph call passes: faults, the token, usage headers, the record for tests.</summary>
internal static class GraphPipeline
{
    /// <param name="work">Null answers as an unknown object.</param>
    public static Delegate Handle(Func<GraphCall, string, Task<IResult>> work) => async (HttpContext http, Store store, Faults faults, CallLog log, string? id) =>
    {
        var request = http.Request;
        var path = request.Path.Value!;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var token = request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header[7..] : request.Query["access_token"].ToString();
        var known = store.Read(w => w.Tokens.Find(t => t.Value == token));
        var shop = known is null ? null : store.Read(w => w.Shops.Find(s => s.Id == known.ShopId));
        var fault = faults.Take(request.Method, path, shop?.Id);
        http.Response.Headers["facebook-api-version"] = path.Split('/')[1] is ['v', ..] version ? version : "v25.0";
        if (fault?.Kind != "no_usage")
            http.Response.Headers["X-App-Usage"] = fault?.Kind == "malformed_usage" ? "{call_count:" : string.Create(CultureInfo.InvariantCulture, $$"""{"call_count":{{Usage(log, shop, store)}},"total_time":3,"total_cputime":2}""");
        if (fault?.DelayMs > 0 && fault.Kind != "timeout_after_success") await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), TimeProvider.System, http.RequestAborted);

        var answer = fault?.Kind switch
        {
            "error" => GraphAnswers.Error(fault.Code, fault.Subcode, "Fault on demand", fault.Status),
            "reset" => null,
            _ when shop is null || known!.ExpiresAt <= store.Now || known.Revoked => GraphAnswers.Error(190, 463, "Invalid OAuth access token", 401),
            _ => await work(new GraphCall(shop, Parse(body), request.Query), id ?? ""),
        };
        log.Add(new RecordedCall(store.Now, request.Method, path, shop?.Id, body, (answer as IStatusCodeHttpResult)?.StatusCode ?? 200));
        if (fault?.Kind == "timeout_after_success") await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs > 0 ? fault.DelayMs : 30_000), TimeProvider.System, http.RequestAborted);
        if (answer is null) http.Abort();
        else await answer.ExecuteAsync(http);
    };

    private static int Usage(CallLog log, Shop? shop, Store store) => shop is null ? 0 : Math.Min(60, log.Find(null, shop.Id).Count(c => c.At > store.Now - TimeSpan.FromHours(1)) / 100);

    private static Dictionary<string, JsonElement> Parse(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body) ?? [];
        }
        catch (JsonException)
        {
            return Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(body).ToDictionary(p => p.Key, p => JsonSerializer.SerializeToElement(p.Value.ToString()));
        }
    }
}
