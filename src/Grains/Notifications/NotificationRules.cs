using System.Text.Json;
using SocialSelling.Accounts;
using SocialSelling.Inbox;

namespace SocialSelling.Notifications;

/// <summary>What people are told of an account's events. Pure.</summary>
internal static class NotificationRules
{
    /// <summary>The kinds of event that may mean something; the others are passed over unread.</summary>
    public static readonly IReadOnlyList<string> Followed =
        [EventKind.MessageReceived, CommentEventKind.Received, CommentEventKind.Changed, EventKind.ConversationChanged, EventKind.ContactChanged, EventKind.AccountChanged, EventKind.NoticeRaised];

    private const int LongestKey = 200;

    /// <param name="events">Of any accounts, of each in the order of its numbers.</param>
    /// <param name="passedOver">Told of an event that another version wrote and this one does not understand: whoever follows next must not stop at it for ever.</param>
    public static NoticeWrite Decide(IReadOnlyList<FollowedEventRow> events, Action<Exception, Guid, long> passedOver)
    {
        var seen = new HashSet<string>();
        var notices = new Dictionary<string, NewNotice>();
        foreach (var e in events)
        {
            try
            {
                Take(e, seen, notices);
            }
            catch (Exception unreadable)
            {
                passedOver(unreadable, e.AccountId, e.Sequence);
            }
        }
        return new NoticeWrite(seen, [.. notices.Values.Select(notice => notice with { MailBy = NotificationMail.ByDefault(notice.Kind) })]);
    }

    private static void Take(FollowedEventRow e, HashSet<string> seen, Dictionary<string, NewNotice> notices)
    {
        if (SeenBy(e) is { } key)
        {
            seen.Add(key);
            notices.Remove(key);
        }
        foreach (var notice in Of(e))
            notices[notice.Key] = notice.Collapses && notices.TryGetValue(notice.Key, out var before) ? notice with { Count = before.Count + 1 } : notice;
    }

    public static string OfConversation(Guid conversationId) => "message:" + conversationId;

    public static string OfCommentPost(Guid postId) => "comment:" + postId;

    /// <summary>The inbox is shared: what one has read nobody has to be told of any more.</summary>
    private static string? SeenBy(FollowedEventRow e) => e.Kind switch
    {
        EventKind.ConversationChanged when Read<ConversationSeen>(e) is { UnreadCount: 0 } => OfConversation(e.SubjectId),
        CommentEventKind.Changed when Read<PostSeen>(e) is { Post: { UnreadCount: 0 } post } => OfCommentPost(post.Id),
        _ => null,
    };

    private static IEnumerable<NewNotice> Of(FollowedEventRow e) => e.Kind switch
    {
        EventKind.MessageReceived when e is { Historic: false, ConversationId: { } conversationId } => [OfMessage(e, conversationId)],
        CommentEventKind.Received when !e.Historic && Read<CommentSeen>(e).Comment is { Direction: "inbound", Unread: true } comment => [OfComment(e, comment)],
        EventKind.ConversationChanged when Read<NoteSeen>(e).Note is { } note => OfNote(e, note),
        EventKind.ContactChanged when Read<NoteSeen>(e).Note is { } note => OfNote(e, note),
        EventKind.AccountChanged when Read<AccountPayload>(e) is var account => OfAccount(e, account),
        EventKind.NoticeRaised => [OfNotice(e, Read<Notice>(e))],
        _ => [],
    };

    private static NewNotice OfMessage(FollowedEventRow e, Guid conversationId) =>
        new(e.AccountId, NotificationKind.MessageReceived, conversationId, OfConversation(conversationId), Collapses: true, Count: 1, "{}", conversationId, To: null, ActorId: null, e.OccurredAt);

    private static NewNotice OfComment(FollowedEventRow e, CommentView comment)
    {
        var facts = Json(new { author = comment.Author.Username, text = Excerpt.Of(comment.Text, Notice.ShownWords), commentId = comment.Id });
        return comment.Kind is "mention" or "caption_mention"
            ? new(e.AccountId, NotificationKind.MentionReceived, comment.PostId, "mention:" + comment.Id, Collapses: false, Count: 1, facts, ConversationId: null, To: null, ActorId: null, e.OccurredAt)
            : new(e.AccountId, NotificationKind.CommentReceived, comment.PostId, OfCommentPost(comment.PostId), Collapses: true, Count: 1, facts, ConversationId: null, To: null, ActorId: null, e.OccurredAt);
    }

    private static IEnumerable<NewNotice> OfNote(FollowedEventRow e, NoteView note) => note.Mentions.Count == 0 ? [] :
    [
        new(e.AccountId, NotificationKind.NoteMention, note.ConversationId ?? note.ContactId, "note:" + note.Id, Collapses: false, Count: 1, Json(new { text = Excerpt.Of(note.Body, Notice.ShownWords), contactId = note.ContactId }),
            note.ConversationId, note.Mentions, note.AuthorId, e.OccurredAt),
    ];

    private static IEnumerable<NewNotice> OfAccount(FollowedEventRow e, AccountPayload account)
    {
        var kind = account.Status switch { AccountStatus.TokenExpired => NotificationKind.AccountTokenExpired, AccountStatus.Disconnected => NotificationKind.AccountDisconnected, _ => null };
        return kind is null ? [] : [new(e.AccountId, kind, e.AccountId, $"{kind}:{e.AccountId}:{e.Sequence}", Collapses: false, Count: 1, "{}", ConversationId: null, To: null, ActorId: null, e.OccurredAt)];
    }

    private static NewNotice OfNotice(FollowedEventRow e, Notice n) =>
        new(e.AccountId, n.Kind, n.SubjectId, n.Key.Length <= LongestKey ? n.Key : n.Key[..LongestKey], Collapses: false, Count: 1, n.Facts is JsonElement facts ? facts.GetRawText() : "{}", n.ConversationId, n.To, n.By, e.OccurredAt);

    private static T Read<T>(FollowedEventRow e) => JsonSerializer.Deserialize<T>(e.Payload!, WireJson.Options)!;

    private static string Json(object facts) => JsonSerializer.Serialize(facts, WireJson.Options);

    // As much of the payloads as is asked of them: an event may have been written by an older silo.
    private sealed record ConversationSeen(int? UnreadCount);

    private sealed record PostSeen(CommentPostView? Post);

    private sealed record CommentSeen(CommentView? Comment);

    private sealed record NoteSeen(NoteView? Note);
}
