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

    public static object Person(Person person, PublicAddress address) => new
    {
        id = person.Id,
        username = person.Username,
        name = person.Name,
        profile_pic = address.Avatar(person.Username),
        follower_count = 100 + person.Username.Sum(c => c) % 900,
        is_verified_user = false,
        is_user_follow_business = person.Username.Length % 2 == 0,
        is_business_follow_user = false,
    };

    /// <summary>Meta writes the offset without a colon.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "+0000";
}
