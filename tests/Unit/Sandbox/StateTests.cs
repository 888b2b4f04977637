using Microsoft.Extensions.Configuration;

namespace SocialSelling.Sandbox;

public sealed class StateTests
{
    [Fact]
    public async Task Tokens_and_messages_survive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("sandbox").FullName;
        string token, mid;
        await using (var before = await RunningSandbox.Start(folder: folder))
        {
            token = await before.Connect();
            mid = await before.Write("maya.torres", "Olá 🥣");
        }

        await using var after = await RunningSandbox.Start(folder: folder);

        Assert.Equal("Olá 🥣", (await after.Get($"/v25.0/{mid}?fields=message", token))["message"]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_in_one_process_have_addresses_of_their_own()
    {
        await using var one = await RunningSandbox.Start();
        await using var other = await RunningSandbox.Start();

        var pictures = new[] { await one.Get("/me", await one.Connect()), await other.Get("/me", await other.Connect()) }.Select(a => new Uri(a["profile_picture_url"]).Port);

        Assert.Equal(2, pictures.Distinct().Count());
    }

    [Theory]
    [InlineData("4001", null, "http://localhost:4001")]
    [InlineData("4001", "http://0.0.0.0:80", null)]
    [InlineData(null, null, null)]
    public void The_port_counts_unless_an_address_is_given(string? port, string? urls, string? expected) => Assert.Equal(expected, SandboxOptions.ListenOn(Settings(("SANDBOX_PORT", port), ("urls", urls))));

    [Fact]
    public void A_setting_that_cannot_be_used_is_named()
    {
        Assert.Contains("SANDBOX_PORT", Assert.Throws<BadSettingException>(() => SandboxOptions.ListenOn(Settings(("SANDBOX_PORT", "many")))).Message, StringComparison.Ordinal);
        Assert.Contains("INSTAGRAM_APP_SECRET", Assert.Throws<BadSettingException>(() => SandboxOptions.From(Settings(("INSTAGRAM_APP_ID", "1")))).Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Name, string? Value)[] values) => new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Name, v => v.Value)).Build();
}
