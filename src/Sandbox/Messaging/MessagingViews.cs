using System.Globalization;
using SocialSelling.Sandbox.State;

namespace SocialSelling.Sandbox.Messaging;

/// <summary>Accounts, people and messages in the Graph's shapes.</summary>
internal static class MessagingViews
{
    public static object Account(World world, Shop shop, PublicAddress address) => new
    {
        id = shop.AppScopedId,
        user_id = shop.Id,
        username = shop.Username,
        name = shop.Name,
        account_type = shop.AccountType,
        profile_picture_url = address.Avatar(shop.Username),
        followers_count = shop.Followers,
        follows_count = 180,
        media_count = world.Media.Count(m => m.ShopId == shop.Id),
        biography = shop.Biography,
    };

    public static object Person(Person person, PublicAddress address) => new { id = person.Id, username = person.Username, name = person.Name, profile_pic = address.Avatar(person.Username) };

    public static object Message(World world, Shop shop, Dm dm)
    {
        var own = new { id = shop.Id, username = shop.Username };
        var other = new { id = dm.PersonId, username = world.People.Find(p => p.Id == dm.PersonId)!.Username };
        var (from, to) = dm.From == "in" ? (other, own) : (own, other);
        return new { id = dm.Mid, created_time = Iso(dm.At), from, to = new { data = new[] { to } }, message = dm.Deleted ? "" : dm.Text };
    }

    /// <summary>Meta writes the offset without a colon.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "+0000";
}
