using SocialSelling.Inbox;

namespace SocialSelling.Notifications;

/// <summary>Something that people of the account's workspace ought to hear of.</summary>
/// <param name="Kind">One of <see cref="NotificationKind"/>.</param>
/// <param name="SubjectId">What it is about: a post, a conversation, an account.</param>
/// <param name="Key">
/// Nobody is told twice under one key, whatever is repeated after a crash; so it names the occasion: <c>post.failed:{postId}:{attempt}</c>. At most 200 characters, unique among the notices
/// of all accounts, which an id in it sees to.
/// </param>
/// <param name="Facts">
/// What the client makes its sentence of: an object with flat members, such as <c>new { caption, scheduledAt, code }</c>. Codes, names and times; no sentences, they are written in the reader's
/// language.
/// </param>
internal sealed record Notice(string Kind, Guid SubjectId, string Key, object? Facts = null)
{
    /// <summary>Longer words of a comment, a note, a post or a message are cut: they are a hint, and what they stand for is a click away.</summary>
    public const int ShownWords = 120;

    /// <summary>Whom it concerns, as far as they are members of the workspace; null for all of them.</summary>
    public IReadOnlyList<Guid>? To { get; init; }

    /// <summary>Who brought it about: knows it already, and is shown to the others. Null for the system.</summary>
    public Guid? By { get; init; }

    /// <summary>The conversation it is about, if it is: its contact is shown.</summary>
    public Guid? ConversationId { get; init; }
}

/// <summary>
/// The door to people's notifications: a notice is an event of the account, in the same transaction as its cause, so there is never one without the other.
/// <c>NotificationFollower</c> then writes it down for each person who wants to know, and tells their browsers. Messages, comments, mentions of colleagues in notes and the account's status need no notice: their own
/// events say enough.
/// </summary>
internal static class Notifier
{
    /// <summary>Adds a notice to a write of the account, beside what it tells of.</summary>
    public static void Notify(this EventStream stream, AccountWrite write, Notice notice) => stream.Add(write, EventKind.NoticeRaised, notice.SubjectId, notice);

    /// <summary>Raises a notice of something that changes no row. To repeat it is harmless: its <see cref="Notice.Key"/> is known.</summary>
    public static Task Notify(this EventStream stream, Notice notice, CancellationToken ct) => stream.Append(write =>
    {
        stream.Notify(write, notice);
        return Task.FromResult(true);
    }, ct);
}
