using System.Net.Http.Headers;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>One HTTP call to Meta: sent once, with a time limit, and every way it can fail turned into an <see cref="InstagramException"/>.</summary>
internal sealed class GraphHttp(HttpClient http, TimeSpan timeout)
{
    /// <param name="session">Sends its token as a bearer header and takes the usage report; null for the token endpoints, which want theirs in the query.</param>
    /// <returns>The answer's JSON.</returns>
    /// <exception cref="InstagramException">Any failure of Meta or of the way there.</exception>
    public async Task<JsonElement> Call(CallKind kind, HttpMethod method, string url, HttpContent? content, InstagramSession? session, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        if (session is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token.Reveal());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            if (RateUsage.Read(response.Headers) is { } usage) session?.OnUsage?.Invoke(usage);
            return Read(kind, (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token), session?.Token);
        }
        catch (HttpRequestException e)
        {
            var neverLeft = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            throw new InstagramException(InstagramErrors.NoAnswer(kind, mayHaveArrived: !neverLeft), e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested || kind is not CallKind.Repeatable)
        {
            throw new InstagramException(InstagramErrors.NoAnswer(kind, mayHaveArrived: true), e);
        }
    }

    private static JsonElement Read(CallKind kind, int status, byte[] body, AccessToken? token)
    {
        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(body);
            json = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            // An HTML page of a proxy, or nothing at all.
            throw new InstagramException(InstagramErrors.NoAnswer(kind, MayHaveArrived(kind, status)), e);
        }
        // Meta has been seen to answer 200 with an error inside.
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            throw new InstagramException(InstagramErrors.Classify(kind, ReadError(error, status)) is var failure && failure is ReconnectAccount dead ? dead with { Token = token } : failure);
        // The code exchange has a shape of its own.
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("error_type", out _))
            throw new InstagramException(new Refused("code-refused", json.Text("error_message") ?? "Instagram refused the login.", json.Number("code") ?? 0));
        if (status >= 400) throw new InstagramException(InstagramErrors.NoAnswer(kind, MayHaveArrived(kind, status)));
        return json;
    }

    /// <summary>A 4xx was not acted upon; of publishing not even that is certain.</summary>
    private static bool MayHaveArrived(CallKind kind, int status) => kind is CallKind.Publish || status is < 400 or >= 500;

    private static GraphError ReadError(JsonElement error, int status) => new(
        error.Number("code") ?? 0, error.Number("error_subcode") ?? 0, error.TryGetProperty("is_transient", out var transient) && transient.ValueKind == JsonValueKind.True,
        error.Text("error_user_msg"), error.Text("fbtrace_id"), status);
}

/// <summary>Reading Meta's JSON, where an id may be a number and a number a string.</summary>
internal static class GraphJson
{
    /// <summary>The property as text, from a string or a number's own digits; null when absent or empty.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        } : null;

    public static int? Number(this JsonElement json, string name) => int.TryParse(json.Text(name), out var number) ? number : null;

    public static bool? Flag(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <exception cref="InstagramException">The answer lacks what it must have: whether the call took effect is not known then.</exception>
    public static string Must(this JsonElement json, string name, CallKind kind) =>
        json.Text(name) ?? throw new InstagramException(InstagramErrors.NoAnswer(kind, mayHaveArrived: true));

    /// <summary>The property, whatever it is; undefined when absent.</summary>
    public static JsonElement Inner(this JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var inner) ? inner : default;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    /// <summary>ISO 8601 with or without a colon in the offset; null when it is neither.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name)
    {
        var text = json.Text(name);
        if (text is { Length: > 5 } && text[^5] is '+' or '-') text = text.Insert(text.Length - 2, ":");
        return DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
