using SocialSelling.Accounts;
using SocialSelling.Analytics;
using SocialSelling.Inbox;
using SocialSelling.Publishing;
using SocialSelling.Webhooks;

namespace SocialSelling;

/// <summary>
/// One connected account: the only writer of everything it owns. Its key is <see cref="AccountId.For"/>. Every call may be repeated: what
/// must not happen twice is known by a key of its own.
/// </summary>
[Alias("ss.IAccountGrain")]
public interface IAccountGrain : IGrainWithGuidKey
{
    /// <summary>Stores the account and its token, subscribes it to webhooks, and takes in what had arrived for it before. Connecting again renews the token.</summary>
    [Alias("Connect")]
    Task<Result<AccountView>> Connect(ConnectAccount command, CancellationToken ct = default);

    /// <summary>Stops outward calls and cancels what is scheduled; the data stays.</summary>
    [Alias("Disconnect")]
    Task<Result<AccountView>> Disconnect(CancellationToken ct = default);

    /// <summary>The owner has removed the app at Meta: stops outward calls and erases the login. What is planned is kept, and goes live if the account is connected again before its time.</summary>
    /// <param name="askedAt">A connection that is newer stays: it is not the one that was meant.</param>
    [Alias("Deauthorize")]
    Task Deauthorize(DateTimeOffset askedAt, CancellationToken ct = default);

    /// <summary>Ends the account for good: disconnects it, erases its login and hides it from everybody. Whoever calls erases its rows afterwards. Repeating it is harmless.</summary>
    [Alias("Retire")]
    Task Retire(CancellationToken ct = default);

    /// <summary>Erases some of what is kept of a contact; called again until nothing is left.</summary>
    /// <returns>Whether nothing is left.</returns>
    [Alias("EraseContact")]
    Task<bool> EraseContact(Guid contactId, CancellationToken ct = default);

    [Alias("Health")]
    Task<Result<AccountHealthView>> Health(CancellationToken ct = default);

    /// <summary>Asks Meta anew to tell everything of the account.</summary>
    [Alias("SubscribeWebhooks")]
    Task<Result<WebhookHealthView>> SubscribeWebhooks(CancellationToken ct = default);

    /// <summary>Begins to read all conversations back from Meta; one run at a time, and asking again tells how far it is.</summary>
    [Alias("Sync")]
    Task<Result<HistoryView>> Sync(CancellationToken ct = default);

    /// <summary>Applies entries of webhook deliveries, each once however often it comes. Returns after the commit.</summary>
    /// <returns>The entries that were set aside, by their place in <paramref name="entries"/>; empty when all were applied.</returns>
    [Alias("Deliver")]
    Task<DeliverReport> Deliver(IReadOnlyList<DeliveredEntry> entries, CancellationToken ct = default);

    /// <summary>Queues a message; it is sent as soon as the budget allows. The same <c>ClientMessageId</c> twice is the same message.</summary>
    [Alias("Send")]
    Task<Result<MessageView>> Send(SendMessage command, CancellationToken ct = default);

    /// <summary>Sends a message that failed once more, as if it were written now.</summary>
    [Alias("RetryMessage")]
    Task<Result<MessageView>> RetryMessage(Guid conversationId, Guid messageId, CancellationToken ct = default);

    /// <summary>Keeps a message until <paramref name="sendAt"/>; refused when the contact's window will have closed by then.</summary>
    [Alias("ScheduleMessage")]
    Task<Result<ScheduledMessageView>> ScheduleMessage(SendMessage command, DateTimeOffset sendAt, CancellationToken ct = default);

    [Alias("CancelScheduled")]
    Task<Result<bool>> CancelScheduled(Guid conversationId, Guid scheduledId, CancellationToken ct = default);

    /// <summary>Sends a message for later now, also one that is held; refused when the contact's window has closed.</summary>
    [Alias("SendScheduled")]
    Task<Result<MessageView>> SendScheduled(Guid conversationId, Guid scheduledId, CancellationToken ct = default);

    /// <summary>Sets the account's own reaction to a message.</summary>
    /// <param name="emoji">Null takes it back.</param>
    [Alias("React")]
    Task<Result<MessageView>> React(Guid conversationId, Guid messageId, string? emoji, CancellationToken ct = default);

    /// <summary>Shows the contact that somebody types or has read; nothing is kept of it.</summary>
    [Alias("ShowContact")]
    Task<Result<bool>> ShowContact(Guid conversationId, ContactSignal signal, CancellationToken ct = default);

    /// <summary>Changes conversations of this account, each for itself: one that cannot be changed does not hold up the others.</summary>
    /// <param name="conversationIds">At most 100.</param>
    [Alias("ChangeConversations")]
    Task<IReadOnlyList<ItemResult>> ChangeConversations(IReadOnlyList<Guid> conversationIds, ChangeConversation change, CancellationToken ct = default);

    /// <summary>Adds a note in a thread, or beside a contact.</summary>
    [Alias("AddNote")]
    Task<Result<NoteView>> AddNote(AddNote command, CancellationToken ct = default);

    [Alias("RemoveNote")]
    Task<Result<bool>> RemoveNote(Guid noteId, CancellationToken ct = default);

