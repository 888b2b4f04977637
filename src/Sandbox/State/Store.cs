using System.Text.Json;

namespace SocialSelling.Sandbox.State;

/// <summary>Holds the world under one lock, and keeps it in a file between runs.</summary>
public sealed class Store(SandboxOptions options) : BackgroundService
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private World world = Load(options.StateFile);
    private bool changed;

    /// <summary>The pretended time.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + world.ClockOffset;

    public T Read<T>(Func<World, T> read)
    {
        lock (gate) return read(world);
    }

    public T Change<T>(Func<World, T> change)
    {
        lock (gate)
        {
            changed = true;
            return change(world);
        }
    }

    public void Reset() => Change(_ => world = Beginning.World());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.StateFile is null) return;
        using var timer = new PeriodicTimer(SaveEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Save();
        }
        catch (OperationCanceledException)
        {
            Save();
        }
    }

    private void Save()
    {
        byte[] json;
        lock (gate)
        {
            if (!changed) return;
            changed = false;
            json = JsonSerializer.SerializeToUtf8Bytes(world);
        }
        // Whole or not at all: a crash while writing must not cost the shops their tokens.
        Directory.CreateDirectory(Path.GetDirectoryName(options.StateFile!)!);
        File.WriteAllBytes(options.StateFile + ".new", json);
        File.Move(options.StateFile + ".new", options.StateFile!, overwrite: true);
    }

    private static World Load(string? file) => file is not null && File.Exists(file) && JsonSerializer.Deserialize<World>(File.ReadAllBytes(file)) is { } kept ? kept : Beginning.World();
}

/// <summary>The shops and people that are there from the start.</summary>
internal static class Beginning
{
    private static readonly (string Username, string Name)[] Customers =
    [
        ("maya.torres", "Maya Torres"), ("daniel_k", "Daniel Krüger"), ("the.green.kitchen", "The Green Kitchen"), ("joao.lima", "João Lima"), ("ana.e.bento", "Ana Bento"),
        ("clara.fit", "Clara Fernández"), ("sofia.w", "Sofia Weber"), ("liam.oc", "Liam O'Connor"), ("bia.santos", "Beatriz Santos"), ("pablo.g", "Pablo García"), ("noa.levi", "Noa Levi"),
        ("yuki.design", "Yuki Tanaka"),
    ];

    public static World World()
    {
        var world = new World
        {
            Shops =
            [
                new("17841400000000001", "7300000000000001", "luna.ceramics", "Luna Ceramics", "BUSINESS", 18_240, "Handmade stoneware from a small studio in Lisbon."),
                new("17841400000000002", "7300000000000002", "verde.market", "Verde Market", "BUSINESS", 7_912, "Organic baskets, every Saturday."),
                new("17841400000000003", "7300000000000003", "atelier.rosa", "Atelier Rosa", "MEDIA_CREATOR", 42_618, "Slow fashion, made to measure."),
                new("17841400000000004", "7300000000000004", "just.tom", "Tom", "PERSONAL", 312, "A private person."),
            ],
        };
        foreach (var shop in world.Shops)
            foreach (var (username, name) in Customers) world.People.Add(new Person(PersonId(shop, username), shop.Id, username, name));
        return world;
    }

    /// <summary>Scoped to the shop: the same person has another id with every account.</summary>
    public static string PersonId(Shop shop, string username)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(shop.Id + username));
        return "9" + (BitConverter.ToUInt64(hash) % 1_000_000_000_000_000).ToString("D15", System.Globalization.CultureInfo.InvariantCulture);
    }
}
