namespace SocialSelling.Inbox;

/// <summary>What somebody changes about a conversation; null leaves what is there.</summary>
/// <param name="Status">open, closed, archived, spam, or snoozed together with <paramref name="SnoozedUntil"/>.</param>
/// <param name="Priority">low, normal, high or urgent.</param>
/// <param name="LabelIds">All its labels; <paramref name="AddLabelIds"/> and <paramref name="RemoveLabelIds"/> change some.</param>
/// <param name="Read">Everything in it is read; false marks the contact's last message unread.</param>
/// <param name="By">Who changes it; null for the system.</param>
[GenerateSerializer, Immutable, Alias("ss.ChangeConversation")]
public sealed record ChangeConversation(
    [property: Id(0)] string? Status = null, [property: Id(1)] DateTimeOffset? SnoozedUntil = null, [property: Id(2)] PersonChoice? Assignee = null, [property: Id(3)] string? Priority = null,
    [property: Id(4)] IReadOnlyList<Guid>? LabelIds = null, [property: Id(5)] IReadOnlyList<Guid>? AddLabelIds = null, [property: Id(6)] IReadOnlyList<Guid>? RemoveLabelIds = null,
    [property: Id(7)] bool? Read = null, [property: Id(8)] Guid? By = null);

/// <summary>A colleague, or nobody.</summary>
[GenerateSerializer, Immutable, Alias("ss.PersonChoice")]
public sealed record PersonChoice([property: Id(0)] Guid? Id);

/// <summary>What became of one of several.</summary>
/// <param name="Error">Null when it was done.</param>
[GenerateSerializer, Immutable, Alias("ss.ItemResult")]
public sealed record ItemResult([property: Id(0)] Guid Id, [property: Id(1)] DomainError? Error);

/// <summary>Something colleagues write for each other.</summary>
/// <param name="NoteId">Chosen by the caller: the same one twice is the same note.</param>
/// <param name="ConversationId">Null for a note beside the contact.</param>
/// <param name="Mentions">Ids of the colleagues it calls on.</param>
[GenerateSerializer, Immutable, Alias("ss.AddNote")]
public sealed record AddNote(
    [property: Id(0)] Guid NoteId, [property: Id(1)] Guid ContactId, [property: Id(2)] Guid? ConversationId, [property: Id(3)] Guid AuthorId, [property: Id(4)] string AuthorName,
    [property: Id(5)] string Body, [property: Id(6)] IReadOnlyList<Guid> Mentions);

/// <param name="ConversationId">Null for a note beside the contact.</param>
/// <param name="AuthorName">Null when the author's user is gone.</param>
[GenerateSerializer, Immutable, Alias("ss.NoteView")]
public sealed record NoteView(
    [property: Id(0)] Guid Id, [property: Id(1)] Guid ContactId, [property: Id(2)] Guid? ConversationId, [property: Id(3)] Guid? AuthorId, [property: Id(4)] string? AuthorName,
    [property: Id(5)] string Body, [property: Id(6)] IReadOnlyList<Guid> Mentions, [property: Id(7)] DateTimeOffset CreatedAt);

[GenerateSerializer, Immutable, Alias("ss.NoteNotFound")]
public sealed record NoteNotFound : DomainError
{
    public override string Code => "note-not-found";
    public override string Detail => "There is no such note.";
}
