using SocialSelling.Sandbox.Control;

namespace SocialSelling.Inbox;

/// <summary>Files, buttons, answers to a message, messages for later, and what the customer sees besides.</summary>
public sealed class SendingMoreTests(SendingDesk desk) : IClassFixture<SendingDesk>
{
    [Fact]
    public async Task Files_go_one_by_one_and_the_text_after_them()
    {
        var shop = await desk.Open();
        var (picture, video) = (await shop.File(), await shop.File("video", "video/mp4"));

        var last = (await shop.Outbox.Send(shop.Draft("These two") with { MediaKeys = [picture, video], QuickReplies = [new("Left"), new("Right", "R")] }, CancellationToken.None)).Get();
        await shop.Run();

        Assert.Equal([("image", ""), ("video", ""), (null, "These two")], shop.Got().Select(m => (m.File?.Type, m.Text)));
        Assert.Equal(["Left", "Right"], shop.Got()[2].QuickReplies);
        Assert.Equal(["image", "video", "text"], (await shop.Ours()).Select(m => m.Kind));
        Assert.All(await shop.Ours(), m => Assert.Equal("sent", m.Status));
        Assert.Equal(last.Id, (await shop.Ours())[^1].Id);
        Assert.StartsWith("/media/", (await shop.Ours())[0].Attachments[0].Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_echo_of_a_file_in_doubt_is_its_message()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("timeout_after_success", "/messages", "POST", DelayMs: 8_000));
        await shop.Outbox.Send(shop.Draft("") with { MediaKeys = [await shop.File()] }, CancellationToken.None);
        await shop.Run();

        await shop.Echo(shop.Got()[0]);

        Assert.Equal("sent", Assert.Single(await shop.Ours()).Status);
    }

    [Fact]
    public async Task A_file_that_Meta_cannot_fetch_is_offered_twice_then_fails_and_may_be_sent_again()
    {
        var shop = await desk.Open();
        var key = await shop.File();
        desk.Missing.Add(key);
        var message = (await shop.Outbox.Send(shop.Draft("") with { MediaKeys = [key] }, CancellationToken.None)).Get();

        await shop.Run();
        await shop.Later(TimeSpan.FromSeconds(31));
        Assert.Equal(("media-not-fetched", 2), (Assert.Single(await shop.Ours()).Failure!.Code, shop.Calls));
        desk.Missing.Clear();
        await shop.Outbox.Retry(shop.Conversation, message.Id, CancellationToken.None);
        await shop.Run();

        Assert.Equal("sent", await shop.Status(message));
    }

    [Fact]
    public async Task A_file_that_is_gone_or_too_large_is_refused_before_anything_is_sent()
    {
        var shop = await desk.Open();

        var gone = await shop.Outbox.Send(shop.Draft("Look") with { MediaKeys = ["nowhere"] }, CancellationToken.None);
        var large = await shop.Outbox.Send(shop.Draft("Look") with { MediaKeys = [await shop.File(size: 9_000_000)] }, CancellationToken.None);

        Assert.Equal(("media-missing", "media-too-large"), (((AttachmentNotSendable)gone.Error!).Rule, ((AttachmentNotSendable)large.Error!).Rule));
        Assert.Empty(await shop.Ours());
    }

    [Fact]
    public async Task An_answer_to_a_message_names_it()
    {
        var shop = await desk.Open();
        var asked = (await shop.Thread())[0].PlatformMessageId;

        await shop.Outbox.Send(shop.Draft("Yes, that one") with { ReplyTo = asked }, CancellationToken.None);
        await shop.Run();

        Assert.Equal(asked, Assert.Single(shop.Got()).ReplyTo);
    }

    [Fact]
    public async Task A_message_for_later_goes_at_its_time_whoever_lives_then()
    {
        var shop = await desk.Open();
        var kept = (await shop.Outbox.Schedule(shop.Draft("Good morning", "later") with { MediaKeys = [await shop.File()] }, shop.Now.AddHours(2), CancellationToken.None)).Get();
        Assert.Equal(kept.Id, (await shop.Outbox.Schedule(shop.Draft("Good morning", "later"), shop.Now.AddHours(3), CancellationToken.None)).Get().Id);

        await shop.Later(TimeSpan.FromMinutes(119));
        Assert.Empty(await shop.Ours());
        var successor = await shop.SecondActivation();
        await successor.Later(TimeSpan.FromMinutes(1));
        await shop.Run();

        Assert.Equal([("image", ""), (null, "Good morning")], successor.Got().Select(m => (m.File?.Type, m.Text)));
        Assert.Equal("later", (await successor.Ours())[^1].ClientMessageId);
        Assert.Null(successor.Outbox.NextDue);
    }

