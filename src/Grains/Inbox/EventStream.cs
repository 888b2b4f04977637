using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using SocialSelling.Hooks;
using SocialSelling.Notifications;

namespace SocialSelling.Inbox;

/// <summary>Numbers an account's events and puts them before browsers in that order, after their commit.</summary>
/// <remarks>
/// One write per account is in flight. The number comes from memory; the primary key (account, sequence) is the fence: whoever finds it taken reads the
/// last number again and decides anew. Part of AccountGrain.
/// </remarks>
internal sealed partial class EventStream(
    Guid accountId, InboxWriter writer, EventRepository events, IHubContext<InboxHub> hub, NotificationFollower follower, HookFollower hooks, TimeProvider clock, ILogger<EventStream> logger)
{
    private const int Attempts = 4;
    private Task writeBefore = Task.CompletedTask;
    private long? last;

    /// <summary>The last number that was committed, as far as this activation knows.</summary>
    public long LastSequence => last ?? 0;

    public void Start(long lastSequence) => last = lastSequence;

    /// <summary>Lets <paramref name="build"/> fill a write and commits it. It runs again, from the start, when another activation has written meanwhile.</summary>
    /// <returns>What <paramref name="build"/> answered the time that was committed. A write without events or statements is not made.</returns>
    /// <exception cref="GuardFailedException">A guarded row was not as expected; nothing was written.</exception>
    public async Task<T> Append<T>(Func<AccountWrite, Task<T>> build, CancellationToken ct)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = writeBefore;
        writeBefore = turn.Task;
        await before;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                last ??= await events.LastSequence(accountId, ct);
                var write = new AccountWrite(accountId, last.Value + 1);
                var result = await build(write);
                if (write.Events.Count == 0 && write.Also.Count == 0 && write.Posts.Count == 0) return result;
                try
                {
                    await writer.Write(write, ct);
                }
                catch (SequenceTakenException) when (attempt < Attempts)
                {
                    LogSequenceTaken(accountId, write.FirstSequence);
                    last = null;
                    continue;
                }
                catch
                {
                    // Whether it was written is not known: the next write reads.
                    last = null;
                    throw;
                }
                last = write.NextSequence - 1;
                Push(write);
                if (write.Events.Exists(e => NotificationRules.Followed.Contains(e.Kind))) follower.Notice(accountId);
                if (write.Events.Count > 0) hooks.Notice(accountId);
                return result;
            }
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>Adds an event with the next number to a write.</summary>
    public long Add(AccountWrite write, string kind, Guid subjectId, object payload)
    {
        var sequence = write.NextSequence;
        write.Events.Add(new NewEvent(sequence, clock.GetUtcNow(), kind, subjectId, JsonSerializer.Serialize(payload, WireJson.Options)));
        return sequence;
    }

    /// <summary>A hint to browsers. Not waited for: a slow backplane must not hold up the account, and whoever misses one reads the events.</summary>
    private void Push(AccountWrite write)
    {
        var group = hub.Clients.Group(InboxHub.Group(accountId));
        foreach (var e in write.Events)
            _ = Observe(group.SendAsync(InboxHub.AccountEvent, new AccountEventView(e.Sequence, e.OccurredAt, accountId, e.Kind, e.SubjectId, JsonElement.Parse(e.Payload))));
    }

    private async Task Observe(Task push)
    {
        try
        {
            await push;
        }
        catch (Exception e)
        {
            LogPushFailed(e, accountId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Sequence {Sequence} of Account {AccountId} was taken by another activation; reading again")]
    private partial void LogSequenceTaken(Guid accountId, long sequence);

    [LoggerMessage(LogLevel.Warning, "Could not push an event of Account {AccountId}; browsers will read it")]
    private partial void LogPushFailed(Exception e, Guid accountId);
}
