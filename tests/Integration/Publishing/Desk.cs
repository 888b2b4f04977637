using System.Net;
using System.Text.Json;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>A shop whose posts several people of one workspace handle.</summary>
internal sealed class Desk(MovableProduct product, Seller author, string shop, Guid account, Guid picture) : IAsyncDisposable
{
    private readonly List<Seller> colleagues = [];

    public Seller Author => author;
    public string Shop => shop;
    public Guid Account => account;
    public Guid Picture => picture;
    public DateTimeOffset Tomorrow => product.Clock.GetUtcNow().AddDays(1);

    public static async Task<Desk> Open(MovableProduct product)
    {
        var (seller, shop, account) = await product.Shop();
        return new Desk(product, seller, shop, account, await seller.UploadPicture());
    }

    public async Task<Guid> Workspace() => (await author.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();

    public async Task<Seller> Colleague(string role = "publisher")
    {
        var colleague = await Seller.SignUp(product.Url);
        colleagues.Add(colleague);
        await Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{await Workspace()}', '{colleague.UserId}', '{role}')");
        return colleague;
    }

    public async Task NeedsApproval(bool needs = true) => await author.Send(HttpMethod.Put, $"/api/workspaces/{await Workspace()}/publishing", new { postsNeedApproval = needs });

    public Task<JsonElement> Draft(string caption, DateTimeOffset? plannedAt = null) =>
        author.Post("/api/posts", new { accountId = account, type = "feed", caption, mediaIds = new[] { picture }, scheduledAt = plannedAt, status = "draft" });

    public Task<JsonElement> Scheduled(string caption, DateTimeOffset? at = null) =>
        author.Post("/api/posts", new { accountId = account, type = "feed", caption, mediaIds = new[] { picture }, scheduledAt = at ?? Tomorrow });

    public async Task Execute(string sql)
    {
        await using var command = product.Rows.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A call and its answer, whatever it is.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> Ask(Seller who, HttpMethod method, string path, object? body = null)
    {
        using var answer = await who.Ask(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var colleague in colleagues) await colleague.DisposeAsync();
        await author.DisposeAsync();
    }
}

internal static class PostJson
{
    public static Guid Id(this JsonElement post) => post.GetProperty("id").GetGuid();
    public static int Version(this JsonElement post) => post.GetProperty("version").GetInt32();
    public static string Status(this JsonElement post) => post.GetProperty("status").GetString()!;
    public static string Caption(this JsonElement post) => post.GetProperty("caption").GetString()!;
    public static string Code(this JsonElement problem) => problem.GetProperty("code").GetString()!;
}
