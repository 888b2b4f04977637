using System.Net;

namespace SocialSelling.Hooks;

/// <summary>From an event to somebody's server, with all that it may do.</summary>
public sealed class HookDispatcherTests(HookDesk desk) : IClassFixture<HookDesk>, IAsyncLifetime
{
    private HookReceiver receiver = null!;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await desk.Database.Execute("delete from hooks; delete from mail_outbox; delete from notifications");
        receiver = await HookReceiver.Start();
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task Events_arrive_signed_and_in_their_order_as_the_API_shows_them()
    {
        var shop = await desk.HasShop();
        var (hook, secret) = await desk.HasHook(shop, receiver.Url);
        await desk.Happens(shop.Account, 1, 120);

        await desk.Dispatcher().Sweep(Cancel);

        Assert.Equal(Enumerable.Range(1, 120).Select(i => $"{shop.Account}:{i}"), receiver.Arrivals.Select(arrival => arrival.Id));
        var first = receiver.Arrivals.First();
        Assert.Equal(("message.received", shop.Account, shop.Workspace, 1, "Number 1"), (
            first.Kind, first.Body.GetProperty("accountId").GetGuid(), first.Body.GetProperty("workspaceId").GetGuid(), first.Body.GetProperty("sequence").GetInt64(),
            first.Body.GetProperty("payload").GetProperty("message").GetProperty("text").GetString()));
        Assert.All(receiver.Arrivals, arrival => Assert.True(HookReceiver.Verifies(arrival, secret)));
        Assert.False(HookReceiver.Verifies(first, HookSignature.NewSecret()));
        Assert.Empty(first.Headers.Intersect(["traceparent", "Cookie", "Authorization"], StringComparer.OrdinalIgnoreCase));
        Assert.All(await desk.States(hook), state => Assert.Equal("delivered 1 200 -", state));
    }

    [Fact]
    public async Task A_secret_that_was_replaced_holds_for_another_day()
    {
        var shop = await desk.HasShop();
        var (hook, old) = await desk.HasHook(shop, receiver.Url);
        var secret = HookSignature.NewSecret();
        await desk.Hooks.Rotate(hook.Id, desk.Seal(secret), desk.Clock.GetUtcNow() + HookRules.PreviousSecretHolds, HookDesk.Entry, desk.Clock.GetUtcNow(), Cancel);

        await desk.Happens(shop.Account, 1, 1);
        await desk.Dispatcher().Sweep(Cancel);
        desk.Clock.Advance(HookRules.PreviousSecretHolds + TimeSpan.FromMinutes(1));
        await desk.Happens(shop.Account, 2, 2);
        await desk.Dispatcher().Sweep(Cancel);

        Assert.Equal([(true, true), (true, false)], receiver.Arrivals.Select(arrival => (HookReceiver.Verifies(arrival, secret), HookReceiver.Verifies(arrival, old))));
    }

