using SocialSelling.Accounts;
using SocialSelling.Cluster;
using SocialSelling.Sandbox.Control;

namespace SocialSelling.Inbox;

/// <summary>Every way in which a send can go wrong or be overtaken, and what it is in the end: sent once, or told as failed.</summary>
public sealed class SendingTests(SendingDesk desk) : IClassFixture<SendingDesk>
{
    private static readonly Fault Unanswered = new("timeout_after_success", "/messages", "POST", DelayMs: 8_000);

    [Fact]
    public async Task A_late_answer_is_waited_for_and_holds_up_nobody()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("delay", "/messages", "POST", DelayMs: 400));
        var message = await shop.Sends("Yes");

        shop.Sender.Step(() => { }, CancellationToken.None);
        await shop.Hears("Hello?");

        await Eventually.True(async () => await shop.Status(message) == "sending", what: "The call");
        await shop.Sender.Finish();
        Assert.Equal(("sent", 1), (await shop.Status(message), shop.Got().Count));
    }

    [Fact]
    public async Task After_a_5xx_a_message_is_in_doubt_until_it_is_surely_not_there_and_then_sent_once()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("error", "/messages", "POST", Status: 500, Code: 2));
        var message = await shop.Sends("Yes");

        await shop.Run();
        Assert.Equal("unconfirmed", await shop.Status(message));
        await shop.Later(SendRules.ReconcileEvery);
        Assert.Equal(("unconfirmed", 0), (await shop.Status(message), shop.Got().Count));
        await shop.Later(SendRules.DefiniteAfter);

        Assert.Equal(("sent", 1), (await shop.Status(message), shop.Got().Count));
    }

    [Fact]
    public async Task A_time_out_after_success_is_found_in_the_conversation_and_not_sent_again()
    {
        var shop = await desk.Open();
        shop.Fault(Unanswered);
        var message = await shop.Sends("Yes");

        await shop.Run();
        Assert.Equal("unconfirmed", await shop.Status(message));
        await shop.Later(SendRules.ReconcileEvery);

        Assert.Equal(("sent", 1), (await shop.Status(message), shop.Got().Count));
        Assert.Equal(shop.Got()[0].Mid, Assert.Single(await shop.Ours()).PlatformMessageId);
    }

    [Fact]
    public async Task How_long_a_message_waited_before_its_call_says_nothing_about_its_arrival()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("error", "/messages", "POST", Code: 80006, RegainMinutes: 12));
        shop.Fault(Unanswered);
        var message = await shop.Sends("Yes");
        await shop.Run();

        await shop.Later(TimeSpan.FromMinutes(12));

        Assert.Equal("unconfirmed", await shop.Status(message));
        Assert.Equal(2, shop.Calls);
    }

    [Fact]
    public async Task While_Meta_throttles_messages_wait_for_its_regain_time_and_no_call_is_made()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("error", "/messages", "POST", Code: 80006, RegainMinutes: 12));
        var (first, second) = (await shop.Sends("One"), await shop.Sends("Two"));

        await shop.Run();
        await shop.Later(TimeSpan.FromMinutes(11));

        Assert.Equal(("queued", "queued", 1), (await shop.Status(first), await shop.Status(second), shop.Calls));
        Assert.All(shop.Budget.View().Classes, c => Assert.False(c.Allowed));
        await shop.Later(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(5));
        Assert.Equal(["One", "Two"], shop.Got().Select(m => m.Text));
    }

    [Fact]
    public async Task A_dead_login_fails_what_waits_and_makes_no_more_calls()
    {
        var shop = await desk.Open();
        var (first, second) = (await shop.Sends("One"), await shop.Sends("Two"));
        shop.Revoke();

        await shop.Run();

        Assert.Equal(("failed", "failed", 1), (await shop.Status(first), await shop.Status(second), shop.Calls));
        Assert.All(await shop.Ours(), m => Assert.Equal("account-not-active", m.Failure!.Code));
        Assert.IsType<AccountNotActive>((await shop.Outbox.Send(shop.Draft("Three"), CancellationToken.None)).Error);
    }

    [Fact]
    public async Task An_echo_that_overtakes_the_answer_is_its_message()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("timeout_after_success", "/messages", "POST", DelayMs: 1_500));
        var message = await shop.Sends("Yes");

        shop.Sender.Step(() => { }, CancellationToken.None);
        await shop.Arrives();
        await shop.Echo(shop.Got()[0]);
        Assert.Equal("sent", await shop.Status(message));
        await shop.Sender.Finish();

        Assert.Equal((message.Id, "sent"), Assert.Single(await shop.Ours()) is var only ? (only.Id, only.Status) : default);
    }

    [Fact]
    public async Task What_the_customer_did_before_the_answer_came_holds_for_the_message()
    {
        var shop = await desk.Open();
        var message = await shop.SendsAndMeetsBeforeItsAnswer("Yes", async dm =>
        {
            await shop.Reads(dm);
            await shop.ReactsTo(dm, "❤");
        });

        var only = Assert.Single(await shop.Ours());
        Assert.Equal((message.Id, "read", "love"), (only.Id, only.Status, Assert.Single(only.Reactions!).Reaction));
        var told = await shop.LastTold(message);
        Assert.Equal(("read", "love"), (told.Status, Assert.Single(told.Reactions!).Reaction));
    }

    [Fact]
    public async Task A_message_taken_back_before_its_answer_came_is_gone()
    {
        var shop = await desk.Open();
        await shop.Later(TimeSpan.FromSeconds(1));
        var message = await shop.SendsAndMeetsBeforeItsAnswer("A slip", shop.TakesBack);

        var only = Assert.Single(await shop.Ours());
        Assert.Equal((message.Id, "deleted", ""), (only.Id, only.Kind, only.Text));
        Assert.Equal("deleted", (await shop.LastTold(message)).Kind);
        Assert.Equal("", await shop.Preview());
    }

    [Fact]
    public async Task An_echo_after_the_answer_adds_nothing()
    {
        var shop = await desk.Open();
        await shop.Sends("Yes");
        await shop.Run();

        await shop.Echo(shop.Got()[0]);
        await (await shop.SecondActivation()).Echo(shop.Got()[0]);

        Assert.Single(await shop.Ours());
    }

    [Fact]
    public async Task An_echo_settles_a_message_that_was_given_up()
    {
        var shop = await desk.Open();
        var message = await shop.Sends("Yes");
        shop.Fault(new Fault("reset", "/messages", "POST", Times: SendRules.MaxAttempts));
        await shop.Run();
        for (var n = 0; n < SendRules.MaxAttempts; n++) await shop.Later(SendRules.DefiniteAfter);
        Assert.Equal("not-delivered", Assert.Single(await shop.Ours()).Failure!.Code);

        await shop.Echo(desk.World.Change(w => w.Write(w.Shops.Single(s => s.Username == shop.Name), w.People.Single(p => p.Username == "maya" && w.Shops.Exists(s => s.Id == p.ShopId && s.Username == shop.Name)), "api", "Yes", desk.World.Now)));

        Assert.Equal(("sent", null), Assert.Single(await shop.Ours()) is var only && only.Id == message.Id ? (only.Status, only.Failure) : default);
    }

    [Fact]
    public async Task Another_activation_knows_whose_echo_it_gets()
    {
        var shop = await desk.Open();
        var other = await shop.SecondActivation();
        shop.Fault(new Fault("timeout_after_success", "/messages", "POST", DelayMs: 1_500));
        await shop.Sends("Yes");

        shop.Sender.Step(() => { }, CancellationToken.None);
        await shop.Arrives();
        await other.Echo(shop.Got()[0]);
        await shop.Sender.Finish();
        await shop.Run();

        Assert.Equal("sent", Assert.Single(await shop.Ours()).Status);
        Assert.Single(shop.Got());
    }

    [Fact]
    public async Task A_crash_between_call_and_answer_leaves_a_message_to_settle()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("timeout_after_success", "/messages", "POST", DelayMs: 1_500));
        var message = await shop.Sends("Yes");
        shop.Sender.Step(() => { }, CancellationToken.None);
        await shop.Arrives();

        var successor = await shop.SecondActivation();
        await successor.Later(TimeSpan.FromSeconds(31));

        Assert.Equal(("sent", 1), (await successor.Status(message), successor.Got().Count));
    }

    [Fact]
    public async Task Equal_messages_are_told_apart_by_waiting()
    {
        var shop = await desk.Open();
        shop.Fault(Unanswered);
        await shop.Sends("Hi");
        await shop.Run();
        await shop.Sends("Hi");

        await shop.Run();
        Assert.Single(shop.Got());
        await shop.Later(SendRules.ReconcileEvery);

        Assert.Equal(2, shop.Got().Count);
        Assert.Equal(2, (await shop.Ours()).Select(m => m.PlatformMessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_blocked_shop_is_told_and_may_try_again_with_the_same_message()
    {
        var shop = await desk.Open();
        shop.Block(true);
        var message = await shop.Sends("Yes");
        await shop.Run();
        Assert.Equal("contact-unavailable", Assert.Single(await shop.Ours()).Failure!.Code);

        shop.Block(false);
        var again = (await shop.Outbox.Retry(shop.Conversation, message.Id, CancellationToken.None)).Get();
        Assert.Equal(("queued", null), (again.Status, again.Failure));
        await shop.Run();

        Assert.Equal((message.Id, "sent"), Assert.Single(await shop.Ours()) is var only ? (only.Id, only.Status) : default);
        Assert.IsType<MessageWrongState>((await shop.Outbox.Retry(shop.Conversation, message.Id, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task The_window_is_24_hours_and_7_days_for_a_persons_answer()
    {
        var shop = await desk.Open();
        await shop.Later(TimeSpan.FromHours(25));

        await shop.Sends("Late, but here");
        await shop.Run();
        await shop.Later(TimeSpan.FromDays(6));

        Assert.Contains("HUMAN_AGENT", desk.Calls.Find("/messages", null)[^1].Body, StringComparison.Ordinal);
        Assert.Single(shop.Got());
        Assert.IsType<ReplyWindowClosed>((await shop.Outbox.Send(shop.Draft("Too late"), CancellationToken.None)).Error);
    }

    [Fact]
    public async Task Two_requests_with_one_client_id_are_one_message()
    {
        var shop = await desk.Open();

        var sent = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.Outbox.Send(shop.Draft("Yes", "same"), CancellationToken.None)));
        await shop.Run();

        Assert.Single(sent.Select(m => m.Get().Id).Distinct());
        Assert.Single(shop.Got());
    }

    [Fact]
    public async Task A_colleagues_answer_that_was_not_seen_refuses_the_send()
    {
        var shop = await desk.Open();
        var seen = (await shop.Thread())[^1].Sequence;
        await shop.Hears("Anybody?");
        await shop.AnswersOnTheTelephone("Here!");

        var refused = Assert.IsType<AnsweredMeanwhile>((await shop.Outbox.Send(shop.Draft("Hi") with { AfterSequence = seen }, CancellationToken.None)).Error);

        Assert.Equal(["Anybody?", "Here!"], refused.Missed.Select(m => m.Text));
        Assert.Null((await shop.Outbox.Send(shop.Draft("Hi") with { AfterSequence = seen, Override = true }, CancellationToken.None)).Error);
        Assert.IsType<AnsweredMeanwhile>((await shop.Outbox.Schedule(shop.Draft("Hi") with { AfterSequence = seen }, shop.Now.AddHours(1), CancellationToken.None)).Error);
    }

    [Fact]
    public async Task What_the_customer_wrote_or_what_failed_is_no_answer()
    {
        var shop = await desk.Open();
        var seen = (await shop.Thread())[^1].Sequence;
        await shop.Hears("Anybody?");
        shop.Block(true);
        await shop.Sends("Here!");
        await shop.Run();
        shop.Block(false);

        Assert.Null((await shop.Outbox.Send(shop.Draft("Hi") with { AfterSequence = seen }, CancellationToken.None)).Error);
    }
}
