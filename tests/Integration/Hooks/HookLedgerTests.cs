namespace SocialSelling.Hooks;

public sealed class HookLedgerTests(HookDesk desk) : IClassFixture<HookDesk>
{
    private const string Nowhere = "https://example.com/hook";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_many_follow_an_event_is_one_delivery_for_each_hook_that_wants_it()
    {
        var shop = await desk.HasShop();
        var (all, _) = await desk.HasHook(shop, Nowhere);
        var (other, _) = await desk.HasHook(shop, Nowhere, kinds: ["message.received", "post.changed"]);
        await desk.HappensUnseen(shop.Account, 1, 40);
        await desk.HappensUnseen(shop.Account, 41, 42, "post.changed");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 12; i++) await desk.Ledger.Follow([shop.Account], perAccount: 7, desk.Clock.GetUtcNow(), Cancel);
        }));

        Assert.Equal((40, 42), ((await desk.States(all)).Count, (await desk.States(other)).Count));
        Assert.DoesNotContain(shop.Account, await desk.Ledger.ListBehind(1_000, Cancel));
    }

    [Fact]
    public async Task A_hook_that_chose_accounts_hears_of_no_other()
    {
        var shop = await desk.HasShop();
        var second = Guid.NewGuid();
        await desk.HasAccount(shop, second);
        var (hook, _) = await desk.HasHook(shop, Nowhere, accounts: [second]);

        await desk.Happens(shop.Account, 1, 3);
        await desk.Happens(second, 1, 2);

        Assert.Equal(2, (await desk.States(hook)).Count);
    }

    [Fact]
    public async Task Nothing_is_sent_of_what_happened_before_and_everything_of_an_account_that_is_connected_later()
    {
        var shop = await desk.HasShop();
        await desk.HappensUnseen(shop.Account, 1, 5);
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        var (hook, _) = await desk.HasHook(shop, Nowhere);
        var later = Guid.NewGuid();
        await desk.HasAccount(shop, later);

        await desk.Happens(shop.Account, 6, 7);
        await desk.Happens(later, 1, 2);

        Assert.Equal([6, 7], await desk.Database.Column<long>($"select sequence from hook_deliveries where hook_id = '{hook.Id}' and account_id = '{shop.Account}' order by sequence"));
        Assert.Equal(4, (await desk.States(hook)).Count);
    }

    [Fact]
    public async Task What_happened_while_a_hook_was_off_is_not_made_up_for_and_what_waited_has_failed()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, Nowhere);
        await desk.Happens(shop.Account, 1, 1);

        await desk.Hooks.Change(hook with { Enabled = false }, HookDesk.Entry, desk.Clock.GetUtcNow(), Cancel);
        await desk.HappensUnseen(shop.Account, 2, 3);
        Assert.DoesNotContain(shop.Account, await desk.Ledger.ListBehind(1_000, Cancel));
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.Hooks.Change(hook, HookDesk.Entry, desk.Clock.GetUtcNow(), Cancel);
        await desk.Happens(shop.Account, 4, 4);

        Assert.Equal(["failed 0 - switched-off", "waiting 0 - -"], await desk.States(hook));
    }

    [Fact]
    public async Task A_second_hook_takes_nothing_from_the_first()
    {
        var shop = await desk.HasShop();
        var (first, _) = await desk.HasHook(shop, Nowhere);
        await desk.HappensUnseen(shop.Account, 1, 3);

        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        var (second, _) = await desk.HasHook(shop, Nowhere);
        await desk.Happens(shop.Account, 4, 4);

        Assert.Equal((4, 1), ((await desk.States(first)).Count, (await desk.States(second)).Count));
    }

    [Fact]
    public async Task What_nobody_has_looked_at_is_found()
    {
        var shop = await desk.HasShop();
        await desk.HasHook(shop, Nowhere);
        await desk.HappensUnseen(shop.Account, 1, 1);

        Assert.Contains(shop.Account, await desk.Ledger.ListBehind(1_000, Cancel));
    }

    [Fact]
    public async Task The_log_is_kept_for_as_long_as_it_is_set_and_what_waits_is_never_taken_away()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, Nowhere);
        await desk.Happens(shop.Account, 1, 3);
        await desk.Database.Execute($"update hook_deliveries set state = 'delivered', ended_at = now() where hook_id = '{hook.Id}' and sequence < 3");

        Assert.Equal(0, await desk.Deliveries.Prune(desk.Clock.GetUtcNow().AddDays(-7), limit: 10, Cancel));
        while (await desk.Deliveries.Prune(desk.Clock.GetUtcNow().AddDays(7), limit: 1, Cancel) > 0) { }

        Assert.Equal(["waiting 0 - -"], await desk.States(hook));
    }
}