    [Fact]
    public async Task An_endpoint_that_takes_nothing_for_a_day_is_switched_off_and_who_looks_after_the_workspace_is_told()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, receiver.Url);
        (receiver.Status, receiver.Answer) = (503, "Back\n soon" + new string('x', 100_000));
        await desk.Happens(shop.Account, 1, 2);
        var began = desk.Clock.GetUtcNow();

        for (var i = 0; i < 300 && (await desk.Hooks.Find(shop.Workspace, hook.Id, Cancel))!.Enabled; i++)
        {
            await desk.Dispatcher().Sweep(Cancel);
            desk.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var off = (await desk.Hooks.Find(shop.Workspace, hook.Id, Cancel))!;
        Assert.Equal((false, "failing"), (off.Enabled, off.OffReason));
        Assert.InRange(off.OffAt!.Value - began, TimeSpan.FromHours(24), TimeSpan.FromHours(24.2));
        Assert.All(await desk.States(hook), state => Assert.Matches(@"^failed \d+ 503 refused$", state));
        Assert.InRange(receiver.Arrivals.Count, 20, 60);
        Assert.Equal(["Back  soon" + new string('x', 190)], await desk.Database.Column<string>($"select distinct excerpt from hook_deliveries where hook_id = '{hook.Id}'"));
        Assert.Equal(new[] { shop.Owner, shop.Admin }.Order(), (await desk.Database.Column<Guid>("select user_id from notifications where kind = 'webhook.disabled' and facts ->> 'host' = '127.0.0.1'")).Order());
        Assert.Equal([$"admin-{shop.Admin}@example.com en", $"owner-{shop.Owner}@example.com pt"], await desk.Database.Column<string>("select recipient || ' ' || language from mail_outbox where template = 'webhook-disabled' order by recipient"));
        Assert.Equal(["system"], await desk.Database.Column<string>($"select actor_kind from audit_entries where action = 'webhook.disabled' and subject_id = '{hook.Id}' and workspace_id = '{shop.Workspace}'"));

        receiver.Status = 200;
        await desk.Happens(shop.Account, 3, 3);
        await desk.Hooks.Change(off with { Enabled = true }, HookDesk.Entry, desk.Clock.GetUtcNow(), Cancel);
        await desk.Happens(shop.Account, 4, 4);
        await desk.Dispatcher().Sweep(Cancel);
        Assert.Equal($"{shop.Account}:4", receiver.Arrivals.Last().Id);
        Assert.Equal((true, null), (await desk.Hooks.Find(shop.Workspace, hook.Id, Cancel))! is var on ? (on.Enabled, on.FailingSince) : default);
    }

    [Fact]
    public async Task An_endpoint_that_takes_something_now_and_then_stays_on_and_what_it_refuses_fails_after_a_day()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, receiver.Url);
        receiver.Status = 500;
        await desk.Happens(shop.Account, 1, 1);

        for (var hour = 0; hour < 26; hour++)
        {
            await desk.Dispatcher().Sweep(Cancel);
            desk.Clock.Advance(TimeSpan.FromHours(1));
            if (hour != 12) continue;
            receiver.Status = 200;
            await desk.Database.Execute($"update hook_deliveries set next_try_at = next_try_at + interval '1 hour' where hook_id = '{hook.Id}'");
            await desk.Happens(shop.Account, 2, 2);
            await desk.Dispatcher().Sweep(Cancel);
            receiver.Status = 500;
        }

        Assert.Matches(@"^failed \d+ 500 refused$", (await desk.States(hook))[0]);
        Assert.Equal("delivered 1 200 -", (await desk.States(hook))[1]);
        Assert.True((await desk.Hooks.Find(shop.Workspace, hook.Id, Cancel))!.Enabled);
    }

    [Fact]
    public async Task A_dispatcher_that_dies_between_sending_and_noting_it_leads_to_one_more_request_of_the_same_event()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, receiver.Url);
        await desk.Happens(shop.Account, 1, 1);
        var claim = Assert.Single(await desk.Deliveries.Claim(desk.Clock.GetUtcNow(), HookDispatcher.Lease, 10, Cancel));
        var due = Assert.Single(await desk.Deliveries.Due(claim, desk.Clock.GetUtcNow(), 10, Cancel));
        Assert.Equal(1, (await desk.Deliveries.Begin(claim, due.Id, desk.Clock.GetUtcNow(), HookDispatcher.Lease, Cancel))!.Number);

        await desk.Dispatcher().Sweep(Cancel);
        Assert.Empty(receiver.Arrivals);
        desk.Clock.Advance(HookDispatcher.Lease + TimeSpan.FromSeconds(1));
        await desk.Dispatcher().Sweep(Cancel);

        Assert.Equal($"{shop.Account}:1", Assert.Single(receiver.Arrivals).Id);
        Assert.Equal(["delivered 2 200 -"], await desk.States(hook));
        // Whoever lost the claim changes nothing any more.
        Assert.Null(await desk.Deliveries.Begin(claim, due.Id, desk.Clock.GetUtcNow(), HookDispatcher.Lease, Cancel));
    }

    [Fact]
    public async Task Dispatchers_at_the_same_time_send_each_event_once_and_an_endpoint_hears_from_one()
    {
        var shops = new List<HookShop>();
        for (var i = 0; i < 6; i++)
        {
            shops.Add(await desk.HasShop());
            await desk.HasHook(shops[i], receiver.Url);
            await desk.Happens(shops[i].Account, 1, 20);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Dispatcher(options => options.AtOnce = 2).Sweep(Cancel)));

        Assert.Equal(120, receiver.Arrivals.Count);
        foreach (var shop in shops) Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{shop.Account}:{i}"), receiver.Arrivals.Select(a => a.Id).Where(id => id.StartsWith(shop.Account.ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_slow_endpoint_holds_up_none_but_itself_and_gets_no_more_at_once_than_is_set()
    {
        await using var slow = await HookReceiver.Start();
        var answer = new TaskCompletionSource();
        slow.Hold = answer.Task;
        var (patient, hasty) = (await desk.HasShop(), await desk.HasShop());
        await desk.HasHook(patient, slow.Url);
        for (var i = 0; i < 5; i++)
        {
            var account = Guid.NewGuid();
            await desk.HasAccount(patient, account);
            await desk.Happens(account, 1, 2);
        }
        await desk.HasHook(hasty, receiver.Url);
        await desk.Happens(hasty.Account, 1, 3);
        var (dispatcher, serving) = (desk.Dispatcher(options => (options.PerEndpoint, options.Timeout) = (3, TimeSpan.FromSeconds(20))), new List<Task>());

        await dispatcher.Sweep(serving, Cancel);
        await Eventually(() => receiver.Arrivals.Count == 3 && slow.Arrivals.Count == 3);
        await desk.Happens(hasty.Account, 4, 4);
        await Eventually(() => serving.Exists(turn => turn.IsCompleted));
        await dispatcher.Sweep(serving, Cancel);
        await Eventually(() => receiver.Arrivals.Count == 4);

        Assert.Equal((3, 3), (slow.Arrivals.Count, slow.MostAtOnce));
        answer.SetResult();
        await Task.WhenAll(serving);
        Assert.Equal((10, 3), (slow.Arrivals.Count, slow.MostAtOnce));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_is_left_and_asked_again()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, receiver.Url);
        var answer = new TaskCompletionSource();
        receiver.Hold = answer.Task;
        await desk.Happens(shop.Account, 1, 1);

        await desk.Dispatcher(options => options.Timeout = TimeSpan.FromSeconds(1)).Sweep(Cancel);

        Assert.Equal(["waiting 1 - timeout"], await desk.States(hook));
        answer.SetResult();
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var inside = await HookReceiver.Start();
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, receiver.Url);
        (receiver.Status, receiver.Location) = (307, inside.Url);
        await desk.Happens(shop.Account, 1, 1);

        await desk.Dispatcher().Sweep(Cancel);

        Assert.Empty(inside.Arrivals);
        Assert.Equal(["waiting 1 307 redirect"], await desk.States(hook));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1", "192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    public async Task A_name_that_leads_inside_is_not_connected_to(params string[] addresses)
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, $"https://innocent.example:{new Uri(receiver.Url).Port}/");
        await desk.Happens(shop.Account, 1, 1);

        await desk.Dispatcher(options => options.AllowPrivate = false, (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse))).Sweep(Cancel);

        Assert.Equal(["waiting 1 - address-refused"], await desk.States(hook));
    }

    /// <summary>DNS rebinding lives from a second look. There is none: what was looked up and checked is what is connected to.</summary>
    [Fact]
    public async Task A_name_is_looked_up_once_for_each_connection_and_what_was_found_is_what_is_connected_to()
    {
        var looks = 0;
        Task<IPAddress[]> LookUp(string host, CancellationToken ct) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref looks) % 2 == 1 ? IPAddress.Loopback : IPAddress.Parse("203.0.113.1")]);
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, $"http://rebinding.example:{new Uri(receiver.Url).Port}/");
        await desk.Happens(shop.Account, 1, 1);

        await desk.Dispatcher(lookUp: LookUp).Sweep(Cancel);
        Assert.Equal((1, 1), (looks, receiver.Arrivals.Count));

        await desk.Happens(shop.Account, 2, 2);
        for (var tries = 1; tries <= 3; tries++)
        {
            await desk.Dispatcher(options => options.AllowPrivate = false, LookUp).Sweep(Cancel);
            desk.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        // Whichever of the two it said, nothing was connected to.
        Assert.Equal(["delivered 1 200 -", "waiting 3 - address-refused"], await desk.States(hook));
        Assert.Equal((4, 1), (looks, receiver.Arrivals.Count));
    }

    [Theory]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f000001:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://localhost:{0}/")]
    public async Task However_this_machine_is_written_it_is_not_connected_to(string url)
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, string.Format(System.Globalization.CultureInfo.InvariantCulture, url, new Uri(receiver.Url).Port));
        await desk.Happens(shop.Account, 1, 1);

        await desk.Dispatcher(options => options.AllowPrivate = false).Sweep(Cancel);

        Assert.Equal(["waiting 1 - address-refused"], await desk.States(hook));
        Assert.Empty(receiver.Arrivals);
    }

    [Fact]
    public async Task A_test_is_sent_at_once_and_once_even_where_the_hook_is_off_and_says_nothing_of_it()
    {
        var shop = await desk.HasShop();
        var (hook, secret) = await desk.HasHook(shop, receiver.Url);
        await desk.Hooks.Change(hook with { Enabled = false }, HookDesk.Entry, desk.Clock.GetUtcNow(), Cancel);
        receiver.Status = 400;
        await desk.Deliveries.AddTest(hook.Id, Guid.NewGuid(), HookKind.Test, desk.Clock.GetUtcNow(), Cancel);

        await desk.Dispatcher().Sweep(Cancel);
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await desk.Dispatcher().Sweep(Cancel);

        var arrival = Assert.Single(receiver.Arrivals);
        Assert.Equal((HookKind.Test, true), (arrival.Kind, HookReceiver.Verifies(arrival, secret)));
        Assert.Equal(["failed 1 400 refused"], await desk.States(hook));
        Assert.Null((await desk.Hooks.Find(shop.Workspace, hook.Id, Cancel))!.FailingSince);
    }

    [Fact]
    public async Task What_has_an_end_can_be_sent_once_more_until_its_event_is_gone()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, receiver.Url);
        await desk.Happens(shop.Account, 1, 2);
        await desk.Dispatcher().Sweep(Cancel);
        var delivery = (await desk.Deliveries.Page(hook.Id, "delivered", null, 10, Cancel)).Single(d => d.Sequence == 1);

        Assert.True(await desk.Deliveries.Redeliver(hook.Id, delivery.Id, desk.Clock.GetUtcNow(), Cancel));
        Assert.False(await desk.Deliveries.Redeliver(hook.Id, delivery.Id, desk.Clock.GetUtcNow(), Cancel));
        await desk.Dispatcher().Sweep(Cancel);
        Assert.Equal((3, $"{shop.Account}:1"), (receiver.Arrivals.Count, receiver.Arrivals.Last().Id));

        await desk.Database.Execute($"delete from account_events where account_id = '{shop.Account}' and sequence = 1");
        Assert.False(await desk.Deliveries.Redeliver(hook.Id, delivery.Id, desk.Clock.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task An_event_that_is_past_keeping_fails_and_holds_nothing_against_the_endpoint()
    {
        var shop = await desk.HasShop();
        var (hook, _) = await desk.HasHook(shop, receiver.Url);
        await desk.Happens(shop.Account, 1, 2);
        await desk.Database.Execute($"delete from account_events where account_id = '{shop.Account}' and sequence = 1");

        await desk.Dispatcher().Sweep(Cancel);
        await desk.Dispatcher().Sweep(Cancel);

        Assert.Equal(["failed 1 - event-gone", "delivered 1 200 -"], await desk.States(hook));
    }

    private static Task Eventually(Func<bool> isSo) => Cluster.Eventually.True(() => Task.FromResult(isSo()));
}
