using SocialSelling.Publishing;

namespace SocialSelling.Accounts;

/// <summary>When the account's parts act by themselves: each says when it is due, and is asked again after every step.</summary>
internal sealed partial class AccountGrain
{
    private async Task<T> Then<T>(Task<T> change, CancellationToken ct)
    {
        var result = await change;
        await ArmPosts(ct);
        return result;
    }

    private async Task SendTick(CancellationToken ct)
    {
        await Guard(outbox.Release(ct));
        sender.Step(ArmSending, ct);
        ArmSending();
    }

    private async Task CommentTick(CancellationToken ct)
    {
        await Guard(commentAnswers.Step(ct));
        ArmComments();
    }

    private async Task WakeTick(CancellationToken ct)
    {
        await Guard(conversations.Wake(ct));
        ArmWaking();
    }

    private async Task AutoReplyTick(CancellationToken ct)
    {
        await Guard(autoReplies.Step(ct));
        ArmAutoReplies();
        ArmSending();
        ArmComments();
    }

    private async Task PostTick(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (postsDueAt is { } soon && soon > now && soon <= now + readAhead + OneSecond)
        {
            await Guard(publisher.ReadAhead(soon, ct));
            // Who has set the timer anew meanwhile knows better.
            if (postsDueAt == soon) posting.At(soon);
        }
        else if (publisher.TryStepAhead(PostMoved, out var after, ct)) await ArmPosts(after);
        else
        {
            await Guard(publisher.Step(PostMoved, ct));
            await ArmPosts(ct);
        }
    }

    /// <summary>The row that a step has written says when its next one is due, and the others are known; unless somebody asks just now, who does not know of it.</summary>
    private Task PostMoved(StepEnd end) => Guard(end.IsKnown && postsAsked == postsHeard ? ArmPosts(Earlier(postsDueAt, end.Next)) : ArmPosts(CancellationToken.None));

    private async Task HistoryTick(CancellationToken ct)
    {
        // The sweeper comes back to a run whose step broke off.
        DateTimeOffset? next = null;
        await Guard(Step());
        reading.At(next);
        if (inbox.TakeNewContacts()) upkeep.In(Shortly);
        CopyNewFiles();

        async Task Step() => next = await history.Step(ct);
    }

    private async Task CommentScanTick(CancellationToken ct)
    {
        // The sweeper comes back to a run whose step broke off.
        DateTimeOffset? next = null;
        var found = false;
        await Guard(Step());
        scanning.At(next);
        if (found) upkeep.In(Shortly);

        async Task Step() => (next, found) = await commentScan.Step(ct);
    }

    private async Task UpkeepTick(CancellationToken ct)
    {
        DateTimeOffset? next = null;
        try
        {
            next = Earlier(await profiles.Fetch(ct), await commentPosts.Fetch(ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogTickBroke(e, account.Id);
            next = clock.GetUtcNow() + TimeSpan.FromSeconds(30);
        }
        if (next is { } at) upkeep.At(at);
    }

    private async Task CopyTick(CancellationToken ct)
    {
        await Guard(copies.Step(ArmCopies, ct));
        ArmCopies();
    }

    private async Task BudgetTick(CancellationToken ct)
    {
        await budgetMemory.Write();
        ArmBudget();
    }

    private void ArmBudget() => budgeting.At(budgetMemory.Notice());

    private void ArmSending() => sending.At(Earlier(sender.NextDue, outbox.NextDue));

    private void ArmCopies() => copying.At(copies.NextDue);

    private void CopyNewFiles()
    {
        if (!inbox.TakeNewFiles()) return;
        copies.Notice();
        ArmCopies();
    }

    private void ArmComments() => commenting.At(commentAnswers.NextDue);

    private void ArmAutoReplies() => autoReplying.At(autoReplies.NextDue);

    private void ArmWaking()
    {
        // Not faster than once a second: a look that broke comes again.
        var soonest = clock.GetUtcNow() + OneSecond;
        if (conversations.NextWake is { } at) waking.At(at > soonest ? at : soonest);
    }

    /// <returns>When the next step of a post is due, those under way aside.</returns>
    private async Task<DateTimeOffset?> ArmPosts(CancellationToken ct)
    {
        var mine = ++postsAsked;
        var due = await publisher.NextDue(ct);
        // An answer that was overtaken by a later question's does not know of what ended between them.
        if (mine < postsHeard) return due;
        postsHeard = mine;
        await ArmPosts(due);
        return due;
    }

    private Task ArmPosts(DateTimeOffset? due)
    {
        postsDueAt = due;
        // Some seconds before, for it to be read.
        posting.At(due - readAhead > clock.GetUtcNow() ? due - readAhead : due);
        return KeepPostReminder(due);
    }

    /// <summary>
    /// One coarse reminder from a minute before anything is due, so that a silo that dies is not the end of it. It stays until it comes (<see cref="SettlePostReminder"/>): while posts go live
    /// nobody knows what will be due, and no second is as dear as that one.
    /// </summary>
    private async Task KeepPostReminder(DateTimeOffset? due)
    {
        if (due is not { } at || at >= postReminderAt) return;
        postReminderAt = at;
        var wait = at - ReminderPeriod - clock.GetUtcNow();
        await this.RegisterOrUpdateReminder(PostsReminder, TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestReminder.Ticks)), ReminderPeriod);
    }

    /// <summary>Whoever is at it, or has its timer set, needs no look: in the second of thousands of posts, looks are what they wait for.</summary>
    private bool ArePostsAtHand(DateTimeOffset now) => publisher.IsBusy || postsDueAt > now - Overdue && postsDueAt <= now + AtHand;

    /// <summary>The reminder has come: a minute before posts are due, and in their very second.</summary>
    private async Task RemindPosts(CancellationToken ct)
    {
        if (!ArePostsAtHand(clock.GetUtcNow()))
        {
            await ArmPosts(ct);
            if (!await connection.IsSetUp(ct)) await SetUp(ct);
        }
        await SettlePostReminder();
    }

    /// <summary>With nothing due it ends, and with nothing due for a while it comes again when something is.</summary>
    private async Task SettlePostReminder()
    {
        if (publisher.IsBusy || postsDueAt - clock.GetUtcNow() < 2 * ReminderPeriod) return;
        postReminderAt = null;
        if (postsDueAt is not null) await KeepPostReminder(postsDueAt);
        // One that was set anew meanwhile is another one, and stays.
        else if (await this.GetReminder(PostsReminder) is { } reminder && postReminderAt is null) await this.UnregisterReminder(reminder);
    }

    /// <summary>A tick that breaks must not stop the ticks: what was to be done is still in its row.</summary>
    private async Task Guard(Task tick)
    {
        try
        {
            await tick;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogTickBroke(e, account.Id);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    [LoggerMessage(LogLevel.Error, "A tick of Account {AccountId} broke off")]
    private partial void LogTickBroke(Exception e, Guid accountId);
}