    [Fact]
    public async Task A_message_for_later_can_be_cancelled_until_it_goes()
    {
        var shop = await desk.Open();
        var kept = (await shop.Outbox.Schedule(shop.Draft("Good morning"), shop.Now.AddHours(2), CancellationToken.None)).Get();

        Assert.True((await shop.Outbox.Cancel(shop.Conversation, kept.Id, CancellationToken.None)).Get());
        await shop.Later(TimeSpan.FromHours(3));

        Assert.Empty(await shop.Ours());
        Assert.IsType<MessageNotFound>((await shop.Outbox.Cancel(shop.Conversation, kept.Id, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_message_for_later_is_held_when_somebody_else_has_answered_until_a_person_sends_it()
    {
        var shop = await desk.Open();
        var kept = (await shop.Outbox.Schedule(shop.Draft("Good morning", "later"), shop.Now.AddHours(2), CancellationToken.None)).Get();
        await shop.AnswersOnTheTelephone("It is sold, sorry");

        await shop.Later(TimeSpan.FromHours(2));
        await (await shop.SecondActivation()).Run();

        var held = Assert.Single(await shop.Scheduled());
        Assert.Equal((kept.Id, "answered", true), (held.Id, held.HeldBecause, held.HeldAt >= kept.SendAt.AddMilliseconds(-1)));
        var notice = Assert.Single(await shop.Notices());
        Assert.Equal(("message.held", "answered"), (notice.GetProperty("kind").GetString(), notice.GetProperty("facts").GetProperty("because").GetString()));
        Assert.Equal(shop.Conversation, notice.GetProperty("conversationId").GetGuid());
        Assert.Empty(shop.Got());
        Assert.Null(shop.Outbox.NextDue);
        Assert.Equal("queued", (await shop.Outbox.SendNow(shop.Conversation, kept.Id, CancellationToken.None)).Get().Status);
        await shop.Run();
        Assert.Equal("Good morning", Assert.Single(shop.Got()).Text);
        Assert.Empty(await shop.Scheduled());
        Assert.IsType<MessageNotFound>((await shop.Outbox.SendNow(shop.Conversation, kept.Id, CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_held_message_can_be_dropped_and_one_whose_window_has_closed_says_so()
    {
        var shop = await desk.Open();
        var dropped = (await shop.Outbox.Schedule(shop.Draft("One"), shop.Now.AddHours(2), CancellationToken.None)).Get();
        var late = (await shop.Outbox.Schedule(shop.Draft("Two"), shop.Now.AddHours(2), CancellationToken.None)).Get();
        await shop.AnswersOnTheTelephone("It is sold, sorry");
        await shop.Later(TimeSpan.FromHours(2));

        Assert.True((await shop.Outbox.Cancel(shop.Conversation, dropped.Id, CancellationToken.None)).Get());
        await shop.Later(TimeSpan.FromDays(7));

        Assert.IsType<ReplyWindowClosed>((await shop.Outbox.SendNow(shop.Conversation, late.Id, CancellationToken.None)).Error);
        Assert.Equal(late.Id, Assert.Single(await shop.Scheduled()).Id);
        Assert.Empty(shop.Got());
    }

    [Fact]
    public async Task What_the_customer_or_its_own_author_wrote_holds_no_message_for_later()
    {
        var shop = await desk.Open();
        await shop.Outbox.Schedule(shop.Draft("Nine o'clock"), shop.Now.AddHours(2), CancellationToken.None);
        await shop.Outbox.Schedule(shop.Draft("Ten o'clock"), shop.Now.AddHours(3), CancellationToken.None);
        await shop.Hears("Are you there?");
        await shop.Sends("Yes");
        await shop.Outbox.Send(shop.Draft("We open at nine") with { Author = Author.Automation, UserId = null }, CancellationToken.None);

        await shop.Later(TimeSpan.FromHours(2));
        await shop.Later(TimeSpan.FromHours(1));

        Assert.Equal(["Yes", "We open at nine", "Nine o'clock", "Ten o'clock"], shop.Got().Select(m => m.Text));
        Assert.Empty(await shop.Scheduled());
    }

    [Fact]
    public async Task Nothing_goes_by_itself_into_a_conversation_that_was_marked_as_spam()
    {
        var shop = await desk.Open();
        await shop.Outbox.Schedule(shop.Draft("Good morning"), shop.Now.AddHours(2), CancellationToken.None);
        await desk.Execute($"update conversations set status = 'spam' where id = '{shop.Conversation}'");

        await shop.Later(TimeSpan.FromHours(2));

        Assert.Equal("spam", Assert.Single(await shop.Scheduled()).HeldBecause);
        Assert.Empty(shop.Got());
    }

    [Fact]
    public async Task A_time_at_which_nobody_may_answer_is_refused_at_once()
    {
        var shop = await desk.Open();
        await shop.Later(TimeSpan.FromDays(3));

        Assert.IsType<SendTimeInvalid>((await shop.Outbox.Schedule(shop.Draft("x"), shop.Now, CancellationToken.None)).Error);
        Assert.IsType<ReplyWindowClosed>((await shop.Outbox.Schedule(shop.Draft("x"), shop.Now.AddDays(4.1), CancellationToken.None)).Error);
        Assert.Null((await shop.Outbox.Schedule(shop.Draft("x"), shop.Now.AddDays(3.9), CancellationToken.None)).Error);
    }

    [Fact]
    public async Task A_message_for_later_whose_login_has_died_shows_as_failed()
    {
        var shop = await desk.Open();
        await shop.Outbox.Schedule(shop.Draft("Good morning"), shop.Now.AddHours(2), CancellationToken.None);
        shop.Revoke();

        await shop.Later(TimeSpan.FromHours(2));

        Assert.Equal("failed", Assert.Single(await shop.Ours()).Status);
    }

    [Fact]
    public async Task The_customer_sees_typing_and_what_was_read()
    {
        var shop = await desk.Open();

        Assert.Null((await shop.Signals.Show(shop.Conversation, ContactSignal.TypingOn, CancellationToken.None)).Error);
        Assert.Null((await shop.Signals.Show(shop.Conversation, ContactSignal.Seen, CancellationToken.None)).Error);

        Assert.True(desk.World.Read(w => w.People.Single(p => p.Username == "maya" && w.Shops.Single(s => s.Id == p.ShopId).Username == shop.Name).SeesTyping));
        Assert.True(desk.World.Read(w => w.Messages.Single(m => m.From == "in" && w.Shops.Single(s => s.Id == m.ShopId).Username == shop.Name).Seen));
        Assert.Empty(await shop.Ours());
    }

    [Fact]
    public async Task The_shop_has_one_reaction_to_a_message_and_may_take_it_back()
    {
        var shop = await desk.Open();
        var asked = (await shop.Thread())[0];
        string? AtMeta() => desk.World.Read(w => w.Messages.Single(m => m.Mid == asked.PlatformMessageId).ShopReaction);

        await shop.Signals.React(shop.Conversation, asked.Id, "❤", CancellationToken.None);
        Assert.Equal("👍", (await shop.Signals.React(shop.Conversation, asked.Id, "👍", CancellationToken.None)).Get().Reactions![0].Emoji);
        Assert.Equal(("👍", "👍"), (AtMeta(), Assert.Single((await shop.Thread())[0].Reactions!, r => r.By == "account").Emoji));
        await shop.Signals.React(shop.Conversation, asked.Id, null, CancellationToken.None);

        Assert.Equal((null, null), (AtMeta(), (await shop.Thread())[0].Reactions));
        Assert.IsType<MessageNotFound>((await shop.Signals.React(Guid.NewGuid(), asked.Id, "👍", CancellationToken.None)).Error);
    }

    [Fact]
    public async Task What_Meta_cannot_take_now_is_told_with_the_time_to_come_again()
    {
        var shop = await desk.Open();
        shop.Fault(new Fault("error", "/messages", "POST", Code: 613));
        Assert.IsType<InstagramUnavailable>((await shop.Signals.Show(shop.Conversation, ContactSignal.TypingOn, CancellationToken.None)).Error);

        var busy = Assert.IsType<InstagramUnavailable>((await shop.Signals.Show(shop.Conversation, ContactSignal.TypingOn, CancellationToken.None)).Error);

        Assert.Equal((shop.Now.AddMinutes(5), 1), (busy.RetryAt, shop.Calls));
    }
}
