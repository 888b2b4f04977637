using UUIDNext;

namespace SocialSelling.Accounts;

/// <summary>Ids that follow from what Meta calls a thing, so that nobody has to look them up: UUIDv5.</summary>
public static class AccountId
{
    private static readonly Guid Namespace = new("6f9c2b1e-3b0a-5d0e-9c55-7a5f3d2e8b41");

    /// <param name="platform">instagram or whatsapp.</param>
    /// <param name="platformAccountId">The id that webhooks carry.</param>
    public static Guid For(string platform, string platformAccountId) => Uuid.NewNameBased(Namespace, platform + ":" + platformAccountId);

    /// <summary>The contact with Meta's id <paramref name="platformContactId"/> in an account.</summary>
    public static Guid Contact(Guid accountId, string platformContactId) => Uuid.NewNameBased(accountId, "contact:" + platformContactId);

    /// <summary>The one conversation of an account and a contact.</summary>
    public static Guid Conversation(Guid accountId, string platformContactId) => Uuid.NewNameBased(accountId, "conversation:" + platformContactId);
}
