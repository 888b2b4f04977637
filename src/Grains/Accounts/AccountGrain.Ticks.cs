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
        await Guard(publisher.Step(() => ArmPosts(CancellationToken.None), ct));
        await ArmPosts(ct);
    }

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

    private void ArmBudget() => budgeting.At(budgetMemory.NextWriteAt);

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

    private async Task ArmPosts(CancellationToken ct) => await ArmPosts(await publisher.NextDue(ct));

    private Task ArmPosts(DateTimeOffset? due)
    {
        posting.At(due);
        return KeepPostReminder(due);
    }

    /// <summary>One coarse reminder while anything is due, so that a silo that dies is not the end of it.</summary>
    private async Task KeepPostReminder(DateTimeOffset? due)
    {
        if (due is { } at && (postReminderAt is null || at < postReminderAt))
        {
            postReminderAt = at;
            var wait = at - ReminderPeriod - clock.GetUtcNow();
            await this.RegisterOrUpdateReminder(PostsReminder, TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestReminder.Ticks)), ReminderPeriod);
        }
        else if (due is null && postReminderAt is not null)
        {
            postReminderAt = null;
            if (await this.GetReminder(PostsReminder) is { } reminder) await this.UnregisterReminder(reminder);
        }
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
