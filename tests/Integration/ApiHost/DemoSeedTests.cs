using Microsoft.Extensions.DependencyInjection;
using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Demo;

[Collection(nameof(MovableProduct))]
public sealed class DemoSeedTests(MovableProduct product)
{
    private const string Owned = "id in (select a.id from client_accounts a join users u on u.id = a.user_id where u.email = 'demo@example.com')";
    private const string Mine = "client_account_" + Owned;

    [Fact]
    public async Task A_seed_that_was_cut_off_goes_on_and_one_that_is_done_makes_nothing_again()
    {
        await product.Store.Stop();
        await Seed();
        Assert.Equal((3, 0), (await Count("client_accounts a join users u on u.id = a.user_id where u.email = 'demo@example.com'"), await Count($"scheduled_posts where {Mine}")));
        await product.Store.Start();

        await Seed();
        Assert.Equal(DemoStory.Posts.Count, await Count($"scheduled_posts where {Mine}"));
        await Eventually.True(async () => await Count($"messages where {Mine}") == DemoStory.Lines.Count, what: "Every line, once");
        Assert.Equal(DemoStory.Labels.Count, await Count($"labels where workspace_id in (select workspace_id from client_accounts where {Owned})"));
        Assert.Equal((2, 1), (await Count($"notes where {Mine}"), await Count($"scheduled_messages where {Mine}")));
        Assert.Equal(0, await Count($"scheduled_posts where {Mine} and status <> 'draft' and (local_time is null or timezone is null or local_time at time zone timezone <> scheduled_time)"));
        Assert.Equal(1, await product.Scalar<long>($"with gone as (delete from scheduled_posts where {Mine} and status = 'draft' returning 1) select count(*) from gone"));
        await Seed();

        Assert.Equal(DemoStory.Posts.Count - 1, await Count($"scheduled_posts where {Mine}"));
        Assert.Equal(DemoStory.Lines.Count, await Count($"messages where {Mine}"));
        Assert.Equal((2, 1), (await Count($"notes where {Mine}"), await Count($"scheduled_messages where {Mine}")));
    }

    /// <summary>As at the start of a process.</summary>
    private async Task Seed()
    {
        var seed = product.Services.GetRequiredService<DemoSeed>();
        await seed.StartAsync(TestContext.Current.CancellationToken);
        await seed.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    private Task<long> Count(string from) => product.Scalar<long>("select count(*) from " + from);
}
