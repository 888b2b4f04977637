using System.Net;
using SocialSelling.Infrastructure;

namespace SocialSelling.Analytics;

[Collection(nameof(MovableProduct))]
public sealed class BestTimesTests(MovableProduct product)
{
    [Fact]
    public async Task Best_times_are_read_from_Instagram_once_and_asked_of_what_is_known_after_that()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        var now = product.Clock.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, 0, 10, 0, TimeSpan.Zero).AddDays(-14);
        foreach (var (days, likes) in new[] { (0, 10), (7, 20), (-7, 30) }) await product.Meta.AddPost(shop, "Noon", hour.AddHours(12).AddDays(days), likes);
        var commented = await product.Meta.AddPost(shop, "Six", hour.AddHours(6), likes: 5);
        await product.Meta.Comment(shop, commented, "ana", "How much is it?");
        await product.Meta.Comment(shop, commented, "rui", "And in blue?");

        var best = await seller.Get($"/api/analytics/best-times?accountId={account}&timeZone=Etc/GMT-3");
        var again = await seller.Get($"/api/analytics/best-times?accountId={account}&timeZone=UTC");

        // Three hours ahead of UTC; (10 + 20 + 30) / 3, and 5 + 2·2.
        Assert.Equal([(15, 20.0, 3, "normal"), (9, 9.0, 1, "low")],
            best.GetProperty("recommendations").EnumerateArray().Select(b => (b.GetProperty("hour").GetInt32(), b.GetProperty("score").GetDouble(), b.GetProperty("sampleSize").GetInt32(), b.GetProperty("confidence").GetString()!)));
        Assert.Equal(hour.DayOfWeek.ToString().ToLowerInvariant(), best.GetProperty("recommendations")[0].GetProperty("dayOfWeek").GetString());
        Assert.Equal(12, again.GetProperty("recommendations")[0].GetProperty("hour").GetInt32());
        // Once from memory and once from the database, which keeps microseconds.
        Assert.Equal(best.GetProperty("readAt").GetDateTimeOffset(), again.GetProperty("readAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_zone_that_is_none_and_an_account_of_others_are_refused()
    {
        var (seller, _, account) = await product.Shop();
        await using var _1 = seller;
        var (stranger, _, _) = await product.Shop();
        await using var _2 = stranger;

        Assert.Equal(HttpStatusCode.BadRequest, await seller.Status($"/api/analytics/best-times?accountId={account}&timeZone=Nowhere", default));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.Status($"/api/analytics/best-times?accountId={account}", default));
    }
}
