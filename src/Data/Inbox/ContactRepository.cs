namespace SocialSelling.Inbox;

/// <summary>Contacts whose profile Meta has still to tell. New contacts come through <see cref="InboxWriter"/>.</summary>
public sealed class ContactRepository(Sql db)
{
    public Task<List<NewContact>> ListUnfetched(Guid accountId, int limit, CancellationToken ct) => db.Query("""
        select id, platform_contact_id from contacts where client_account_id = @accountId and profile_fetched_at is null order by created_at limit @limit
        """, r => new NewContact(r.GetGuid(0), r.GetString(1)), ct, ("accountId", accountId), ("limit", limit));

    /// <summary>What Meta said of the contact; nulls where it said nothing. The contact counts as fetched either way.</summary>
    public static Guarded SetProfile(Guid accountId, Guid id, string? username, string? name, string? pictureUrl, DateTimeOffset at) => new("""
        update contacts set username = coalesce(@username::text, username), name = coalesce(@name::text, name), profile_picture_url = coalesce(@picture::text, profile_picture_url),
               profile_fetched_at = @at, updated_at = @at
         where id = @id and client_account_id = @accountId
        """, [("accountId", accountId), ("id", id), ("username", username), ("name", name), ("picture", pictureUrl), ("at", at)]);
}
