using SocialSelling.Accounts;

namespace SocialSelling;

/// <summary>What the parts of one account's grain share: who the account is, and whether it may speak to Meta. Re-read at activation.</summary>
internal sealed class AccountState(Guid id)
{
    public Guid Id { get; } = id;
    /// <summary>Null while nobody has connected the account.</summary>
    public AccountRow? Row { get; set; }
    /// <summary>Contacts that were erased, and when: what they wrote before does not come back.</summary>
    public Dictionary<Guid, DateTimeOffset> ErasedContacts { get; set; } = [];

    /// <param name="platformContactId">Meta's id; null for nobody in particular.</param>
    public bool IsErased(string? platformContactId, DateTimeOffset at) =>
        ErasedContacts.Count > 0 && platformContactId is not null && ErasedContacts.TryGetValue(AccountId.Contact(Id, platformContactId), out var erasedAt) && at <= erasedAt;

    public bool IsActive => Row is { Status: AccountStatus.Active };
}

internal static class AccountStatus
{
    public const string Active = "active", TokenExpired = "token_expired", Disconnected = "disconnected", Error = "error";
}
