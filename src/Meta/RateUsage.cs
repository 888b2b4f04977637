using System.Net.Http.Headers;
using System.Text.Json;

namespace SocialSelling.Meta;

/// <summary>What Meta's usage headers say.</summary>
/// <param name="PercentUsed">The largest of the reported shares, in percent of the limit; may exceed 100.</param>
/// <param name="RegainIn">How long Meta says it will refuse; null when it does not.</param>
/// <remarks>Source: Meta, "Rate limits": X-App-Usage, X-Business-Use-Case-Usage. Regain time comes in minutes. Either header may be absent or malformed.</remarks>
public sealed record RateUsage(int PercentUsed, TimeSpan? RegainIn)
{
    /// <summary>In minutes. Meta's windows are a day at most; a header that says more is wrong, and must neither throw nor block for years.</summary>
    private const double LongestRegain = 24 * 60;

    public static RateUsage? Read(HttpResponseHeaders headers)
    {
        int? percent = null;
        var regain = 0.0;
        foreach (var name in (string[])["X-App-Usage", "X-Business-Use-Case-Usage"])
        {
            if (!headers.TryGetValues(name, out var values)) continue;
            foreach (var value in values)
            {
                try
                {
                    using var json = JsonDocument.Parse(value);
                    Visit(json.RootElement);
                }
                catch (JsonException)
                {
                    // Happens at Meta; says nothing.
                }
            }
        }
        return percent is { } p ? new RateUsage(p, regain > 0 ? TimeSpan.FromMinutes(regain) : null) : null;

        void Visit(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
                foreach (var item in element.EnumerateArray()) Visit(item);
            if (element.ValueKind != JsonValueKind.Object) return;
            foreach (var property in element.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Number) Visit(property.Value);
                else if (property.Name is "call_count" or "total_time" or "total_cputime") percent = Math.Max(percent ?? 0, (int)Math.Min(property.Value.GetDouble(), 1_000));
                else if (property.Name is "estimated_time_to_regain_access") regain = Math.Max(regain, Math.Min(property.Value.GetDouble(), LongestRegain));
            }
        }
    }
}
