using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using SocialSelling.Analytics;
using SocialSelling.Hooks;
using SocialSelling.Inbox;
using SocialSelling.Notifications;
using SocialSelling.Privacy;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling.Accounts;

/// <summary>The table of contents of one account: builds the parts, hands every call to one of them, and wakes them when their rows say so.</summary>
/// <remarks>
/// Reentrant, so that a call to Meta never holds up the inbox: memory holds only what can be read again, and changes in one synchronous step between awaits.
/// Wake-ups (timers, reminders, <see cref="Wake"/>) are hints; what is due stands in rows.
/// </remarks>
[GrainType("account"), Reentrant]
internal sealed partial class AccountGrain : Grain, IAccountGrain, IRemindable
{
    private const string PostsReminder = "posts", TokenReminder = "token";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1), TokenReminderPeriod = TimeSpan.FromHours(6), OneSecond = TimeSpan.FromSeconds(1),
        Shortly = TimeSpan.FromMilliseconds(100), Overdue = TimeSpan.FromSeconds(2), AtHand = TimeSpan.FromSeconds(6);

    /// <summary>Orleans takes no longer waits; one that comes early finds that nothing is due.</summary>
    private static readonly TimeSpan LongestReminder = TimeSpan.FromDays(30);

    private readonly AccountState account;
    private readonly EventStream stream;
    private readonly InboxStream inbox;
    private readonly MessageSender sender;
    private readonly Outbox outbox;
    private readonly ContactSignals signals;
    private readonly AutoReplies autoReplies;
    private readonly ContactProfiles profiles;
    private readonly AttachmentCopies copies;
    private readonly AccountToken token;
    private readonly RateBudget budget;
    private readonly BudgetMemory budgetMemory;
    private readonly PostSchedule schedule;
    private readonly PostPublisher publisher;
    private readonly PostQueue queue;
    private readonly PostSeries series;
    private readonly PreFlightWatch preFlight;
    private readonly PostNumbers numbers;
    private readonly PostReplan replan;
    private readonly WebhookSubscription webhooks;
    private readonly AccountConnection connection;
    private readonly ConversationCare conversations;
    private readonly CommentStream comments;
    private readonly CommentAnswers commentAnswers;
    private readonly CommentCare commentCare;
    private readonly CommentPosts commentPosts;
    private readonly HistorySync history;
    private readonly CommentScan commentScan;
    private readonly ContactCare contacts;
    private readonly Notebook notebook;
    private readonly ContactErasure contactErasure;
    private readonly BestTimes bestTimes;
    private readonly AccountStarts starts;
    private readonly PostRepository posts;
    private readonly TimeProvider clock;
    private readonly ILogger<AccountGrain> logger;

    private readonly Ticker sending, commenting, autoReplying, posting, upkeep, reading, scanning, budgeting, waking, copying;
    private DateTimeOffset? postsDueAt, postReminderAt;
    private int postsAsked, postsHeard;

    /// <summary>How long before their time posts are read: not all accounts at once.</summary>
    private readonly TimeSpan readAhead = TimeSpan.FromSeconds(3 + 7 * Random.Shared.NextDouble());

    public AccountGrain([PersistentState("account-budget", "postgres")] IPersistentState<BudgetSnapshot> stored, IServiceProvider services, TimeProvider clock, ILogger<AccountGrain> logger)
    {
        (this.clock, this.logger) = (clock, logger);
        T Get<T>() where T : notnull => services.GetRequiredService<T>();
        T New<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(services, parts);

        starts = Get<AccountStarts>();
        posts = Get<PostRepository>();
        account = new AccountState(this.GetPrimaryKey());
        stream = new EventStream(account.Id, Get<InboxWriter>(), Get<EventRepository>(), Get<IHubContext<InboxHub>>(), Get<NotificationFollower>(), Get<HookFollower>(), clock, Get<ILogger<EventStream>>());
        budget = new RateBudget(Get<IOptions<BudgetOptions>>().Value.CallsPerHour, clock);
        budgetMemory = New<BudgetMemory>(account, budget, stored);
        token = New<AccountToken>(account, stream, budget);
        sender = New<MessageSender>(account, stream, token, budget);
        outbox = New<Outbox>(account, stream, sender);
        signals = New<ContactSignals>(account, stream, token, budget);
        commentAnswers = New<CommentAnswers>(account, stream, token, budget);
        comments = New<CommentStream>(account, stream, commentAnswers);
        commentCare = New<CommentCare>(account, stream, token, budget);
        commentPosts = New<CommentPosts>(account, stream, comments, token, budget);
        inbox = New<InboxStream>(account, stream, sender, New<MessageChanges>(account, stream), comments, commentAnswers, New<StoryNumbers>(account, stream));
        autoReplies = New<AutoReplies>(account, stream, outbox, commentAnswers);
        profiles = New<ContactProfiles>(account, stream, token, budget);
        copies = New<AttachmentCopies>(account, stream);
        var inspection = New<PostInspection>(account, token, New<PublishingQuota>(account, token, budget));
        schedule = New<PostSchedule>(account, stream, inspection);
        queue = New<PostQueue>(account, schedule);
        series = New<PostSeries>(account, stream, schedule);
        preFlight = New<PreFlightWatch>(account, stream, inspection);
        numbers = New<PostNumbers>(account, stream, token, budget);
        replan = New<PostReplan>(account, stream);
        var publishing = New<PublishRows>(account, stream);
        var claims = New<PostClaims>(publishing);
        publisher = New<PostPublisher>(account, publishing, claims, New<FirstComment>(account, claims, token), token, budget);
        var waiting = New<ParkedIntake>(account, inbox);
        history = New<HistorySync>(account, stream, token, budget, inbox, waiting);
        commentScan = New<CommentScan>(account, stream, token, budget);
        webhooks = New<WebhookSubscription>(account, token, budget);
        connection = New<AccountConnection>(account, token, webhooks, schedule, waiting, history);
        conversations = New<ConversationCare>(account, stream);
        contacts = New<ContactCare>(account, stream);
        notebook = New<Notebook>(account, stream);
        contactErasure = New<ContactErasure>(account, stream);
        bestTimes = New<BestTimes>(account, token, budget);

        Ticker On(Func<CancellationToken, Task> tick, bool keepAlive = false) => new(this, clock, tick, keepAlive);
        (sending, commenting, autoReplying, posting) = (On(SendTick), On(CommentTick), On(AutoReplyTick), On(PostTick, keepAlive: true));
        (upkeep, reading, scanning, budgeting, waking, copying) = (On(UpkeepTick), On(HistoryTick), On(CommentScanTick), On(BudgetTick), On(WakeTick), On(CopyTick));
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var start = await starts.Find(account.Id).WaitAsync(cancellationToken);
        account.Row = start.Account;
        account.ErasedContacts = new(start.ErasedContacts);
        budgetMemory.Recall();
        if (account.Row is null) return;
        stream.Start(start.LastSequence);
        sender.Start(start.Sends);
        commentAnswers.Start(start.Answers);
        conversations.Start(start.NextWakeAt);
        outbox.Start(start.NextScheduledAt);
        autoReplies.Start(start.AutoReplies);
        copies.Start(start.NextCopyAt);
        foreach (var ticker in (Ticker[])[sending, commenting, autoReplying, posting, upkeep, reading, scanning, budgeting, waking, copying]) ticker.Start();
        budget.Changed = ArmBudget;
        upkeep.In(OneSecond);
        // At once when somebody sleeps: what woke one may have come just before the grain that saw it died.
        if (conversations.NextWake is not null) waking.In(Shortly);
        ArmSending();
        ArmComments();
        ArmAutoReplies();
        ArmCopies();
        await ArmPosts(start.NextPostAt);
        reading.At(start.NextHistoryAt);
        scanning.At(start.NextCommentScanAt);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.WhenAll(publisher.Settle(), sender.Finish(), copies.Finish()).WaitAsync(TimeSpan.FromSeconds(15), clock, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);
        await budgetMemory.Write();
    }

    public async Task<Result<AccountView>> Connect(ConnectAccount command, CancellationToken ct)
    {
        if (await connection.Store(command, ct) is { } refused) return refused;
        await SetUp(ct);
        // The parts start from what was stored.
        DeactivateOnIdle();
        return await connection.View(ct);
    }

    private async Task SetUp(CancellationToken ct)
    {
        await this.RegisterOrUpdateReminder(TokenReminder, TimeSpan.FromMinutes(1), TokenReminderPeriod, ct);
        await connection.SetUp(ct);
    }

    public async Task<Result<AccountView>> Disconnect(CancellationToken ct)
    {
        var disconnected = await connection.Disconnect(ct);
        foreach (var name in (string[])[PostsReminder, TokenReminder])
            if (await this.GetReminder(name, ct) is { } reminder) await this.UnregisterReminder(reminder, ct);
        return disconnected;
    }

    public Task Deauthorize(DateTimeOffset askedAt, CancellationToken ct) => connection.Deauthorize(askedAt, ct);

    public async Task Retire(CancellationToken ct)
    {
        if (account.Row is not null) await Disconnect(ct);
        await connection.Retire(ct);
        await budgetMemory.Erase();
        // Nothing of it is to be in memory either.
        DeactivateOnIdle();
    }

    public async Task<bool> EraseContact(Guid contactId, CancellationToken ct)
    {
        if (!await contactErasure.Step(contactId, ct)) return false;
        // Parts remember whom they have met, and what waits for them.
        DeactivateOnIdle();
        return true;
    }

    public async Task<Result<AccountHealthView>> Health(CancellationToken ct) => account.Row is not { } row ? new AccountNotFound() : new AccountHealthView(
        account.Id, row.Status, await token.View(ct), budget.View(), await webhooks.View(ct), stream.LastSequence, await posts.NextDue(account.Id, [], ct),
        await history.View(ct));

    public Task<Result<WebhookHealthView>> SubscribeWebhooks(CancellationToken ct) => webhooks.Begin(ct);

    public async Task<Result<HistoryView>> Sync(CancellationToken ct)
    {
        var started = await history.Start(ct);
        if (started.Value is { } run) reading.At(run.NextAt);
        return started;
    }

    public async Task<DeliverReport> Deliver(IReadOnlyList<DeliveredEntry> entries, CancellationToken ct)
    {
        var report = await inbox.Deliver(entries, ct);
        if (inbox.TakeNewContacts() | comments.TakeNewPosts()) upkeep.In(Shortly);
        CopyNewFiles();
        // What arrived may be for one that sleeps; a burst is looked through once.
        if (conversations.NextWake is not null) waking.In(Shortly);
        if (autoReplies.Notice()) ArmAutoReplies();
        return report;
    }

    public async Task<Result<MessageView>> Send(SendMessage command, CancellationToken ct)
    {
        var message = await outbox.Send(command, ct);
        ArmSending();
        return message;
    }

    public async Task<Result<MessageView>> RetryMessage(Guid conversationId, Guid messageId, CancellationToken ct)
    {
        var message = await outbox.Retry(conversationId, messageId, ct);
        ArmSending();
        return message;
    }

    public async Task<Result<ScheduledMessageView>> ScheduleMessage(SendMessage command, DateTimeOffset sendAt, CancellationToken ct)
    {
        var scheduled = await outbox.Schedule(command, sendAt, ct);
        ArmSending();
        return scheduled;
    }

    public Task<Result<bool>> CancelScheduled(Guid conversationId, Guid scheduledId, CancellationToken ct) => outbox.Cancel(conversationId, scheduledId, ct);

    public async Task<Result<MessageView>> SendScheduled(Guid conversationId, Guid scheduledId, CancellationToken ct)
    {
        var message = await outbox.SendNow(conversationId, scheduledId, ct);
        ArmSending();
        return message;
    }

    public Task<Result<MessageView>> React(Guid conversationId, Guid messageId, string? emoji, CancellationToken ct) => signals.React(conversationId, messageId, emoji, ct);

    public Task<Result<bool>> ShowContact(Guid conversationId, ContactSignal signal, CancellationToken ct) => signals.Show(conversationId, signal, ct);

    public async Task<IReadOnlyList<ItemResult>> ChangeConversations(IReadOnlyList<Guid> conversationIds, ChangeConversation change, CancellationToken ct)
    {
        var results = await conversations.Change(conversationIds, change, ct);
        ArmWaking();
        return results;
    }

    public Task<Result<NoteView>> AddNote(AddNote command, CancellationToken ct) => notebook.Add(command, ct);

    public Task<Result<bool>> RemoveNote(Guid noteId, CancellationToken ct) => notebook.Remove(noteId, ct);

    public Task<Result<bool>> ChangeContact(ChangeContact command, CancellationToken ct) => contacts.Change(command, ct);

    public Task<Result<bool>> MergeContact(Guid contactId, Guid into, CancellationToken ct) => contacts.Merge(contactId, into, ct);

    public Task<Result<bool>> UnmergeContact(Guid contactId, CancellationToken ct) => contacts.Unmerge(contactId, ct);

    public Task AnnounceContacts(IReadOnlyList<Guid> contactIds, CancellationToken ct) => contacts.Announce(contactIds, ct);

    public async Task<Result<CommentView>> AnswerComment(AnswerComment command, CancellationToken ct)
    {
        var answer = await commentAnswers.Answer(command, ct);
        ArmComments();
        return answer;
    }

    public Task<Result<CommentView>> ChangeComment(ChangeComment command, CancellationToken ct) => commentCare.Change(command, ct);

    public Task<Result<bool>> DeleteComment(Guid commentId, CancellationToken ct) => commentCare.Delete(commentId, ct);

    public Task<Result<bool>> MarkCommentsRead(Guid postId, CancellationToken ct) => commentCare.MarkRead(postId, ct);

    public Task<Result<PostView>> CreatePost(CreatePost command, CancellationToken ct) => Then(schedule.Create(command, ct), ct);

    public Task<Result<PostView>> EditPost(EditPost command, CancellationToken ct) => Then(schedule.Edit(command, ct), ct);

    public Task<Result<PostView>> SchedulePost(SchedulePost command, CancellationToken ct) => Then(schedule.Schedule(command, ct), ct);

    public Task<Result<PostView>> ActOnPost(ActOnPost command, CancellationToken ct) => Then(schedule.Act(command, ct), ct);

    public Task<Result<PostView>> TryPost(CreatePost command, CancellationToken ct) => schedule.Try(command, ct);

    public Task<Result<PostCheckView>> CheckPost(CreatePost command, CancellationToken ct) => schedule.Check(command, ct);

    public Task<Result<PostView>> QueuePost(CreatePost command, CancellationToken ct) => Then(queue.Add(command, ct), ct);

    public Task<Result<PostView>> TakeSlot(TakeSlot command, CancellationToken ct) => Then(queue.Move(command, ct), ct);

    public Task<Result<PostView>> CreateSeries(CreateSeries command, CancellationToken ct) => Then(series.Create(command, ct), ct);

    public Task<Result<SeriesView>> ChangeSeries(ChangeSeries command, CancellationToken ct) => Then(series.Change(command, ct), ct);

    public Task<Result<SeriesView>> StopSeries(StopSeries command, CancellationToken ct) => Then(series.Stop(command, ct), ct);

    public Task<bool> ReplanPost(ReplanPost command, CancellationToken ct) => Then(replan.Replan(command, ct), ct);

    public async Task TendPosts(CancellationToken ct)
    {
        await series.Advance(ct);
        await preFlight.CheckDue(ct);
        await ArmPosts(ct);
        await numbers.ReadDue(ct);
    }

    public Task<Result<BestTimesView>> BestTimes(string zone, CancellationToken ct) => bestTimes.Rank(zone, ct);

    public async Task Wake(CancellationToken ct)
    {
        await sender.Load(ct);
        await outbox.Load(ct);
        ArmSending();
        ArmComments();
        await conversations.Load(ct);
        ArmWaking();
        await autoReplies.Load(ct);
        ArmAutoReplies();
        await copies.Load(ct);
        ArmCopies();
        await ArmPosts(ct);
        // Last but for what it begins: what hinders it hinders nothing above.
        if (!await connection.IsSetUp(ct)) await SetUp(ct);
        reading.At(await history.NextDue(ct));
        scanning.At(await commentScan.NextDue(ct));
    }

    public async Task<bool> WakePosts(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return !ArePostsAtHand(now) && await ArmPosts(ct) < now - Overdue;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (reminderName != TokenReminder)
        {
            await RemindPosts(CancellationToken.None);
            return;
        }
        await token.RefreshIfDue(CancellationToken.None);
        await webhooks.Check(CancellationToken.None);
    }
}
