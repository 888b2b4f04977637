namespace SocialSelling.Privacy;

/// <summary>What is to be erased, or was. Times are UTC.</summary>
/// <param name="Code">What whoever asked was told.</param>
/// <param name="Subject">One of <see cref="ErasureSubject"/>.</param>
/// <param name="SubjectId">Null when it is over: from then on the row names nobody.</param>
/// <param name="AskedBy">meta, owner (whoever answers for the data in a workspace) or person (for themselves).</param>
/// <param name="Step">What is under way; empty before the first.</param>
/// <param name="State">waiting, running, done or cancelled.</param>
/// <param name="BeginsAt">Later than it was asked for where it can still be called off.</param>
/// <param name="PromisedAt">By when it will be done.</param>
public sealed record ErasureRow(
    Guid Id, string Code, string Subject, Guid? SubjectId, string AskedBy, ErasureFacts? Facts, string Step, string State, DateTimeOffset ReceivedAt, DateTimeOffset BeginsAt,
    DateTimeOffset PromisedAt, DateTimeOffset? StartedAt = null, DateTimeOffset? FinishedAt = null, int Fence = 0);

/// <summary>What is needed to find the rest when the rows that told it are gone.</summary>
/// <param name="Ids">Meta's ids of whom it is about.</param>
/// <param name="Names">What Meta calls them beside the ids.</param>
/// <param name="OwnIds">Ids of our own, under which answers are kept.</param>
/// <param name="Contacts">The contacts that are one person.</param>
/// <param name="JournalFrom">How far the journal has been looked through.</param>
/// <param name="Reason">Why, where somebody said.</param>
/// <param name="Accounts">Those that go with it: it is not done before their own erasures are.</param>
/// <param name="FilesBy">By the database's clock: files that were let go before it are to have left the store.</param>
public sealed record ErasureFacts(
    IReadOnlyList<string> Ids, IReadOnlyList<string>? Names = null, IReadOnlyList<Guid>? OwnIds = null, IReadOnlyList<ErasedContact>? Contacts = null, DateTimeOffset? JournalFrom = null,
    DateTimeOffset? FilesBy = null, string? Reason = null, IReadOnlyList<Guid>? Accounts = null);

public sealed record ErasedContact(Guid AccountId, Guid Id);

public static class ErasureSubject
{
    /// <summary>Only the right to speak for an account: its owner has removed the app.</summary>
    public const string Login = "login";
    public const string Account = "account";
    public const string Contact = "contact";
    public const string User = "user";
    public const string Workspace = "workspace";
    /// <summary>Meta asked for somebody who is not here.</summary>
    public const string Nobody = "nobody";
}
