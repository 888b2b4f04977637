using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SocialSelling.Browser.Steps;

namespace SocialSelling.Browser;

/// <summary>What the product is for, done by a person in a browser from the first visit on.</summary>
public sealed partial class MainJobTests(Product product) : IClassFixture<Product>
{
    [Fact]
    public async Task From_signing_up_to_a_reply_and_a_post_that_goes_live_on_its_second()
    {
        var page = await product.Open();
        await SignUp(page);
        await Connect(page, "luna.ceramics");

        // A customer writes, and it is there without a reload.
        await page.GetByRole(AriaRole.Link, new() { Name = "Inbox" }).First.ClickAsync();
        await product.Meta.Write("luna.ceramics", "maya.torres", "Is the blue mug still there? 😀");
        var conversation = page.GetByRole(AriaRole.Link, new() { NameRegex = MugQuestion() });
        await conversation.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Maya Torres" }).First).ToBeVisibleAsync();

        // The reply reaches her, once.
        await page.GetByLabel("Write a message").FillAsync("Yes! The last one.");
        await page.GetByLabel("Write a message").PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Log).Or(page.GetByLabel("Messages with Maya Torres")).GetByText("Yes! The last one.").First).ToBeVisibleAsync();
        for (var tries = 0; (await product.Meta.Messages("luna.ceramics", "maya.torres")).Count < 2 && tries < 100; tries++) await page.WaitForTimeoutAsync(100);
        Assert.Equal(["Is the blue mug still there? 😀", "Yes! The last one."], (await product.Meta.Messages("luna.ceramics", "maya.torres")).Select(m => m.GetProperty("text").GetString()));

        // A post for two minutes from now goes live on its second, while the page looks on.
        await page.GetByRole(AriaRole.Link, new() { Name = "Calendar" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New post" }).Or(page.GetByRole(AriaRole.Link, new() { Name = "New post" })).First.ClickAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(product.Picture);
        await page.GetByLabel("Caption").First.FillAsync("Fresh from the kiln #ceramics");
        await page.GetByRole(AriaRole.Button, new() { Name = "In 2 minutes" }).Or(page.GetByText("In 2 minutes")).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }).ClickAsync();
        await Expect(page.GetByText(ScheduledFor()).First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = IsPublished() })).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.Equal(1, Assert.Single(await product.Meta.Posts("luna.ceramics")).GetProperty("publishes").GetInt32());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_a_telephone_nothing_is_wider_than_the_screen()
    {
        var page = await product.Open(390, 844);
        await SignUp(page);
        foreach (var path in (string[])["/inbox", "/comments", "/calendar", "/accounts"])
        {
            await page.GotoAsync(path);
            await page.WaitForLoadStateAsync(LoadState.Load);
            await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{path} scrolls sideways");
        }
        await page.Context.CloseAsync();
    }

    [GeneratedRegex("blue mug")]
    private static partial Regex MugQuestion();

    [GeneratedRegex("Published: Fresh from the kiln")]
    private static partial Regex IsPublished();

    [GeneratedRegex("Scheduled for")]
    private static partial Regex ScheduledFor();
}
