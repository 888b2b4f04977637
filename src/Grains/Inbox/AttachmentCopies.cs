using SocialSelling.Meta;
using SocialSelling.Publishing;

namespace SocialSelling.Inbox;

/// <summary>
/// Copies what hangs on messages to our own store, since Meta's links expire: in the background, found again by rows, and never holding up a message. What cannot be had is given up
/// with a reason. Part of AccountGrain.
/// </summary>
/// <remarks>No call of the budget: the files lie on Meta's content network, not behind its API.</remarks>
internal sealed partial class AttachmentCopies(
    AccountState account, EventStream stream, AttachmentCopyRepository copies, MessageRepository messages, FileDownload files, IMediaStore store, SignedMediaUrls urls, TimeProvider clock,
    ILogger<AttachmentCopies> logger)
{
    /// <summary>Per account; the process has a limit besides.</summary>
    private const int AtOnce = 2;
    /// <summary>When the rows, or the store, could not be asked.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Dictionary<(Guid MessageId, int Position), Task> underway = [];
    private int asked;

    /// <summary>When the next copy is due, as far as memory knows; null when none waits or there is no room for one.</summary>
    public DateTimeOffset? NextDue { get => underway.Count < AtOnce ? field : null; private set; }

    public void Start(DateTimeOffset? nextDue) => NextDue = nextDue;

    public async Task Load(CancellationToken ct)
    {
        var mine = ++asked;
        var next = await copies.NextDue(account.Id, underway.Keys, ct);
        // Whoever asked later, or has seen a message come, knows better.
        if (mine == asked) NextDue = next;
    }

    /// <summary>Messages with files have come.</summary>
    public void Notice()
    {
        asked++;
        NextDue = clock.GetUtcNow();
    }

    /// <summary>Starts copies that are due. They go on by themselves; the account is not held up.</summary>
    /// <param name="moved">Called when one has ended, for the timer to be set anew.</param>
    public async Task Step(Action moved, CancellationToken ct)
    {
        if (NextDue is not { } due || due > clock.GetUtcNow()) return;
        // Not faster than this when the rows cannot be read.
        NextDue = clock.GetUtcNow() + Pause;
        foreach (var copy in (await copies.ListDue(account.Id, clock.GetUtcNow(), AtOnce * 2, ct)).Where(c => !underway.ContainsKey((c.MessageId, c.Position))).Take(AtOnce - underway.Count))
            underway[(copy.MessageId, copy.Position)] = Run(copy, moved, ct);
        if (underway.Count < AtOnce) await Load(ct);
    }

    /// <summary>Ends when the copies under way have.</summary>
    public Task Finish() => Task.WhenAll(underway.Values);

    private async Task Run(AttachmentCopyRow copy, Action moved, CancellationToken ct)
    {
        // So that it is under way before it can end.
        await Task.Yield();
        try
        {
            using var place = await files.Enter(ct);
            if (await copies.Begin(copy, clock.GetUtcNow() + CopyRules.Lease, ct)) await Copy(copy with { Attempts = copy.Attempts + 1 }, place, ct);
        }
        catch (GuardFailedException)
        {
            // The message was taken back, or another activation was faster.
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The activation ends. The row says when another goes on.
        }
        catch (Exception e)
        {
            // The row says when it is tried again.
            LogBroke(e, copy.MessageId);
        }
        finally
        {
            underway.Remove((copy.MessageId, copy.Position));
        }
        if (ct.IsCancellationRequested) return;
        await Reload(ct);
        moved();
    }

    private async Task Copy(AttachmentCopyRow copy, FileDownload.Place place, CancellationToken ct)
    {
        var fetched = copy.Attempts > CopyRules.MostTries ? new FileUnreachable() : await place.Fetch(copy.SourceUrl, CopyRules.MaxBytes, ct);
        var step = CopyRules.After(fetched, copy.Attempts, copy.MessageId);
        switch (step)
        {
            case CopyRules.Again again:
                await copies.Postpone(copy, clock.GetUtcNow() + again.In, ct);
                break;
            case CopyRules.GiveUp giveUp:
                LogGivenUp(copy.MessageId, giveUp.Reason, copy.Attempts);
                await Settle(copy, step, storageKey: null, AttachmentCopyRepository.GiveUp(copy, giveUp.Reason), ct);
                break;
            case CopyRules.Keep keep:
                await Keep(copy, keep, ((FetchedFile)fetched).Bytes, ct);
                break;
        }
    }

    private async Task Keep(AttachmentCopyRow copy, CopyRules.Keep keep, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        // It follows from the message: whoever tries again writes over the same file.
        var key = $"{account.Row!.WorkspaceId:N}/messages/{copy.MessageId:N}-{copy.Position}{keep.Type.Extension}";
        if (!await copies.Place(copy, key, clock.GetUtcNow() + CopyRules.Lease, ct)) return;
        try
        {
            await store.Put(key, bytes, keep.Type.MimeType, ct);
        }
        catch (MediaStoreUnavailableException e)
        {
            LogNotStored(e, account.Id);
            await copies.GiveBack(copy, clock.GetUtcNow() + CopyRules.StorePause, ct);
            return;
        }
        await Settle(copy, keep, key, AttachmentCopyRepository.Keep(copy, key, keep.Type.MimeType, bytes.Length), ct);
    }

    private Task<bool> Settle(AttachmentCopyRow copy, CopyRules.Step step, string? storageKey, Guarded settled, CancellationToken ct) => stream.Append(async write =>
    {
        if (await messages.Find(account.Id, copy.MessageId, ct) is not { } message || StoredAttachments.Read(message.AttachmentsJson) is not { } attachments || attachments.Length <= copy.Position)
            return false; // Taken back meanwhile: its copies went with what was written.
        attachments[copy.Position] = CopyRules.Settled(attachments[copy.Position], step, storageKey);
        var json = StoredAttachments.Write(attachments);
        write.Also.Add(settled);
        write.Also.Add(MessageRepository.SetAttachments(account.Id, message.Id, json));
        stream.Add(write, EventKind.MessageAttachments, message.Id, new MessagePayload((message with { AttachmentsJson = json }).ToView(urls)));
        return true;
    }, ct);

    private async Task Reload(CancellationToken ct)
    {
        try
        {
            await Load(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The activation ends.
        }
        catch (Exception e)
        {
            NextDue = clock.GetUtcNow() + Pause;
            LogNotRead(e, account.Id);
        }
    }

    [LoggerMessage(LogLevel.Information, "No copy of an attachment of Message {MessageId} is made: {Reason}, after {Attempts} tries")]
    private partial void LogGivenUp(Guid messageId, string reason, int attempts);

    [LoggerMessage(LogLevel.Warning, "An attachment of Account {AccountId} could not be stored; it is tried again")]
    private partial void LogNotStored(Exception e, Guid accountId);

    [LoggerMessage(LogLevel.Error, "Copying an attachment of Message {MessageId} broke off; it is tried again")]
    private partial void LogBroke(Exception e, Guid messageId);

    [LoggerMessage(LogLevel.Warning, "The attachments of Account {AccountId} that wait could not be read; they are looked for again")]
    private partial void LogNotRead(Exception e, Guid accountId);
}
