using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SocialSelling.Browser.Steps;

namespace SocialSelling.Browser;

public sealed partial class MainJobTests
{
    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task What_concerns_a_person_is_told_at_the_bell_and_leads_to_where_it_is_looked_after(int width, int height)
    {
        var shop = $"bell.{width}";
        await product.Meta.AddShop(shop);
        var page = await product.Open(width, height);
        await SignUp(page);
        await Connect(page, shop);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Notifications", Exact = true })).ToBeVisibleAsync();

        // Two messages and a comment are two notifications, without a reload.
        await product.Meta.Write(shop, "noa.levi", "Do you ship to Spain?");
        await product.Meta.Write(shop, "noa.levi", "And how long does it take?");
        await product.Meta.Comment(shop, await product.Meta.AddPost(shop, "The new dress"), "clara.fit", "I want it!");
        var bell = page.GetByRole(AriaRole.Button, new() { Name = "Notifications, 2 unread" });
        await Expect(bell).ToBeVisibleAsync();
        await bell.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = TwoMessages() })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Commented() })).ToBeVisibleAsync();
        await Product.Show(page, $"bell-{width}");

        // One leads to the post under which it stands; what was read there is read at the bell.
        await page.GetByRole(AriaRole.Link, new() { NameRegex = Commented() }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/comments/"));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Notifications, 1 unread" })).ToBeVisibleAsync();

        await page.GotoAsync("/notifications");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = TwoMessages() })).ToBeVisibleAsync();
        await Product.Show(page, $"notifications-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark all as read" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Notifications", Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = "New messages" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Switch, new() { Name = "New messages" })).Not.ToBeCheckedAsync();
        await Expect(page.GetByLabel("By mail: New messages")).ToBeDisabledAsync();
        // How it is mailed, and when, by keyboard.
        await page.GetByLabel("By mail: New comments").FocusAsync();
        await page.Keyboard.TypeAsync("In the daily");
        await page.GetByRole(AriaRole.Switch, new() { Name = "Quiet hours" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByLabel("Until").FillAsync("09:30");
        await page.GetByLabel("Until").PressAsync("Enter");
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Switch, new() { Name = "New messages" })).Not.ToBeCheckedAsync();
        await Expect(page.GetByLabel("By mail: New comments")).ToHaveValueAsync("digest");
        await Expect(page.GetByLabel("Until")).ToHaveValueAsync("09:30");
        await Product.Show(page, $"notification-settings-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways");
        await page.Context.CloseAsync();
    }

    [GeneratedRegex("2 new messages from")]
    private static partial Regex TwoMessages();

    [GeneratedRegex("@clara.fit commented on your post")]
    private static partial Regex Commented();
}
