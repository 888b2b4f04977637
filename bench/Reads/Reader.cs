using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using SocialSelling.Accounts;

namespace SocialSelling.Bench;

/// <summary>Somebody who works in one of the data set's workspaces: ten shops, two thousand conversations, a hundred thousand messages.</summary>
internal sealed record Reader(HttpClient Http, Guid UserId, IReadOnlyList<Guid> AccountIds)
{
    private const string Domain = "@reads.bench.example";

    /// <summary>Signs up like anybody, and is then let into the workspace.</summary>
    public static async Task<Reader> SignUp(Uri url, NpgsqlDataSource database, int workspace)
    {
        var http = new HttpClient { BaseAddress = url };
        using var registered = await http.PostAsJsonAsync("/api/auth/register", new { email = Guid.NewGuid().ToString("N") + Domain, password = "Correct-Horse-7", name = "Reader", termsVersion = "1", privacyVersion = "1" });
        var auth = (await registered.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.GetProperty("accessToken").GetString());
        var userId = auth.GetProperty("user").GetProperty("id").GetGuid();
        var shop = Shop.All[workspace];
        await using var join = database.CreateCommand("""
            insert into workspace_members (workspace_id, user_id, role) select a.workspace_id, $2, 'viewer' from client_accounts a where a.id = $1 returning workspace_id
            """);
        join.Parameters.Add(new() { Value = shop.Id });
        join.Parameters.Add(new() { Value = userId });
        await join.ExecuteNonQueryAsync();
        return new Reader(http, userId, await new AccountRepository(new Sql(database)).IdsFor(userId, CancellationToken.None));
    }

    public static async Task RemoveAll(NpgsqlDataSource database)
    {
        await using var remove = database.CreateCommand($"delete from users where email like '%{Domain}'");
        await remove.ExecuteNonQueryAsync();
    }

    public Guid AnyAccount(Random random) => AccountIds[random.Next(AccountIds.Count)];
}
