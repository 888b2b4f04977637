using System.Text.Json;

namespace SocialSelling.Publishing;

/// <summary>What people had made of a post some time after it went live, as its row's <c>numbers</c> hold it. What Meta does not tell is null.</summary>
/// <param name="Reach">How many different people saw it.</param>
public sealed record PostNumbersRow(int? Likes, int? Comments, int? Reach, DateTimeOffset ReadAt)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal static string? Write(PostNumbersRow? numbers) => numbers is null ? null : JsonSerializer.Serialize(numbers, Json);

    internal static PostNumbersRow? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<PostNumbersRow>(json, Json);
}
