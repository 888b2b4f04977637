using SocialSelling.Cluster;
using SocialSelling.Infrastructure;

namespace SocialSelling.Inbox;

/// <summary>Who the customers are, asked again when it may have changed.</summary>
[Collection(nameof(MovableProduct))]
public sealed class ContactProfileTests(MovableProduct product)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_that_is_days_old_is_asked_for_again_although_nobody_writes_unless_they_have_been_silent_for_long()
    {
        var (seller, shop, account) = await product.Shop();
        await using var _ = seller;
        foreach (var customer in (string[])["maya", "silent", "spammer"]) await product.Meta.Write(shop, customer, "Hello");
        await Eventually.True(() => Fetched(account, 3, since: DateTime.MinValue), what: "The first look");
        await Set(account, "silent", "last_message_at = last_message_at - interval '40 days'");
        await Set(account, "spammer", "status = 'spam'");
        await product.Move(TimeSpan.FromDays(2));
        var later = product.Clock.GetUtcNow().UtcDateTime.AddHours(-1);

        await product.Deactivate(account);
        await product.Grain(account).Wake(Cancel);

        await Eventually.True(() => Fetched(account, 1, later), what: "The second look");
        Assert.Equal("maya", await product.Scalar<string>($"select string_agg(username, ',') from contacts where client_account_id = '{account}' and profile_fetched_at > '{later:O}'"));
    }

    private async Task<bool> Fetched(Guid account, int contacts, DateTime since) =>
        await product.Scalar<long>($"select count(*) from contacts where client_account_id = '{account}' and username is not null and profile_fetched_at > '{since:O}'") == contacts;

    private Task<long> Set(Guid account, string customer, string what) => product.Scalar<long>($"""
        with changed as (
            update conversations c set {what} from contacts k where k.id = c.contact_id and k.username = '{customer}' and c.client_account_id = '{account}' returning 1
        )
        select count(*) from changed
        """);
}
