using SocialSelling.Accounts;

namespace SocialSelling.Inbox;

// What answers write: each state with its event.
internal sealed partial class CommentAnswers
{
    /// <summary>Whoever answers, here or in the Instagram app, has dealt with what stood in the thread before.</summary>
    /// <param name="before">Comments with a sequence from here on came too late to have been meant.</param>
    /// <param name="isMeant">Whether the answer is later than the comment, where its sequence does not tell.</param>
    public async Task CloseThreads(AccountWrite write, IReadOnlyCollection<Guid> threadIds, long before, Func<CommentRow, bool> isMeant, CancellationToken ct)
    {
        if (threadIds.Count == 0) return;
        foreach (var open in (await comments.ListOpen(account.Id, threadIds, before, ct)).Where(isMeant)) Close(write, open);
    }

    private NewComment Compose(AnswerComment command, CommentRow target, string text, long sequence, DateTimeOffset now) => new(
        Guid.CreateVersion7(now), target.PostId, target.ThreadId, sequence, command.IsPrivate ? "private_reply" : "comment", "outbound", PlatformCommentId: null, Key: null,
        // One level below the top: the answer to a reply stands beside it.
        command.IsPrivate ? null : target.ParentId ?? target.PlatformCommentId, target.Id, account.Row!.PlatformAccountId, account.Row.Username, target.ConversationId, text, "closed", "queued",
        command.ClientId, command.UserId, command.Author is Author.Automation, now, NextAttemptAt: now);

    /// <param name="platformId">Of the comment, or of the message that a private reply became; null when Meta only said that there is one.</param>
    /// <param name="recipientId">Who got a private reply, among those who write messages.</param>
    private async Task MarkSent(UnsettledComment answer, string? platformId, string? recipientId, CancellationToken ct)
    {
        await stream.Append(async write =>
        {
            var sent = answer.Comment with { Delivery = "sent", PlatformCommentId = platformId, ErrorCode = null, ErrorMessage = null };
            if (IsPrivate(answer)) sent = await NoteMessage(write, sent, recipientId, ct);
            else await Absorb(write, platformId!, ct);
            write.Also.Add(CommentRepository.Sent(account.Id, sent.Id, platformId, IsPrivate(answer) ? null : MidKey.Of(platformId!), sent.ConversationId));
            Add(write, sent);
            if (!IsPrivate(answer)) await CloseThreads(write, [sent.ThreadId], sent.Sequence, _ => true, ct);
            return true;
        }, ct);
        unsettled.Remove(answer.Comment.Id);
        LogAnswered(answer.Comment.Id);
    }

    /// <summary>The webhook was faster and could not be told to be this answer, since Instagram had changed the words: what it left gives way.</summary>
    private async Task Absorb(AccountWrite write, string platformId, CancellationToken ct)
    {
        if (await comments.FindByKey(account.Id, MidKey.Of(platformId), ct) is not { } twin) return;
        write.Also.Add(CommentRepository.Absorb(account.Id, twin.Id));
        Add(write, twin with { Deleted = true, Content = "" });
    }

    /// <summary>A private reply is a message in its conversation as well, and tells which conversation is the author's.</summary>
    private async Task<CommentRow> NoteMessage(AccountWrite write, CommentRow sent, string? recipientId, CancellationToken ct)
    {
        if (sent.InReplyTo is { } id && await comments.Find(account.Id, id, ct) is { } target)
        {
            var conversationId = recipientId is null ? target.ConversationId : AccountId.Conversation(account.Id, recipientId);
            if (conversationId is { } linked) write.Also.Add(CommentRepository.Link(account.Id, target.Id, linked));
            sent = sent with { ConversationId = conversationId };
            Close(write, target with { ConversationId = conversationId, HasPrivateReply = true });
            if (recipientId is not null) write.Also.Add(CommentRepository.Acquaint(account.Id, AccountId.Contact(account.Id, recipientId), recipientId, target.AuthorUsername));
        }
        if (recipientId is null || sent.PlatformCommentId is not { } mid || (await duplicates.Known(account.Id, [MidKey.Of(mid)])).Count > 0) return sent;

        var message = new NewMessage(
            Guid.CreateVersion7(sent.CommentedAt), AccountId.Conversation(account.Id, recipientId), write.NextSequence, "instagram", mid, MidKey.Of(mid), ClientMessageId: null,
            account.Row!.PlatformAccountId, recipientId, "outbound", "text", sent.Content, AttachmentsJson: null, "sent", sent.Automatic, ReplyTo: null, Tag: null, SentByUserId: null,
            clock.GetUtcNow(), NextAttemptAt: null);
        write.Messages.Add(message);
        write.Conversations.AddRange(ConversationDeltas.Of(write.Messages, account.Id));
        stream.Add(write, EventKind.MessageSent, message.Id, new MessagePayload(message.ToView(account.Id, urls)));
        return sent;
    }

    private async Task Move(UnsettledComment answer, SendRules.Step step, CancellationToken ct)
    {
        var moved = answer with
        {
            Comment = answer.Comment with { Delivery = step.Status, ErrorCode = step.Failure?.Code, ErrorMessage = step.Failure?.Message },
            NextAttemptAt = step.NextAttemptAt,
        };
        await stream.Append(async write =>
        {
            write.Also.Add(CommentRepository.Move(account.Id, answer.Comment.Id, answer.Fence, step.Status, step.NextAttemptAt, step.Failure?.Code, step.Failure?.Message));
            if (step.Status != answer.Comment.Delivery) Add(write, moved.Comment);
            // Meta says so only of an answer: there is no webhook for a comment that was taken away.
            if (step.Failure?.Code == CommentRules.Gone && await comments.Find(account.Id, answer.Comment.InReplyTo!.Value, ct) is { Deleted: false } target)
            {
                write.Also.Add(CommentRepository.Delete(account.Id, target, clock.GetUtcNow()));
                Add(write, target with { Deleted = true, Content = "", Status = "closed", Unread = false });
            }
            return true;
        }, ct);
        if (step.Status == "failed") unsettled.Remove(answer.Comment.Id);
        else unsettled[answer.Comment.Id] = moved;
    }

    private void Close(AccountWrite write, CommentRow comment)
    {
        if (comment.Status != "closed") write.Also.Add(CommentRepository.SetStatus(account.Id, comment.Id, "closed"));
        Add(write, comment with { Status = "closed", Unread = false });
    }

    private void Add(AccountWrite write, CommentRow comment) => stream.Add(write, CommentEventKind.Changed, comment.Id, new CommentPayload(comment.ToView(clock.GetUtcNow())));
}
