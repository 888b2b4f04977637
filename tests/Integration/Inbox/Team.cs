using System.Text.Json;
using Npgsql;
using SocialSelling.Cluster;

namespace SocialSelling.Inbox;

/// <summary>One product for the tests of conversations and of contacts.</summary>
[CollectionDefinition(Name)]
public sealed class InboxProduct : ICollectionFixture<SingleProcess>
{
    public const string Name = "inbox product";
}

/// <summary>A seller with a connected shop of their own.</summary>
internal sealed class Team(SingleProcess product, Seller seller, string shop, Guid account) : IAsyncDisposable
{
    private readonly List<Seller> colleagues = [];

    public Seller Seller => seller;
    public string Shop => shop;
    public Guid Account => account;
    public Cluster.Sandbox Meta => product.Meta;

    public static async Task<Team> Start(SingleProcess product)
    {
        var shop = $"shop.{Guid.NewGuid():N}"[..20];
        await product.Meta.AddShop(shop);
        var seller = await Seller.SignUp(product.Api.Url);
        return new Team(product, seller, shop, await seller.Connect(product.Meta, shop));
    }

    public async Task<Guid> Workspace() => (await seller.Get("/api/workspaces")).GetProperty("items")[0].GetProperty("id").GetGuid();

    /// <summary>Somebody else in the same workspace, who follows the account.</summary>
    public async Task<Seller> Colleague()
    {
        var colleague = await Seller.SignUp(product.Api.Url);
        colleagues.Add(colleague);
        await Execute($"insert into workspace_members (workspace_id, user_id, role) values ('{await Workspace()}', '{colleague.UserId}', 'agent')");
        await colleague.Tell("Subscribe", account);
        return colleague;
    }

    /// <summary>Another shop of the same workspace.</summary>
    public async Task<(string Shop, Guid Account)> SecondShop()
    {
        var second = shop + ".2";
        await product.Meta.AddShop(second);
        return (second, await seller.Connect(product.Meta, second));
    }

    /// <returns>The conversation, once the message is in it.</returns>
    public async Task<JsonElement> Hears(string customer, string text, string? from = null)
    {
        await product.Meta.Write(from ?? shop, customer, text);
        return await Eventually.Value(async () => (await seller.Conversations()).Where(c => c.GetProperty("lastMessage").GetProperty("text").GetString() == text).Cast<JsonElement?>().FirstOrDefault(), $"'{text}' in the inbox");
    }

    public Task<JsonElement> Conversation(Guid id) => seller.Get($"/api/conversations/{id}");

    public async Task<List<Guid>> Listed(string query) => [.. (await seller.Get($"/api/conversations?{query}")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetGuid())];

    public async Task Execute(string sql)
    {
        await using var db = NpgsqlDataSource.Create(new DatabaseOptions { Url = product.Database.Url }.ConnectionString().ConnectionString);
        await using var command = db.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var colleague in colleagues) await colleague.DisposeAsync();
        await seller.DisposeAsync();
    }
}
