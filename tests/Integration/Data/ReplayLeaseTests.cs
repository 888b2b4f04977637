using SocialSelling.Infrastructure;

namespace SocialSelling.Webhooks;

public sealed class ReplayLeaseTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);
    private readonly Npgsql.NpgsqlDataSource source = Npgsql.NpgsqlDataSource.Create(new DatabaseOptions { Url = database.Url }.ConnectionString().ConnectionString);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => source.Dispose();

    [Fact]
    public async Task A_silo_that_stops_hands_its_replay_on_at_once_and_one_that_dies_when_its_lease_has_run_out()
    {
        var replays = new ReplayRepository(new Sql(source));
        var now = TimeProvider.System.GetUtcNow();
        await replays.Add(new ReplayRow(
            Guid.CreateVersion7(now), ReplayRepository.Deliveries, "running", now.AddHours(-1), now, null, null, null, null, 0, 0, 0, 0, 0, 0, Fence: 0, RequestedBy: null, now, null), most: 5, entry: null, Cancel);

        var first = await replays.Claim(now, Lease, Cancel);
        Assert.Null(await replays.Claim(now, Lease, Cancel));
        await replays.Release(first!, Cancel);
        var second = await replays.Claim(now, Lease, Cancel);
        // Whoever held it before lets go of nothing any more.
        await replays.Release(first!, Cancel);
        Assert.Null(await replays.Claim(now.AddSeconds(44), Lease, Cancel));
        var third = await replays.Claim(now.AddSeconds(45), Lease, Cancel);

        Assert.Equal((first!.Id, first.Id), (second!.Id, third!.Id));
        Assert.True(Math.Abs((third.HeldUntil!.Value - now.AddSeconds(90)).TotalMilliseconds) < 1);
    }
}
