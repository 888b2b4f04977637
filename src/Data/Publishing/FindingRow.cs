using System.Text.Json;

namespace SocialSelling.Publishing;

/// <summary>Something that was found about a post, as its row's <c>findings</c> hold it.</summary>
public sealed record FindingRow(string Severity, string Rule, string Field, string Detail, IReadOnlyDictionary<string, string>? Facts, string? Fix)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal static string Write(IReadOnlyList<FindingRow> findings) => JsonSerializer.Serialize(findings, Json);

    internal static IReadOnlyList<FindingRow> Read(string json) => JsonSerializer.Deserialize<FindingRow[]>(json, Json) ?? [];
}