    /// <summary>Changes what is noted about a contact that stands for itself: nothing is looked up in the one that it may be merged into.</summary>
    [Alias("ChangeContact")]
    Task<Result<bool>> ChangeContact(ChangeContact command, CancellationToken ct = default);

    /// <summary>Makes the contact of this account one person with another, of any account of the workspace.</summary>
    [Alias("MergeContact")]
    Task<Result<bool>> MergeContact(Guid contactId, Guid into, CancellationToken ct = default);

    /// <summary>Takes a merge back: what was noted about the contact before holds again.</summary>
    [Alias("UnmergeContact")]
    Task<Result<bool>> UnmergeContact(Guid contactId, CancellationToken ct = default);

    /// <summary>Tells of contacts whose person changed elsewhere, and copies the stage that now holds for them. Repeating it is harmless.</summary>
    [Alias("AnnounceContacts")]
    Task AnnounceContacts(IReadOnlyList<Guid> contactIds, CancellationToken ct = default);

    /// <summary>Queues an answer to a comment; it is sent as soon as the budget allows. The same <c>ClientId</c> twice is the same answer.</summary>
    [Alias("AnswerComment")]
    Task<Result<CommentView>> AnswerComment(AnswerComment command, CancellationToken ct = default);

    /// <summary>Hides or shows a comment at Instagram, closes or opens it here. Returns after Instagram has answered.</summary>
    [Alias("ChangeComment")]
    Task<Result<CommentView>> ChangeComment(ChangeComment command, CancellationToken ct = default);

    /// <summary>Deletes a comment at Instagram, or takes away an answer that was never sent.</summary>
    [Alias("DeleteComment")]
    Task<Result<bool>> DeleteComment(Guid commentId, CancellationToken ct = default);

    /// <summary>Marks everything read that stands under a post.</summary>
    [Alias("MarkCommentsRead")]
    Task<Result<bool>> MarkCommentsRead(Guid postId, CancellationToken ct = default);

    [Alias("CreatePost")]
    Task<Result<PostView>> CreatePost(CreatePost command, CancellationToken ct = default);

    /// <summary>Changes the content of a post that is not being published. In a workspace that wants approval, whatever was approved has to be approved again.</summary>
    [Alias("EditPost")]
    Task<Result<PostView>> EditPost(EditPost command, CancellationToken ct = default);

    /// <summary>Gives a draft, a scheduled or a failed post a (new) time. A time that has come publishes at once.</summary>
    [Alias("SchedulePost")]
    Task<Result<PostView>> SchedulePost(SchedulePost command, CancellationToken ct = default);

    /// <summary>Cancels, deletes, submits, approves or rejects a post.</summary>
    [Alias("ActOnPost")]
    Task<Result<PostView>> ActOnPost(ActOnPost command, CancellationToken ct = default);

    /// <summary>What <see cref="CreatePost"/> would answer, without creating anything.</summary>
    [Alias("TryPost")]
    Task<Result<PostView>> TryPost(CreatePost command, CancellationToken ct = default);

    /// <summary>What would be found about a post, with a time also whether it could go live then. Nothing is saved.</summary>
    [Alias("CheckPost")]
    Task<Result<PostCheckView>> CheckPost(CreatePost command, CancellationToken ct = default);

    /// <summary>Creates a post in the next free slot of the account; no two posts get the same one.</summary>
    [Alias("QueuePost")]
    Task<Result<PostView>> QueuePost(CreatePost command, CancellationToken ct = default);

    /// <summary>Gives a post that is there the next free slot.</summary>
    [Alias("TakeSlot")]
    Task<Result<PostView>> TakeSlot(TakeSlot command, CancellationToken ct = default);

    /// <summary>Creates a post and the series that it begins. Its time has a wall clock.</summary>
    [Alias("CreateSeries")]
    Task<Result<PostView>> CreateSeries(CreateSeries command, CancellationToken ct = default);

    /// <summary>Changes the next post of a series, unless it is under way, and all that follow.</summary>
    [Alias("ChangeSeries")]
    Task<Result<SeriesView>> ChangeSeries(ChangeSeries command, CancellationToken ct = default);

    [Alias("StopSeries")]
    Task<Result<SeriesView>> StopSeries(StopSeries command, CancellationToken ct = default);

    /// <returns>False when there was nothing to move.</returns>
    [Alias("ReplanPost")]
    Task<bool> ReplanPost(ReplanPost command, CancellationToken ct = default);

    /// <summary>A hint that planned posts want to be looked at before their time, or series their next post. Safe to call at any time.</summary>
    [Alias("TendPosts")]
    Task TendPosts(CancellationToken ct = default);

    /// <param name="zone">IANA name of the zone whose hours are meant.</param>
    [Alias("BestTimes")]
    Task<Result<BestTimesView>> BestTimes(string zone, CancellationToken ct = default);

    /// <summary>A hint that rows of this account want work. Cheap, safe to call at any time, returns at once.</summary>
    [Alias("Wake")]
    Task Wake(CancellationToken ct = default);

    /// <summary>As <see cref="Wake"/>, for what is due of the posts alone: cheap, since many are due in the same second.</summary>
    /// <returns>Whether a step of a post was overdue and nobody was at it.</returns>
    [Alias("WakePosts")]
    Task<bool> WakePosts(CancellationToken ct = default);
}
