namespace SocialSelling.Sandbox;

public sealed class TokenTests
{
    [Fact]
    public async Task A_code_is_good_for_one_exchange()
    {
        await using var sandbox = await RunningSandbox.Start();
        var code = await sandbox.Code(RunningSandbox.Luna);

        var (first, second) = (await sandbox.Exchange(code), await sandbox.Exchange(code));

        Assert.Equal((200, 400), (first.Status, second.Status));
    }

    [Fact]
    public async Task A_code_lives_an_hour()
    {
        await using var sandbox = await RunningSandbox.Start();
        var code = await sandbox.Code(RunningSandbox.Luna);

        await sandbox.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(400, (await sandbox.Exchange(code)).Status);
    }

    [Fact]
    public async Task A_short_token_dies_after_an_hour_and_a_long_one_after_sixty_days()
    {
        await using var sandbox = await RunningSandbox.Start();
        var shortLived = await sandbox.Connect();
        var longLived = (await sandbox.Extend(shortLived))["access_token"];

        await sandbox.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal((190, 463), (await sandbox.Get("/v25.0/me", shortLived)).Error);
        Assert.Equal(200, (await sandbox.Get("/v25.0/me", longLived)).Status);

        await sandbox.Advance(TimeSpan.FromDays(60));
        Assert.Equal((190, 463), (await sandbox.Get("/v25.0/me", longLived)).Error);
        Assert.Equal((190, 463), (await sandbox.Refresh(longLived)).Error);
    }

    [Fact]
    public async Task A_token_is_refreshed_once_it_is_a_day_old()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = (await sandbox.Extend(await sandbox.Connect()))["access_token"];

        await sandbox.Advance(TimeSpan.FromHours(23));
        var early = await sandbox.Refresh(token);
        await sandbox.Advance(TimeSpan.FromHours(2));
        var late = await sandbox.Refresh(token);

        Assert.Equal(10, early.Error.Code);
        Assert.Equal(TimeSpan.FromDays(60).TotalSeconds, late.Json.GetProperty("expires_in").GetDouble());
    }

    [Fact]
    public async Task What_the_owner_revokes_is_dead()
    {
        await using var sandbox = await RunningSandbox.Start();
        var token = await sandbox.Connect();

        await sandbox.Control($"shops/{RunningSandbox.Luna}/revoke", new { });

        Assert.Equal((190, 463), (await sandbox.Get("/v25.0/me", token)).Error);
    }

    [Fact]
    public async Task The_exchange_answers_in_either_of_its_two_shapes()
    {
        await using var sandbox = await RunningSandbox.Start();
        var flat = await sandbox.Exchange(await sandbox.Code(RunningSandbox.Luna));
        await sandbox.Control("behaviour", new { tokenShape = "wrapped" });

        var wrapped = await sandbox.Exchange(await sandbox.Code(RunningSandbox.Luna));

        Assert.StartsWith("IGAA", flat["access_token"], StringComparison.Ordinal);
        Assert.StartsWith("IGAA", wrapped.Json.GetProperty("data")[0].GetProperty("access_token").GetString(), StringComparison.Ordinal);
    }
}
